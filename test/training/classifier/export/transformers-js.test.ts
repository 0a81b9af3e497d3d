/**
 * The delivered folder in transformers.js: `pipeline(…)` loads it unchanged and gives the probabilities that our own
 * reader of `pipeline.json` gives. Models: tiny ones of the Hub's layout with a head of made-up weights.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backbone } from '../../../../src/backbones/backbone.ts';
import type { FedKind } from '../../../../src/backbones/from-onnx/graph-inputs.ts';
import { loadBackbone } from '../../../../src/backbones/load-backbone.ts';
import type { LabelledDataset } from '../../../../src/datasets/dataset.ts';
import { artifactHost } from '../../../../src/delivered/artifact-host.ts';
import { fetchHubModel } from '../../../../src/hub/fetch-model.ts';
import { predictedClasses } from '../../../../src/training/classifier/evaluate/predictions.ts';
import { openPipeline } from '../../../../src/training/classifier/export/run-pipeline.ts';
import { writeModel } from '../../../../src/training/classifier/export/write-model.ts';
import { embedSamples } from '../../../../src/training/classifier/features/embed.ts';
import type { TrainedClassifier } from '../../../../src/training/classifier/train-classifier.ts';
import { variantHost } from '../../../../src/training/delivery/variant-host.ts';
import { type Mirror, startMirror } from '../../../hub/mirror.ts';

/** Single precision in another order. */
const TOLERANCE = 1e-4;
const CLASSES = ['first', 'second', 'third'];
const { signal } = new AbortController();

let mirror: Mirror;
let folder: string;
beforeAll(async () => {
  mirror = await startMirror();
  folder = await mkdtemp(join(tmpdir(), 'transformers-js-'));
  env.allowRemoteModels = false;
  env.localModelPath = folder;
});
afterAll(async () => {
  await mirror.close();
  await rm(folder, { recursive: true, force: true });
});

/** Row-major [d + 1, classes], the bias last: no two classes alike. */
const madeUpWeights = (d: number) =>
  Float64Array.from({ length: (d + 1) * CLASSES.length }, (_, i) => Math.sin(i * 1.7));

/** Writes the folder that a Run with this winner would deliver, checked as there; returns its path. */
async function deliver(name: string, kind: 'text' | 'image', inputs: readonly string[]): Promise<string> {
  const cacheDir = join(folder, 'cache');
  const hub = { endpoint: mirror.endpoint };
  await fetchHubModel({ name, revision: 'main' }, { cacheDir, hub, kind, limitBytes: 2 ** 20 });
  const backbone = await loadBackbone(name, { cacheDir, kind: kind satisfies FedKind });
  const rows = Int32Array.from(inputs.keys());
  const samples = {
    kind,
    classes: CLASSES,
    texts: kind === 'text' ? [...inputs] : [],
    files: kind === 'image' ? inputs.map((path) => ({ path, hash: path })) : [],
    test: rows,
  };
  const winner = { id: 'probe' };
  const { logProbabilities, d } = await expectedFrom(backbone, kind, inputs);
  const part = {
    kind: 'head',
    backbone: backbone.id,
    columns: [0, d],
    head: { d, classCount: CLASSES.length, weights: madeUpWeights(d) },
  };
  const predictions = { n: inputs.length, classCount: CLASSES.length, logProbabilities };
  // What the full model says is right.
  const labels = predictedClasses(predictions);
  const trained = {
    samples: { ...samples, labels },
    winner,
    tested: new Map([[winner.id, predictions]]),
    fitted: { parts: [{ part, weight: 1 }], predict: () => predictions },
    backbones: new Map([[backbone.id, backbone]]),
    pretrained: backbone,
  } as unknown as TrainedClassifier;
  const dataset = { kind, classes: CLASSES, columns: { text: ['text'] } } as unknown as LabelledDataset;
  const artifactDir = join(folder, name.replace('/', '-'));
  const { delivery } = await writeModel({
    artifactDir,
    workDir: folder,
    dataset,
    trained,
    secondsLeft: () => 600,
    signal,
  });
  // Small ones are delivered in full, with the compact one beside them.
  expect(delivery).toMatchObject({ delivered: 'full', compact: 'int8', samples: inputs.length });
  return artifactDir;
}

