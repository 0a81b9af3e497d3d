/**
 * Sound files → features by the speech embedding. In: paths. Out: one vector a clip, through the sink: the mean, the
 * maximum and the deviation, over time, of the embeddings of windows of log-mel frames.
 */
import type { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import type { AudioPreprocessing, Backbone } from '../../backbones/backbone.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../engines/onnxruntime.ts';
import { UserError } from '../../errors.ts';
import { readAudio } from './audio-samples.ts';
import type { FeatureSink } from './feature-sink.ts';
import { reasonOf } from './feature-sink.ts';
import { poolTap } from './pooling.ts';

export interface AudioFeatureOptions {
  backbone: Backbone;
  preprocessing: AudioPreprocessing;
  samples: readonly { index: number; path: string }[];
  sink: FeatureSink;
}

const speechSchema = z.object({
  melPath: z.string(),
  window: z.number(),
  step: z.number(),
  bins: z.number(),
  padSeconds: z.number(),
});
type SpeechParameters = z.infer<typeof speechSchema>;

/** The frontend was made for 16-bit integers in float form. */
const INT16 = 32_767;
/** Windows in one run of the embedding. */
const BATCH = 32;

export async function embedAudio({ backbone, preprocessing, samples, sink }: AudioFeatureOptions) {
  if (preprocessing.frontend !== 'speech-embedding')
    throw new UserError(
      'audio-frontend',
      `The model "${backbone.id}" hears through "${preprocessing.frontend}", which is not served here; use google_speech_embedding.`,
    );
  const parameters = speechSchema.parse(preprocessing.parameters);
  const mel = await openSession(parameters.melPath);
  const embedding = await openSession(backbone.onnxPath);
  try {
    for (const { index, path } of samples) {
      sink.signal?.throwIfAborted();
      let clip: Float32Array;
      try {
        clip = (await readAudio(path, preprocessing.rate)).samples;
      } catch (error) {
        await sink.failed(index, reasonOf(error));
        continue;
      }
      const padded = pad(clip, Math.round(parameters.padSeconds * preprocessing.rate));
      const frames = await melFrames(mel, padded);
      await sink.done(index, await embedFrames(embedding, frames, parameters, backbone));
    }
  } finally {
    await mel.release();
    await embedding.release();
  }
}

function pad(samples: Float32Array, margin: number): Float32Array {
  const padded = new Float32Array(samples.length + 2 * margin);
  padded.set(samples, margin);
  return padded;
}

/** Log-mel energies, row-major [frames, bins], scaled as the embedding expects them (dB / 10 + 2). */
async function melFrames(mel: InferenceSession, samples: Float32Array): Promise<Float32Array> {
  const integers = samples.map((value) => value * INT16);
  const feeds = { [mel.inputNames[0] ?? '']: await floatFeed(integers, [1, integers.length]) };
  const output = (await runSession(mel, feeds))[mel.outputNames[0] ?? ''];
  return floatsOf(output).map((value) => value / 10 + 2);
}

/** [3 · dim]: pooled over the windows. A clip shorter than one window is filled up with its last frame. */
async function embedFrames(
  session: InferenceSession,
  given: Float32Array,
  { window, step, bins }: SpeechParameters,
  { taps }: Backbone,
): Promise<Float32Array> {
  const tap = taps[0]!;
  const frames = filledUp(given, window, bins);
  const count = Math.floor((frames.length / bins - window) / step) + 1;
  const width = tap.dim / 3;
  const vectors = new Float32Array(count * width);
  for (let start = 0; start < count; start += BATCH) {
    const n = Math.min(BATCH, count - start);
    const batch = new Float32Array(n * window * bins);
    for (let i = 0; i < n; i++) {
      const from = (start + i) * step * bins;
      batch.set(frames.subarray(from, from + window * bins), i * window * bins);
    }
    const feeds = { [session.inputNames[0] ?? '']: await floatFeed(batch, [n, window, bins, 1]) };
    vectors.set(floatsOf((await runSession(session, feeds))[tap.output]), start * width);
  }
  return poolTap({ data: vectors, dims: [1, count, width] }, tap.pooling);
}

function filledUp(frames: Float32Array, window: number, bins: number): Float32Array {
  const count = frames.length / bins;
  if (count >= window) return frames;
  const filled = new Float32Array(window * bins);
  filled.set(frames);
  for (let i = count; i < window; i++) filled.set(frames.subarray((count - 1) * bins), i * bins);
  return filled;
}
