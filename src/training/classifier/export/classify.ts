/**
 * A delivered classifier and prepared samples go in, probabilities come out. In: a ModelHost; crops of pictures, waveforms
 * or texts. Pure: the artifact folder, the page of a Run and the exports all predict by it. Next: `run-pipeline.ts` here,
 * `training/page` in a browser.
 */
import type { ImagePreprocessing } from '../../../backbones/backbone.ts';
import { jsonOf, type ModelHost } from '../../../delivered/model-host.ts';
import type { GraphTensor } from '../../../engines/graph-session.ts';
import { pixelTable, writePixels } from '../features/pictures/pixel-tensor.ts';
import { encoderOf, tokenTensors } from '../features/text-tokens.ts';
import { type Vectoriser, vectorise, vectoriserSchema } from '../text/vectoriser.ts';
import {
  PIPELINE_FILE,
  PIXEL_INPUT,
  type Pipeline,
  pipelineSchema,
  TFIDF_INPUT,
  WAVEFORM_INPUT,
} from './pipeline.ts';

/** One kind for one model: RGB of the crop [size, size, 3], mono samples at the model's rate, or a text. */
export type PreparedSample = { rgb: Uint8Array } | { waveform: Float32Array } | { text: string };

export interface OpenClassifier {
  pipeline: Pipeline;
  /** @returns one a sample: a probability a class. Waveforms differ in length and go one at a time. */
  classify(samples: readonly PreparedSample[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

type Feeder = (samples: readonly PreparedSample[]) => Record<string, GraphTensor>;

export async function openClassifier(host: ModelHost): Promise<OpenClassifier> {
  const pipeline = pipelineSchema.parse(JSON.parse(await host.text(PIPELINE_FILE)));
  const feed = await feederOf(host, pipeline);
  const session = await host.open(pipeline.modelPath);
  const classCount = pipeline.classes.length;
  return {
    pipeline,
    classify: async (samples) => {
      const { probabilities } = await session.run(feed(samples));
      if (!(probabilities?.data instanceof Float32Array))
        throw new Error('the model gave no float32 probabilities');
      const { data } = probabilities;
      return samples.map((_, row) => data.slice(row * classCount, (row + 1) * classCount));
    },
    close: () => session.close(),
  };
}

async function feederOf(host: ModelHost, pipeline: Pipeline): Promise<Feeder> {
  if (pipeline.image) return imageFeeder(pipeline.image);
  if (pipeline.audio) return audioFeeder;
  const { tokens, vectoriserPath } = pipeline;
  const encode =
    tokens &&
    encoderOf(
      {
        tokenizer: await jsonOf(host, tokens.tokenizerPath),
        config: await jsonOf(host, tokens.tokenizerConfigPath),
      },
      tokens.maxTokens,
    );
  const vectoriser = vectoriserPath && vectoriserSchema.parse(await jsonOf(host, vectoriserPath));
  return (samples) => {
    const texts = samples.map((sample) => ('text' in sample ? sample.text : ''));
    return {
      ...(tokens && encode && tokenTensors(texts.map(encode), tokens)),
      ...(vectoriser && { [TFIDF_INPUT]: tfidfTensor(vectoriser, texts) }),
    };
  };
}

function imageFeeder(preprocessing: ImagePreprocessing): Feeder {
  const { size, layout } = preprocessing;
  const table = pixelTable(preprocessing);
  const length = 3 * size * size;
  const shape = layout === 'nchw' ? [3, size, size] : [size, size, 3];
  return (samples) => {
    const target = new Float32Array(samples.length * length);
    samples.forEach((sample, i) => {
      if ('rgb' in sample)
        writePixels(sample.rgb, table, preprocessing, { target, offset: i * length, mirror: false });
    });
    return { [PIXEL_INPUT]: { dims: [samples.length, ...shape], data: target } };
  };
}

const audioFeeder: Feeder = ([sample]) => {
  const data = sample && 'waveform' in sample ? sample.waveform : new Float32Array(0);
  return { [WAVEFORM_INPUT]: { dims: [1, data.length], data } };
};

function tfidfTensor(vectoriser: Vectoriser, texts: readonly string[]): GraphTensor {
  const { n, featureCount, offsets, columns, values } = vectorise(vectoriser, texts);
  const data = new Float32Array(n * featureCount);
  for (let row = 0; row < n; row++)
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++)
      data[row * featureCount + columns[i]!] = values[i]!;
  return { dims: [n, featureCount], data };
}
