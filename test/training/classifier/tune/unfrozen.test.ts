import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classificationRecipe as recipe } from '../../../../knowledge/recipes/classification.ts';
import type { Backbone } from '../../../../src/backbones/backbone.ts';
import { loadBackbone } from '../../../../src/backbones/load-backbone.ts';
import { tensorFlowMatrices } from '../../../../src/engines/compute/matrices.ts';
import { LOGITS } from '../../../../src/onnx/head.ts';
import { embedAll, makeProbe } from '../../../../src/training/classifier/classifier-features.ts';
import type { Fitted } from '../../../../src/training/classifier/contenders/contender.ts';
import { fromScores } from '../../../../src/training/classifier/evaluate/predictions.ts';
import { scoreFeatures } from '../../../../src/training/classifier/head/fit-heads.ts';
import type { Samples } from '../../../../src/training/classifier/samples.ts';
import { openTunables, type Tunable } from '../../../../src/training/classifier/tail/open-tunable.ts';
import { predictTail } from '../../../../src/training/classifier/tail/train-tail.ts';
import { type TuneSettings, toHyperparameters } from '../../../../src/training/classifier/tune/settings.ts';
import {
  makeUnfrozen,
  scoreFold,
  type UnfrozenOptions,
} from '../../../../src/training/classifier/tune/unfrozen.ts';

const SETTINGS: TuneSettings = { depth: 'deep', rate: 3e-4, decay: 0.9, augment: false };
const FITTED = { ...toHyperparameters(SETTINGS), epochs: 2 };
const signal = new AbortController().signal;
const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

/** Real subjects: newsletters and others. */
async function readSamples(): Promise<Samples> {
  const file = new URL('../../../../samples/mail-subjects.csv', import.meta.url);
  const lines = (await readFile(file, 'utf8')).trim().split('\n').slice(1);
  const picked = lines.filter((_, i) => i % 16 === 0).slice(0, 40);
  const texts = picked.map((line) => line.slice(0, line.lastIndexOf(',')));
  const labels = Int32Array.from(picked, (line) => Number(line.endsWith('newsletter')));
  return {
    kind: 'text',
    classes: ['other', 'newsletter'],
    texts,
    files: [],
    ids: texts.map((_, i) => `${i}`),
    labels,
    groups: range(0, 40),
    groupNames: null,
    train: range(0, 24),
    validation: range(24, 32),
    test: range(32, 40),
    pool: range(0, 32),
    splitNotes: [],
  };
}

describe('unfreezing the sentence encoder', () => {
  let samples: Samples;
  let options: UnfrozenOptions;
  let tunable: Tunable;
  let cacheDir: string;
  let fitted: Fitted;
  const written: Backbone[] = [];

  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'tunesmith-tune-'));
    samples = await readSamples();
    const backbone = await loadBackbone('use_lite', { cacheDir });
    const engine = await tensorFlowMatrices();
    const watch = { samples, cacheDir, signal, onProgress: () => {} };
    const features = await embedAll(backbone, watch);
    const probe = makeProbe({ samples, recipe, engine, seed: 1 }, backbone, features);
    const unfreeze = { ...recipe.unfreeze, epochs: 2, stops: [1, 2] };
    const shared = { backbone, samples, recipe: unfreeze, workDir: cacheDir, seed: 1 };
    const open = openTunables({ ...shared, classWeights: [1, 1] });
    tunable = await open('deep');
    const hyperparameters = { cost: 3, loss: 'softmax', classWeights: 'equal', iterations: 30 };
    options = {
      ...shared,
      open,
      onProgress: () => {},
      probe: { contender: probe, hyperparameters, weight: 0.8 },
      signal,
      onBackbone: (made) => written.push(made),
    };
  }, 120_000);
  afterAll(() => tunable.close());

  it('starts from the probe, and lowers the training loss', async () => {
    const fold = { fit: samples.train, score: samples.validation };
    const task = { fold, settings: SETTINGS, epochs: 2, stops: [1, 2] };
    const scores = (await scoreFold(options, task, () => true))!;
    expect(scores.atStop).toHaveLength(2);
    expect(scores.atStop[0]!.n).toBe(8);
    expect(scores.points.at(-1)!.trainLoss).toBeLessThan(scores.points[0]!.trainLoss);
    expect(await scoreFold(options, task, () => false)).toBeNull();
  }, 60_000);

  it('reads kept activations as the frozen part gave them, without the padding of the batch', async () => {
    const rows = samples.pool.slice(0, 6);
    const { source, tuning } = tunable;
    expect(source.runsFor('pool')).toBe(0);
    const kept = await tuning.executor.predict(await source.feeds(rows, null));
    const fresh = await tuning.executor.predict(await source.sample(rows));
    // Kept in fp16, 11 bits.
    kept[LOGITS]!.data.forEach((value, i) => {
      expect(Math.abs(Number(value) - Number(fresh[LOGITS]!.data[i]))).toBeLessThan(5e-3);
    });
  });

  it('writes a network whose features and head give what was tested', async () => {
    fitted = await makeUnfrozen(options, 'deep', []).fit(FITTED, samples.pool);
    const [tuned] = written;
    const watch = { samples, cacheDir, signal, onProgress: () => {} };
    const { values } = await embedAll(tuned!, watch);
    const { part } = fitted;
    if (part.kind !== 'head') throw new Error('a head was expected');
    const again = fromScores(scoreFeatures(part.head, values, samples.test), 2);
    const tested = fitted.predict(samples.test);
    tested.logProbabilities.forEach((value, i) => {
      expect(again.logProbabilities[i]!).toBeCloseTo(value, 3);
    });
    expect(tuned!.sha256).not.toBe(options.backbone.sha256);
  }, 60_000);

  it('gives the same network for the same seed', async () => {
    await makeUnfrozen(options, 'deep', []).fit(FITTED, samples.pool);
    expect(written.at(-1)!.sha256).toBe(written[0]!.sha256);
    const now = await predictTail(tunable, samples.test, 2);
    expect([...now.logProbabilities]).toEqual([...fitted.predict(samples.test).logProbabilities]);
  }, 60_000);
});
