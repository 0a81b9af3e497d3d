/**
 * A trained classifier goes in, the `model/` folder in the Hub's layout and `pipeline.json` come out, after the files
 * were opened again and gave the predictions that were tested. Next: charts, card and zip.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backbone, ImagePreprocessing, TextPreprocessing } from '../../../backbones/backbone.ts';
import type { LabelledDataset } from '../../../datasets/dataset.ts';
import { compactWeights } from '../../../onnx/compact/compact-weights.ts';
import { writeModel as writeOnnx } from '../../../onnx/file/mapped-model.ts';
import { readModelFile } from '../../../onnx/file/model-file.ts';
import { type Delivery, variantOf } from '../../../report/delivery.ts';
import type { Report } from '../../../report/report.ts';
import { modelFiles } from '../../delivery/model-files.ts';
import type { WeightedPart } from '../finalist.ts';
import type { TrainedClassifier } from '../train-classifier.ts';
import { buildClassifier, type Trunk } from './build-classifier.ts';
import { deliverClassifier, inputOf } from './deliver-classifier.ts';
import { hubConfig, hubFeatureExtractor, hubPreprocessor } from './hub-files.ts';
import { PIPELINE_FILE, type Pipeline } from './pipeline.ts';
import { openPipeline } from './run-pipeline.ts';

interface WriteModelOptions {
  artifactDir: string;
  workDir: string;
  dataset: LabelledDataset;
  trained: TrainedClassifier;
  /** Until the Run must be over. */
  secondsLeft: () => number;
  signal: AbortSignal;
}

/** What the Report tells of the written files. */
export interface Written {
  files: Report['files'];
  delivery: Delivery;
}

/** @throws Error when the written files do not give the tested predictions: they are not announced then */
export async function writeModel(options: WriteModelOptions): Promise<Written> {
  const { artifactDir, dataset, trained } = options;
  const { parts } = trained.fitted;
  const folder = join(artifactDir, 'model');
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const trunks = await openTrunks(parts, trained.backbones);
  const writeWith = (used: ReadonlyMap<string, Trunk>) =>
    writeOnnx(join(folder, 'onnx', 'model.onnx'), buildClassifier(parts, used, dataset.classes.length));
  const image = imageOf(trunks);
  const audio = audioOf(trunks);
  const tokens = await writeTokenizer(folder, trunks);
  const vectoriserPath = await writeVectoriser(folder, parts);
  const pipeline: Pipeline = {
    version: 1,
    kind: dataset.kind,
    classes: dataset.classes,
    modelPath: 'model/onnx/model.onnx',
    textColumns: dataset.kind === 'text' ? dataset.columns.text : [],
    image,
    audio,
    tokens,
    vectoriserPath,
  };
  await writeJson(join(folder, 'labels.json'), dataset.classes);
  if (image) await writeJson(join(folder, 'preprocessor_config.json'), hubPreprocessor(image));
  if (audio) await writeJson(join(folder, 'preprocessor_config.json'), hubFeatureExtractor(audio.rate));
  await writeJson(join(artifactDir, PIPELINE_FILE), pipeline);
  let written = await writeWith(compacted(trunks));
  try {
    await verify(options);
  } catch (error) {
    if (!(error instanceof OtherPredictions)) throw error;
    written = await writeWith(trunks);
    await verify(options);
  }
  const config = hubConfig(dataset, trained.pretrained);
  const apart = written.weightsPath !== null;
  await writeJson(join(folder, 'config.json'), apart ? { ...config, ...WEIGHTS_APART } : config);
  const delivery = await deliverClassifier(options, pipeline.modelPath);
  const { path } = variantOf(delivery, delivery.delivered)!;
  await writeJson(join(artifactDir, PIPELINE_FILE), { ...pipeline, modelPath: path });
  return { files: await modelFiles(artifactDir, path!), delivery };
}