/** logSoftmax(features · W + b) in double precision; the width of the features. */
async function expectedFrom(backbone: Backbone, kind: 'text' | 'image', inputs: readonly string[]) {
  const samples = inputs.map((input) => (kind === 'text' ? { text: input } : { path: input, hash: input }));
  const { values, n, d } = await embedSamples({ backbone, samples, cacheDir: join(folder, 'features') });
  const weights = madeUpWeights(d);
  const k = CLASSES.length;
  const result = new Float64Array(n * k);
  for (let row = 0; row < n; row++) {
    const scores = CLASSES.map((_, c) => {
      let sum = weights[d * k + c]!;
      for (let i = 0; i < d; i++) sum += values[row * d + i]! * weights[i * k + c]!;
      return sum;
    });
    const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
    for (const [c, score] of scores.entries()) result[row * k + c] = score - total;
  }
  return { logProbabilities: result, d };
}

/** Class → probability, by our own reader. */
async function ownAnswers(
  artifactDir: string,
  inputs: readonly ({ text: string } | { path: string })[],
  file = 'model.onnx',
) {
  const host = variantHost(artifactHost(artifactDir), () => `model/onnx/${file}`);
  const opened = await openPipeline(artifactDir, host);
  const answers = await opened.predict(inputs, { signal, onProgress: () => {} });
  await opened.close();
  return answers.map((answer) => {
    if ('reason' in answer) throw new Error(answer.reason);
    return Object.fromEntries(CLASSES.map((name, c) => [name, answer[c]!]));
  });
}

function expectSame(
  theirs: readonly (readonly { label: string; score: number }[])[],
  own: readonly Record<string, number>[],
) {
  expect(theirs).toHaveLength(own.length);
  for (const [i, answer] of theirs.entries()) {
    expect(answer.map(({ label }) => label).toSorted()).toEqual(CLASSES.toSorted());
    for (const { label, score } of answer) expect(Math.abs(score - own[i]![label]!)).toBeLessThan(TOLERANCE);
  }
}

/** The folder as transformers.js names it, below `localModelPath`. */
const idOf = (artifactDir: string) => `${basename(artifactDir)}/model`;

/** As transformers.js calls them, and the files they are. */
const FORMS = [
  { dtype: 'fp32', file: 'model.onnx' },
  { dtype: 'q8', file: 'model_quantized.onnx' },
] as const;

const TEXTS = ['win a free prize now', 'the meeting is moved to friday afternoon', 'Bad?'];

describe('the delivered folder in transformers.js', () => {
  it.each(['tiny/bert', 'tiny/gpt2'])('classifies text with %s, in full and compact', async (name) => {
    const artifactDir = await deliver(name, 'text', TEXTS);
    const inputs = TEXTS.map((text) => ({ text }));
    const answers = [];
    for (const { dtype, file } of FORMS) {
      const classifier = await pipeline('text-classification', idOf(artifactDir), { dtype });
      const theirs = [];
      // One at a time: gpt2's tokenizer names no padding token.
      for (const text of TEXTS) theirs.push([await classifier(text, { top_k: 3 })].flat(2));
      await classifier.dispose();
      const own = await ownAnswers(artifactDir, inputs, file);
      expectSame(theirs, own);
      expect(new Set(own.map((answer) => answer.first)).size).toBe(TEXTS.length);
      answers.push(own);
    }
    expect(answers[0]).not.toEqual(answers[1]);
  });

  // Pictures of the very size: transformers.js scales down without a filter, so it differs from Python too.
  it.each([
    ['tiny/vit', 32],
    ['tiny/resnet', 37],
  ])('classifies images with %s, in full and compact', async (name, side) => {
    const paths = await Promise.all(
      [0, 1].map(async (i) => {
        const path = join(folder, `${side}-${i}.png`);
        const pixels = Buffer.from(
          Array.from({ length: side * side * 3 }, (_, k) => 128 + 100 * Math.sin(k / (9 + 5 * i))),
        );
        await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
          .png()
          .toFile(path);
        return path;
      }),
    );
    const artifactDir = await deliver(name, 'image', paths);
    const inputs = paths.map((path) => ({ path }));
    for (const { dtype, file } of FORMS) {
      const classifier = await pipeline('image-classification', idOf(artifactDir), { dtype });
      const theirs = [];
      for (const path of paths) theirs.push([await classifier(path, { top_k: 3 })].flat(2));
      await classifier.dispose();
      expectSame(theirs, await ownAnswers(artifactDir, inputs, file));
    }
  });
});
