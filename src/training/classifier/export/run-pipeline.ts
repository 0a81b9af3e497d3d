/**
 * A delivered model and files or texts go in, probabilities come out: what a person who downloaded the files would compute.
 * Used by `predict.ts`, and by `write-model.ts` to check the files against the predictions that were tested.
 */
import { artifactHost } from '../../../delivered/artifact-host.ts';
import type { ModelHost } from '../../../delivered/model-host.ts';
import { readAudio } from '../features/audio-samples.ts';
import { reasonOf } from '../features/feature-sink.ts';
import { decodeImage } from '../features/pictures/image-pixels.ts';
import { type OpenClassifier, openClassifier, type PreparedSample } from './classify.ts';
import type { Pipeline } from './pipeline.ts';

/** Samples a call of ONNX Runtime. */
const BATCH = 8;

export type PipelineInput = { text: string } | { path: string };

export interface OpenPipeline {
  pipeline: Pipeline;
  /**
   * Probabilities of each class, or why the input could not be read; in the order of the inputs.
   * @throws what `signal` was aborted with
   */
  predict(
    inputs: readonly PipelineInput[],
    watch: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
  ): Promise<(Float32Array | { reason: string })[]>;
  close(): Promise<void>;
}

/** @param host where its files are opened; default: the folder itself */
export async function openPipeline(
  artifactDir: string,
  host: ModelHost = artifactHost(artifactDir),
): Promise<OpenPipeline> {
  const classifier = await openClassifier(host);
  const { pipeline } = classifier;
  return {
    pipeline,
    async predict(inputs, { signal, onProgress }) {
      const results: (Float32Array | { reason: string })[] = [];
      // Clips differ in length: one at a time.
      const size = pipeline.audio ? 1 : BATCH;
      for (let from = 0; from < inputs.length; from += size) {
        signal.throwIfAborted();
        results.push(...(await classifyBatch(classifier, inputs.slice(from, from + size))));
        onProgress(results.length, inputs.length);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return results;
    },
    close: () => classifier.close(),
  };
}

/** Inputs that cannot be read are named and left out. */
async function classifyBatch(
  classifier: OpenClassifier,
  inputs: readonly PipelineInput[],
): Promise<(Float32Array | { reason: string })[]> {
  const prepared = await Promise.all(
    inputs.map((input) =>
      prepare(input, classifier.pipeline).catch((error: unknown) => ({ reason: reasonOf(error) })),
    ),
  );
  const samples = prepared.flatMap((one) => ('reason' in one ? [] : [one]));
  const answers = (samples.length > 0 ? await classifier.classify(samples) : []).values();
  return prepared.map((one) => ('reason' in one ? one : answers.next().value!));
}

async function prepare(input: PipelineInput, { image, audio }: Pipeline): Promise<PreparedSample> {
  if ('text' in input) return input;
  if (image) return { rgb: await decodeImage(input.path, image) };
  if (audio) return { waveform: (await readAudio(input.path, audio.rate)).samples };
  throw new Error('a model of texts was given a file');
}
