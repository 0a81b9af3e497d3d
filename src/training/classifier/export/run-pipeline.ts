/**
 * A delivered model and inputs go in, probabilities come out: what a person who downloaded the files would compute.
 * Used by `predict.ts`, and by `write-model.ts` to check the files against the predictions that were tested.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ImagePreprocessing, TextPreprocessing } from '../../../backbones/backbone.ts';
import { type Feeds, floatFeed, floatsOf, openSession, runSession } from '../../../engines/onnxruntime.ts';
import { readAudio } from '../features/audio-samples.ts';
import { reasonOf } from '../features/feature-sink.ts';
import { decodeImage } from '../features/image-pixels.ts';
import { pixelTable, writePixels } from '../features/pixel-tensor.ts';
import { openEncoder, tokenFeeds } from '../features/text-tokens.ts';
import { type Vectoriser, vectorise, vectoriserSchema } from '../text/vectoriser.ts';
import {
  PIPELINE_FILE,
  PIXEL_INPUT,
  type Pipeline,
  pipelineSchema,
  TFIDF_INPUT,
  WAVEFORM_INPUT,
} from './pipeline.ts';

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

export async function openPipeline(artifactDir: string): Promise<OpenPipeline> {
  const text = await readFile(join(artifactDir, PIPELINE_FILE), 'utf8');
  const pipeline = pipelineSchema.parse(JSON.parse(text));
  const session = await openSession(join(artifactDir, pipeline.modelPath));
  const feed = await feederOf(artifactDir, pipeline);
  return {
    pipeline,
    async predict(inputs, { signal, onProgress }) {
      const results: (Float32Array | { reason: string })[] = [];
      // Clips differ in length: one at a time.
      const size = pipeline.audio ? 1 : BATCH;
      for (let from = 0; from < inputs.length; from += size) {
        signal.throwIfAborted();
        const batch = inputs.slice(from, from + size);
        results.push(...(await runBatch(session, feed, batch, pipeline.classes.length)));
        onProgress(results.length, inputs.length);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return results;
    },
    close: () => session.release(),
  };
}

/** Makes the feeds of a batch; inputs that cannot be read are named and left out of the feeds. */
type Feeder = (
  inputs: readonly PipelineInput[],
) => Promise<{ feeds: Feeds; failed: Map<number, string>; n: number }>;

async function runBatch(
  session: InferenceSession,
  feed: Feeder,
  inputs: readonly PipelineInput[],
  classCount: number,
): Promise<(Float32Array | { reason: string })[]> {
  const { feeds, failed, n } = await feed(inputs);
  const output = n === 0 ? new Float32Array(0) : await probabilitiesOf(session, feeds);
  let row = 0;
  return inputs.map((_, i) => {
    const reason = failed.get(i);
    if (reason !== undefined) return { reason };
    return output.slice(row * classCount, ++row * classCount);
  });
}

async function probabilitiesOf(session: InferenceSession, feeds: Feeds): Promise<Float32Array> {
  const { probabilities } = await runSession(session, feeds, ['probabilities']);
  return floatsOf(probabilities);
}

async function feederOf(artifactDir: string, pipeline: Pipeline): Promise<Feeder> {
  if (pipeline.image) return imageFeeder(pipeline.image);
  if (pipeline.audio) return audioFeeder(pipeline.audio);
  const inside = (path: string) => join(artifactDir, path);
  const { tokens, vectoriserPath } = pipeline;
  const tokenizer = tokens && {
    ...tokens,
    tokenizerPath: inside(tokens.tokenizerPath),
    tokenizerConfigPath: tokens.tokenizerConfigPath && inside(tokens.tokenizerConfigPath),
  };
  const vectoriser =
    vectoriserPath && vectoriserSchema.parse(JSON.parse(await readFile(inside(vectoriserPath), 'utf8')));
  return textFeeder(tokenizer, vectoriser || null);
}

function imageFeeder(preprocessing: ImagePreprocessing): Feeder {
  const { size, layout } = preprocessing;
  const table = pixelTable(preprocessing);
  return async (inputs) => {
    const failed = new Map<number, string>();
    const decoded = await Promise.all(
      inputs.map(async (input, i) => {
        try {
          return await decodeImage('path' in input ? input.path : '', preprocessing);
        } catch (error) {
          failed.set(i, reasonOf(error));
          return null;
        }
      }),
    );
    const images = decoded.filter((image) => image !== null);
    const target = new Float32Array(images.length * 3 * size * size);
    images.forEach((rgb, i) => {
      writePixels(rgb, table, preprocessing, { target, offset: i * 3 * size * size, mirror: false });
    });
    const shape = layout === 'nchw' ? [3, size, size] : [size, size, 3];
    const feeds = { [PIXEL_INPUT]: await floatFeed(target, [images.length, ...shape]) };
    return { feeds, failed, n: images.length };
  };
}

/** For one clip at a time. */
function audioFeeder({ rate }: { rate: number }): Feeder {
  return async ([input]) => {
    try {
      const { samples } = await readAudio(input && 'path' in input ? input.path : '', rate);
      const feeds = { [WAVEFORM_INPUT]: await floatFeed(samples, [1, samples.length]) };
      return { feeds, failed: new Map(), n: 1 };
    } catch (error) {
      return { feeds: {}, failed: new Map([[0, reasonOf(error)]]), n: 0 };
    }
  };
}

async function textFeeder(
  preprocessing: TextPreprocessing | null,
  vectoriser: Vectoriser | null,
): Promise<Feeder> {
  const encode = preprocessing && (await openEncoder(preprocessing));
  return async (inputs) => {
    const texts = inputs.map((input) => ('text' in input ? input.text : ''));
    const feeds: Feeds = preprocessing && encode ? await tokenFeeds(texts.map(encode), preprocessing) : {};
    if (vectoriser) feeds[TFIDF_INPUT] = await tfidfFeed(vectoriser, texts);
    return { feeds, failed: new Map(), n: texts.length };
  };
}

async function tfidfFeed(vectoriser: Vectoriser, texts: readonly string[]): Promise<Tensor> {
  const { n, featureCount, offsets, columns, values } = vectorise(vectoriser, texts);
  const dense = new Float32Array(n * featureCount);
  for (let row = 0; row < n; row++)
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++)
      dense[row * featureCount + columns[i]!] = values[i]!;
  return floatFeed(dense, [n, featureCount]);
}