/** How transformers.js is told of weights beside the graph. */
const WEIGHTS_APART = { 'transformers.js_config': { use_external_data_format: true } };

/** Frozen weights that came as 8 bits are delivered as 8 bits; the rest stays float32. */
const compacted = (trunks: ReadonlyMap<string, Trunk>): Map<string, Trunk> =>
  new Map([...trunks].map(([id, { backbone, model }]) => [id, { backbone, model: compactWeights(model) }]));

/** The written file predicts something else than was tested. */
class OtherPredictions extends Error {}

const writeJson = (path: string, value: unknown) => writeFile(path, JSON.stringify(value, null, 1));

async function openTrunks(
  parts: readonly WeightedPart[],
  backbones: ReadonlyMap<string, Backbone>,
): Promise<Map<string, Trunk>> {
  const trunks = new Map<string, Trunk>();
  for (const { part } of parts) {
    if (part.kind !== 'head') continue;
    const backbone = backbones.get(part.backbone)!;
    trunks.set(part.backbone, { backbone, model: await readModelFile(backbone.onnxPath) });
  }
  return trunks;
}

/** All trunks that read pixels read the same ones. */
function imageOf(trunks: ReadonlyMap<string, Trunk>): ImagePreprocessing | null {
  for (const { backbone } of trunks.values())
    if (backbone.preprocessing.kind === 'image') return backbone.preprocessing;
  return null;
}

/** All trunks that read a waveform read the same one. */
function audioOf(trunks: ReadonlyMap<string, Trunk>): Pipeline['audio'] {
  for (const { backbone } of trunks.values())
    if (backbone.preprocessing.kind === 'audio') return { rate: backbone.preprocessing.rate };
  return null;
}

async function writeTokenizer(
  folder: string,
  trunks: ReadonlyMap<string, Trunk>,
): Promise<TextPreprocessing | null> {
  for (const { backbone } of trunks.values()) {
    const { preprocessing } = backbone;
    if (preprocessing.kind !== 'text') continue;
    const { tokenizerPath, tokenizerConfigPath } = preprocessing;
    await copyFile(tokenizerPath, join(folder, 'tokenizer.json'));
    if (tokenizerConfigPath) await copyFile(tokenizerConfigPath, join(folder, 'tokenizer_config.json'));
    return {
      ...preprocessing,
      tokenizerPath: 'model/tokenizer.json',
      tokenizerConfigPath: tokenizerConfigPath && 'model/tokenizer_config.json',
    };
  }
  return null;
}

async function writeVectoriser(folder: string, parts: readonly WeightedPart[]): Promise<string | null> {
  for (const { part } of parts) {
    if (part.kind !== 'tfidf') continue;
    await writeFile(join(folder, 'vectorizer.json'), JSON.stringify(part.vectoriser));
    return 'model/vectorizer.json';
  }
  return null;
}

/** Samples that the written files must predict as training did. */
const CHECKED = 24;
/** Largest difference of a probability: single against double precision. */
const TOLERANCE = 2e-3;

async function verify({ artifactDir, trained, signal }: WriteModelOptions): Promise<void> {
  const { samples, fitted } = trained;
  const rows = samples.test.slice(0, CHECKED);
  const expected = fitted.predict(rows);
  const opened = await openPipeline(artifactDir);
  try {
    const watch = { signal, onProgress: () => {} };
    const answers = await opened.predict(
      Array.from(rows, (row) => inputOf(samples, row)),
      watch,
    );
    answers.forEach((answer, i) => {
      if ('reason' in answer)
        throw new Error(`the delivered model cannot read a test sample: ${answer.reason}`);
      answer.forEach((probability, c) => {
        const wanted = Math.exp(expected.logProbabilities[i * expected.classCount + c]!);
        if (!(Math.abs(probability - wanted) <= TOLERANCE))
          throw new OtherPredictions(
            `the delivered model gives ${probability} where training gave ${wanted}`,
          );
      });
    });
  } finally {
    await opened.close();
  }
}
