import { beforeAll, describe, expect, it } from 'vitest';
import { floatFeed, floatsOf, openSession, runSession } from '../../../../src/engines/onnxruntime.ts';
import { encodeModel } from '../../../../src/onnx/model.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import {
  buildLogMelGraph,
  COURSE,
  GRID,
  LOG_MEL,
} from '../../../../src/training/classifier/audio/log-mel-graph.ts';
import { BANDS, FRAME, melMatrix } from '../../../../src/training/classifier/audio/mel.ts';

let features: (
  samples: Float32Array,
) => Promise<Record<'log_mel' | 'grid' | 'facts' | 'course', Float32Array>>;
beforeAll(async () => {
  const session = await openSession(encodeModel(buildLogMelGraph()));
  features = async (samples) => {
    const outputs = await runSession(session, {
      input_values: await floatFeed(samples, [1, samples.length]),
    });
    return {
      log_mel: floatsOf(outputs.log_mel),
      grid: floatsOf(outputs.grid),
      facts: floatsOf(outputs.facts),
      course: floatsOf(outputs.course),
    };
  };
});

const tone = (hertz: number, seconds: number, amplitude = 0.5) =>
  Float32Array.from(
    { length: seconds * 16_000 },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / 16_000),
  );
const after = (silence: number, sound: Float32Array) => {
  const samples = new Float32Array(silence * 16_000 + sound.length);
  samples.set(sound, silence * 16_000);
  return samples;
};
const meansOf = (logMel: Float32Array) => logMel.subarray(0, BANDS);
const loudest = (values: Float32Array) => values.indexOf(Math.max(...values));

describe('log-mel features', () => {
  it('give the power of a tone in its band, as a windowed Fourier sum worked out directly does', async () => {
    const samples = tone(1_000, 1);
    const { log_mel } = await features(samples);
    const matrix = melMatrix();
    const bins = matrix.length / BANDS;
    const frame = Array.from(samples.subarray(4_000, 4_000 + FRAME));
    const power = Array.from({ length: bins }, (_, bin) => {
      let [re, im] = [0, 0];
      for (const [i, value] of frame.entries()) {
        const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME);
        re += hann * value * Math.cos((2 * Math.PI * bin * i) / 512);
        im += hann * value * Math.sin((2 * Math.PI * bin * i) / 512);
      }
      return re * re + im * im;
    });
    const band = loudest(meansOf(log_mel));
    const expected = Math.log(
      power.reduce((sum, value, bin) => sum + value * matrix[band * bins + bin]!, 1e-5),
    );
    // The mean over time includes the tone's two edges, where frames are partly silent.
    expect(Math.abs(meansOf(log_mel)[band]! - expected)).toBeLessThan(0.15);
    // 1 kHz is 999.99 mel, of bands 2,766 / 41 = 67 mel apart, beginning at 61 mel.
    expect(band).toBe(13);
  });

  it('hear a word alike with silence before it', async () => {
    const word = tone(700, 0.5);
    const alone = (await features(word)).log_mel;
    const late = (await features(after(2, word))).log_mel;
    const other = (await features(tone(1_400, 0.5))).log_mel;
    const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...meansOf(a).map((v, i) => v - b[i]!));
    expect(distance(alone, late)).toBeLessThan(0.05 * distance(alone, other));
  });

  it('hear the course of a sound alike through a microphone that dulls it', async () => {
    const noise = seededRandom(1);
    const sweep = (from: number, to: number) =>
      Float32Array.from({ length: 16_000 }, (_, i) => {
        const t = i / 16_000;
        return (
          0.4 * Math.sin(2 * Math.PI * (from * t + ((to - from) / 2) * t * t)) + 0.1 * (noise.next() - 0.5)
        );
      });
    const dulled = (samples: Float32Array) => {
      let last = 0;
      return samples.map((value) => {
        last += 0.3 * (value - last);
        return last;
      });
    };
    const rise = sweep(300, 3_000);
    const [clear, dull, fall] = [
      await features(rise),
      await features(dulled(rise)),
      await features(sweep(3_000, 300)),
    ];
    const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]!));
    // The levels, which are the same numbers in both, stand before the course.
    const courseOf = ({ course }: { course: Float32Array }) => course.subarray(4 * BANDS, 16 * BANDS);
    expect(clear.course).toHaveLength(COURSE.dim);
    const heard = distance(courseOf(clear), courseOf(dull)) / distance(courseOf(clear), courseOf(fall));
    const asLevels = distance(clear.grid, dull.grid) / distance(clear.grid, fall.grid);
    expect(heard).toBeLessThan(0.5 * asLevels);
  });

  it('tell a rise from a fall', async () => {
    const rise = new Float32Array([...tone(400, 0.3), ...tone(1_600, 0.3)]);
    const up = await features(rise);
    const down = await features(rise.toReversed());
    const partsOf = (values: Float32Array) => Array.from(values.subarray(3 * BANDS + BANDS, 8 * BANDS));
    const apart = partsOf(up.log_mel).map((value, i) => Math.abs(value - partsOf(down.log_mel)[i]!));
    expect(Math.max(...apart)).toBeGreaterThan(5);
    expect(Math.hypot(...meansOf(up.log_mel).map((v, i) => v - down.log_mel[i]!))).toBeLessThan(0.5);
  });

  it('state peak and clipping, and are finite for a single sample, silence and a minute', async () => {
    const cut = tone(300, 1, 2).map((value) => Math.max(-1, Math.min(1, value)));
    expect((await features(cut)).facts[0]).toBeCloseTo(1, 6);
    expect((await features(cut)).facts[1]).toBeGreaterThan(0.3);
    expect(Array.from((await features(new Float32Array(8_000))).facts)).toEqual([0, 0]);
    for (const samples of [new Float32Array(1), Float32Array.of(0.5), new Float32Array(100), tone(500, 60)]) {
      const { log_mel, grid } = await features(samples);
      expect([log_mel.length, grid.length]).toEqual([LOG_MEL.dim, GRID.dim]);
      expect([...log_mel, ...grid].every(Number.isFinite)).toBe(true);
    }
  });
});
