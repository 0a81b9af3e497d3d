import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RunSpec, runSpecSchema } from '../../../src/child/run-spec.ts';
import { readConfig } from '../../../src/config.ts';
import type { LabelledDataset } from '../../../src/datasets/dataset.ts';
import { openDataset } from '../../../src/datasets/open-dataset.ts';
import { joinNotes } from '../../../src/text/notes.ts';
import {
  type ComparedBackbones,
  compareBackbones,
} from '../../../src/training/classifier/compare-backbones.ts';
import { gatherSamples, type Samples } from '../../../src/training/classifier/samples.ts';
import type { ClassifierJob } from '../../../src/training/classifier/stage.ts';
import { prefetchAuto } from '../../../src/worker/prefetch-candidates.ts';
import { fixturePath } from '../../architectures/fixtures.ts';
import { startMirror } from '../../hub/mirror.ts';

const PICTURES = fileURLToPath(new URL('../../../samples/clipart.zip', import.meta.url));
const signal = new AbortController().signal;

describe('the choice among pretrained models of pictures', () => {
  let folder: string;
  let samples: Samples;
  let compared: ComparedBackbones;
  interface Asked {
    model?: string;
    budgetSeconds: number;
    candidates?: string[];
  }
  const specOf = (options: Asked) =>
    runSpecSchema.parse({
      dataset: { key: 'k', name: 'clipart.zip', bytes: 1, sha256: '0' },
      kind: 'image',
      seed: 1,
      ...options,
    });
  const compare = (options: Asked) => compareAs(specOf(options));
  const compareAs = (spec: RunSpec) => {
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

  it('has models of the Hub among them, as far as they arrived, and names those that did not', async () => {
    const mirror = await startMirror();
    mirror.models.set('timm/tf_efficientnet_lite0.in1k', fixturePath('efficientnet-lite'));
    const asked = ['nsfwjs_mobilenet_v2_mid', 'efficientnet_lite0', 'resnet18'];
    const spec = specOf({ budgetSeconds: 3_000, candidates: asked });
    const fetched = await prefetchAuto(spec, {
      config: readConfig({ HF_ENDPOINT: mirror.endpoint }),
      cacheDir: join(folder, 'cache'),
      signal,
      onEvent: () => {},
    });
    await mirror.close();
    expect(fetched.candidates).toEqual(asked.slice(0, 2));
    const chosen = (await compareAs(fetched))!;
    expect(chosen.trials.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['nsfwjs_mobilenet_v2_mid', 'chosen'],
      ['efficientnet_lite0', 'dropped'],
    ]);
    expect(joinNotes(chosen.notes)).toContain('not fetched from the Hub: ResNet-18');
  });

  it('is not made for a small budget, nor where a model was named', async () => {
    expect(await compare({ budgetSeconds: 30 })).toBeNull();
    expect(await compare({ budgetSeconds: 3_000, model: 'nsfwjs_mobilenet_v2' })).toBeNull();
  });
});
