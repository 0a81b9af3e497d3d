import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runSpecSchema } from '../../../src/child/run-spec.ts';
import type { LabelledDataset } from '../../../src/datasets/dataset.ts';
import { openDataset } from '../../../src/datasets/open-dataset.ts';
import { joinNotes } from '../../../src/text/notes.ts';
import {
  type ComparedBackbones,
  compareBackbones,
} from '../../../src/training/classifier/compare-backbones.ts';
import { gatherSamples, type Samples } from '../../../src/training/classifier/samples.ts';
import type { ClassifierJob } from '../../../src/training/classifier/stage.ts';

const PICTURES = fileURLToPath(new URL('../../../samples/clipart.zip', import.meta.url));
const signal = new AbortController().signal;

describe('the choice among pretrained models of pictures', () => {
  let folder: string;
  let samples: Samples;
  let compared: ComparedBackbones;
  const compare = (options: { model?: string; budgetSeconds: number }) => {
    const spec = runSpecSchema.parse({
      dataset: { key: 'k', name: 'clipart.zip', bytes: 1, sha256: '0' },
      kind: 'image',
      seed: 1,
      ...options,
    });
    const folders = { workDir: join(folder, 'work'), cacheDir: join(folder, 'cache') };
    const progress = { begin: () => {}, advance: () => {} };
    return compareBackbones(
      { task: { spec, folders }, progress, signal } as unknown as ClassifierJob,
      samples,
    );
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tunesmith-compare-'));
    const file = { path: PICTURES, name: 'clipart.zip' };
    const dataset = await openDataset(file, { workDir: join(folder, 'data'), kind: 'image', target: null });
    const all = gatherSamples(dataset as LabelledDataset, null, 1);
    // Ten of each class: enough to tell that all were measured on the same ones.
    const counts = new Int32Array(all.classes.length);
    samples = { ...all, pool: all.pool.filter((row) => counts[all.labels[row]!]!++ < 10) };
    compared = (await compare({ budgetSeconds: 3_000 }))!;
  }, 180_000);

  it('measures each on the same samples, takes one of the best, and says so', () => {
    const trials = new Map(compared.trials.map((trial) => [trial.id, trial]));
    expect(trials.size).toBe(3);
    const best = Math.max(...compared.trials.map(({ validationScore }) => validationScore!));
    expect(trials.get(compared.chosen)!.outcome).toBe('chosen');
    expect(trials.get(compared.chosen)!.validationScore!).toBeGreaterThan(best - 0.1);
    expect(best).toBeGreaterThan(1 / 6 + 0.2);
    expect(joinNotes(compared.notes)).toMatch(/on 60 samples of train and validation: MobileNetV2 1\.4/);
  });

  it('is not made for a small budget, nor where a model was named', async () => {
    expect(await compare({ budgetSeconds: 30 })).toBeNull();
    expect(await compare({ budgetSeconds: 3_000, model: 'nsfwjs_mobilenet_v2' })).toBeNull();
  });
});
