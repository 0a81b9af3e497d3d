import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackbone } from '../../../../src/backbones/load-backbone.ts';
import { readAudio } from '../../../../src/training/classifier/features/audio-samples.ts';
import { embedSamples } from '../../../../src/training/classifier/features/embed.ts';
import { resample } from '../../../../src/training/classifier/features/resample.ts';
import { encodeWav } from '../audio/sounds.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
/** Amplitude of one frequency, by correlation over the middle of the clip. */
function amplitude(samples: Float32Array, rate: number, hertz: number): number {
  const part = samples.subarray(Math.floor(samples.length * 0.2), Math.floor(samples.length * 0.8));
  let [re, im] = [0, 0];
  for (const [i, value] of part.entries()) {
    re += value * Math.cos((2 * Math.PI * hertz * i) / rate);
    im += value * Math.sin((2 * Math.PI * hertz * i) / rate);
  }
  return (2 * Math.hypot(re, im)) / part.length;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audio-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('reading a sound file', () => {
  it.each(['chord.wav', 'chord24.wav', 'chord.flac', 'chord.ogg', 'chord.mp3'])(
    '%s becomes mono at 16 kHz with its tones and their loudness kept',
    async (name) => {
      const clip = await readAudio(fixture(name), 16_000);
      expect(clip.sourceRate).toBe(22_050);
      expect(clip.samples.length / 16_000).toBeCloseTo(clip.seconds, 3);
      expect(clip.seconds).toBeGreaterThan(0.45);
      // mp3 and vorbis are lossy; 660 Hz and 440 Hz stand in the ratio 2 : 3.
      expect(amplitude(clip.samples, 16_000, 440)).toBeCloseTo(0.3, 1);
      expect(amplitude(clip.samples, 16_000, 660)).toBeCloseTo(0.2, 1);
      expect(amplitude(clip.samples, 16_000, 1_500)).toBeLessThan(0.01);
      expect(clip).toMatchObject({ silent: false, clipped: false });
    },
  );

  it('reads opus, which has its own rate', async () => {
    const clip = await readAudio(fixture('chord.opus'), 16_000);
    expect(clip.sourceRate).toBe(48_000);
    expect(clip.samples.some((value) => Math.abs(value) > 0.1)).toBe(true);
  });

  it('notes silence and clipping', async () => {
    expect(await readAudio(fixture('silent.wav'), 16_000)).toMatchObject({ silent: true });
    expect(await readAudio(fixture('clipped.wav'), 16_000)).toMatchObject({ clipped: true });
  });

  it('refuses what is no sound, with a reason', async () => {
    const path = join(folder, 'text.wav');
    await writeFile(path, 'hello, this is no sound');
    await expect(readAudio(path, 16_000)).rejects.toThrow(/not a sound file we can read/);
  });

  it('refuses a clip of more than ten minutes before it is decoded', async () => {
    const path = join(folder, 'long.wav');
    const wav = encodeWav(new Float64Array(11 * 60 * 1_000), 1_000);
    await writeFile(path, wav);
    await expect(readAudio(path, 16_000)).rejects.toThrow(/660 s long \(limit 600 s\)/);
  });

  it('takes away what the lower rate cannot hold, instead of folding it back', () => {
    const high = Float32Array.from({ length: 44_100 }, (_, i) =>
      Math.sin((2 * Math.PI * 10_000 * i) / 44_100),
    );
    const low = resample(high, 44_100, 16_000);
    expect(amplitude(low, 16_000, 6_000)).toBeLessThan(0.01);
  });
});

describe('speech embedding features', () => {
  it('are the same for one sound in three formats, and fail only for the damaged file', async () => {
    const backbone = await loadBackbone('google_speech_embedding', { cacheDir: folder });
    const damaged = join(folder, 'damaged.flac');
    await writeFile(damaged, 'fLaC but nothing more');
    const paths = ['chord.wav', 'chord.flac', 'chord24.wav', 'silent.wav'].map(fixture);
    const samples = [...paths, damaged].map((path, i) => ({ path, hash: `audio-${i}` }));
    const { values, n, d, failed } = await embedSamples({ backbone, samples, cacheDir: folder });
    expect([n, d]).toEqual([5, 288]);
    expect(failed).toEqual([{ index: 4, reason: expect.stringMatching(/not a sound file/) }]);
    const row = (i: number) => values.subarray(i * d, (i + 1) * d);
    const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - b[i]!));
    // The wav reader divides by 32,767, the others by 32,768: one unit of the last bit, in log-mel of near-silent bins.
    expect(distance(row(0), row(1))).toBeLessThan(0.5);
    expect(distance(row(0), row(2))).toBeLessThan(1);
    expect(distance(row(0), row(3))).toBeGreaterThan(20);
    expect(row(4).every((value) => value === 0)).toBe(true);
  });
});
