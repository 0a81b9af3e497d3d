/**
 * Log-mel spectrograms as part of the graph, so that every reader of a delivered file computes the same from samples. In: the
 * waveform [n, samples] and what preprocessor_config.json says. Out: [n, bands, frames].
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { count } from '../architecture.ts';
import {
  evenTriangles,
  type Frames,
  fourierKernels,
  hannWindow,
  slaneyTriangles,
} from '../blocks/mel-tables.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** Samples in [−1, 1]; the Hub's name for them. */
export const waveform = (graph: GraphBuilder): Value =>
  graph.input('input_values', DataType.FLOAT, ['batch', 'samples']);

interface Bands {
  frames: Frames;
  hop: number;
  /** Row-major [bands, bins]. */
  triangles: Float64Array;
  /** No band has less energy. */
  floor: number;
}

/** Natural logarithm of the bands' energies in frames that start every `hop` samples: [n, bands, frames]. */
function logBands(at: GraphBuilder, wave: Value, { frames, hop, triangles, floor }: Bands): Value {
  const signal = at.op('Unsqueeze', [wave, at.ints([1])]);
  const { bins, cosines, sines } = fourierKernels(frames);
  const size = frames.window.length;
  const part = (name: string, kernels: Float64Array) => {
    const table = at.table(name, [bins, 1, size], [...kernels]);
    const turned = at.op('Conv', [signal, table], { strides: [hop], kernel_shape: [size] });
    return at.mul(turned, turned);
  };
  const power = at.add(part('cosines', cosines), part('sines', sines));
  const energy = at.matMul(at.table('triangles', [triangles.length / bins, bins], [...triangles]), power);
  return at.op('Log', [at.op('Max', [energy, at.scalar(floor)])]);
}

/** Exactly `length` entries of the last of `axes` axes: the rest is cut, what lacks is 0. */
export function fitted(at: GraphBuilder, x: Value, length: number, axes: number): Value {
  const before = new Array<number>(axes).fill(0);
  const after = [...before.slice(1), length];
  const padded = at.op('Pad', [x, at.ints([...before, ...after])]);
  return at.op('Slice', [padded, at.ints([0]), at.ints([length]), at.ints([axes - 1])]);
}

const rate = count.default(16_000);

/** Fields of WhisperFeatureExtractor, with its defaults. */
const whisperSchema = z.object({
  feature_size: count.default(80),
  sampling_rate: rate,
  hop_length: count.default(160),
  chunk_length: count.default(30),
  n_fft: count.default(400),
});

/** Radford et al. 2022, §2.2: 80 dB below the loudest band and no less, around 0. Frames of `chunk_length` seconds. */
export function whisperLogMel(at: GraphBuilder, wave: Value, preprocessor: unknown): Value {
  const told = whisperSchema.parse(preprocessor ?? {});
  const samples = told.chunk_length * told.sampling_rate;
  const margin = told.n_fft / 2;
  const clip = fitted(at, wave, samples, 2);
  const mirrored = at.op('Pad', [clip, at.ints([0, margin, 0, margin])], { mode: 'reflect' });
  const bands = logBands(at, mirrored, {
    frames: { window: hannWindow(told.n_fft, true), transform: told.n_fft },
    hop: told.hop_length,
    triangles: slaneyTriangles({
      bands: told.feature_size,
      bins: told.n_fft / 2 + 1,
      rate: told.sampling_rate,
      lowestHz: 0,
      highestHz: 8_000,
    }),
    floor: 1e-10,
  });
  // The last frame stands half beyond the end.
  const frames = at.op('Slice', [bands, at.ints([0]), at.ints([-1]), at.ints([2])]);
  const levels = at.times(frames, Math.LOG10E);
  const loudest = at.op('ReduceMax', [levels], { axes: [1, 2], keepdims: 1 });
  const kept = at.op('Max', [levels, at.op('Sub', [loudest, at.scalar(8)])]);
  return at.times(at.add(kept, at.scalar(4)), 0.25);
}

/** Fields of ASTFeatureExtractor, with its defaults: AudioSet's mean and deviation. */
const kaldiSchema = z.object({
  num_mel_bins: count.default(128),
  sampling_rate: rate,
  max_length: count.default(1_024),
  do_normalize: z.boolean().default(true),
  mean: z.number().default(-4.2677393),
  std: z.number().positive().default(4.5689974),
});

/** Kaldi's filter banks, as AST reads them: frames of 25 ms every 10 ms, `max_length` of them. */
export function kaldiLogMel(at: GraphBuilder, wave: Value, preprocessor: unknown): Value {
  const told = kaldiSchema.parse(preprocessor ?? {});
  const bands = logBands(at, wave, {
    frames: { window: hannWindow(400, false), transform: 512, preEmphasis: 0.97 },
    hop: 160,
    triangles: evenTriangles({
      bands: told.num_mel_bins,
      bins: 257,
      rate: told.sampling_rate,
      lowestHz: 20,
      highestHz: told.sampling_rate / 2,
    }),
    floor: 1.192092955078125e-7,
  });
  const clip = fitted(at, bands, told.max_length, 3);
  if (!told.do_normalize) return clip;
  return at.times(at.op('Sub', [clip, at.scalar(told.mean)]), 1 / (2 * told.std));
}
