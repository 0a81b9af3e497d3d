import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSpecSchema } from '../../src/child/run-spec.ts';
import type { PolicyDataset, SeriesDataset } from '../../src/datasets/dataset.ts';
import { openDataset } from '../../src/datasets/open-dataset.ts';
import { buildModel, DataType, encodeModel, floatTensor, node, valueInfo } from '../../src/onnx/model.ts';
import { filesToPublish } from '../../src/report/publish.ts';
import type { Report } from '../../src/report/report.ts';
import {
  episodeContents,
  LEARNT_FILE,
  pointContents,
  writeLearnt,
} from '../../src/training/classifier/evaluate/learnt-samples.ts';
import { evaluateFile } from '../../src/training/evaluate-file.ts';
import { POLICY_MODEL } from '../../src/training/policy/pipeline.ts';
import { train } from '../../src/training/train.ts';
import { sampleReport } from '../report/sample-report.ts';
import { corridorLog } from './policy/build-log.ts';

const SUBJECTS = new URL('../../samples/mail-subjects.csv', import.meta.url);
const options = { emit: () => {}, signal: new AbortController().signal };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
});
afterAll(() => rm(folder, { recursive: true }));

let asked = 0;
async function judge(artifactDir: string, name: string, text: string) {
  const workDir = join(folder, `work-${asked++}`);
  const path = join(folder, `${asked}-${name}`);
  await writeFile(path, text);
  const result = await evaluateFile(
    {
      kind: 'evaluate',
      folders: { workDir, cacheDir: join(folder, 'cache') },
      artifactDir,
      file: { path, name },
      target: null,
    },
    options,
  );
  return { ...result, workDir };
}

async function writeArtifact(name: string, report: Report, pipeline: unknown): Promise<string> {
  const artifactDir = join(folder, name);
  await mkdir(join(artifactDir, 'model', 'onnx'), { recursive: true });
  await writeFile(join(artifactDir, 'report.json'), JSON.stringify(report));
  await writeFile(join(artifactDir, 'pipeline.json'), JSON.stringify(pipeline));
  return artifactDir;
}

/** Rows of the Run's own test part. */
async function predictionsOf(artifactDir: string): Promise<{ ids: Set<string> }> {
  const [, ...lines] = (await readFile(join(artifactDir, 'test-predictions.csv'), 'utf8')).trim().split('\n');
  return { ids: new Set(lines.map((line) => line.split(',')[0]!.replaceAll('"', ''))) };
}

const textOf = (notes: readonly { message: string }[]) => notes.map(({ message }) => message).join();

describe('a text model on a later file', () => {
  const artifactDir = () => join(folder, 'artifact');
  let head = '';
  let later: string[] = [];
  beforeAll(async () => {
    const [first = '', ...rows] = (await readFile(SUBJECTS, 'utf8')).trim().split('\n');
    head = first;
    later = rows.filter((_, i) => i % 5 === 1);
    const path = join(folder, 'train.csv');
    await writeFile(path, [head, ...rows.filter((_, i) => i % 3 === 0 && i % 5 !== 1)].join('\n'));
    const name = 'train.csv';
    await train(
      {
        kind: 'train',
        folders: { workDir: join(folder, 'train'), cacheDir: join(folder, 'cache') },
        runId: 'TEST0001',
        spec: runSpecSchema.parse({
          dataset: { key: 'k', name, bytes: 1, sha256: '0' },
          kind: 'text',
          budgetSeconds: 20,
          unfreeze: 'none',
          seed: 3,
        }),
        dataset: { path, name },
        test: null,
        modelFile: null,
        artifactDir: artifactDir(),
      },
      options,
    );
  }, 120_000);

  it('gives figures, charts and tables, and the difference to the own test', async () => {
    const result = await judge(artifactDir(), 'later.csv', [head, ...later].join('\n'));
    expect(result.classification!.n).toBe(later.length);
    expect(result.classification!.accuracy).toBeGreaterThan(0.6);
    expect(result.files.map(({ path }) => path)).toEqual([
      'charts/confusion-matrix.png',
      'charts/reliability.png',
      'charts/roc.png',
      'mistakes.csv',
      'test-predictions.csv',
    ]);
    for (const { path } of result.files)
      expect((await readFile(join(result.workDir, path))).length).toBeGreaterThan(50);
    const { comparison } = result;
    expect(comparison!.file).toBe(result.classification!.accuracy);
    expect(comparison!.difference).toBeCloseTo(comparison!.file - comparison!.run, 12);
    expect(comparison!.interval[0]).toBeLessThan(comparison!.difference);
    expect(comparison!.interval[1]).toBeGreaterThan(comparison!.difference);
  });

  const trained = () => readFile(join(folder, 'train.csv'), 'utf8');

  it('judges itself on its own file by the rows of its test alone', async () => {
    const result = await judge(artifactDir(), 'train.csv', await trained());
    const report: Report = JSON.parse(await readFile(join(artifactDir(), 'report.json'), 'utf8'));
    expect(result.comparison).toBeNull();
    expect(result.classification!.accuracy).toBe(report.classification!.accuracy);
    expect(result.overlap).toMatchObject({
      learnt: report.split.train + report.split.validation,
      of: report.dataset.sampleCount,
    });
    expect(textOf(result.notes)).toContain(`The figures are of the other ${report.split.test};`);
  });

  it('counts rows of a later file that it learnt from, whatever their case and order, and leaves them out', async () => {
    const alone = await judge(artifactDir(), 'later.csv', [head, ...later].join('\n'));
    expect(alone.overlap).toMatchObject({ learnt: 0, of: later.length });
    const { ids } = await predictionsOf(artifactDir());
    const [, ...rows] = (await trained()).split('\n');
    const known = rows.filter((_, i) => !ids.has(String(i + 1))).slice(0, 12);
    const loud = known.map((row) => row.replace(/^"?[^,]*/, (text) => `${text.toUpperCase()}!`));
    const mixed = await judge(artifactDir(), 'mixed.csv', [head, ...loud, ...later].join('\n'));
    expect(mixed.overlap).toMatchObject({ learnt: 12, of: later.length + 12 });
    expect(mixed.overlap!.withThem).toBeGreaterThan(alone.classification!.accuracy);
    expect(mixed.classification!.confusion).toEqual(alone.classification!.confusion);
    expect(mixed.comparison).toEqual(alone.comparison);
    expect(textOf(mixed.notes)).toContain(`12 of ${later.length + 12} rows are among those`);
    const all = await judge(artifactDir(), 'known.csv', [head, ...known].join('\n'));
    expect(all.classification!.n).toBe(12);
    expect(all.comparison).toBeNull();
    expect(textOf(all.notes)).toContain('All rows (12)');
  });

  it('knows a Run of an earlier version by the hash of the whole file', async () => {
    const old = join(folder, 'old');
    await cp(artifactDir(), old, { recursive: true });
    await rm(join(old, LEARNT_FILE));
    const result = await judge(old, 'train.csv', await trained());
    expect(result.overlap).toBeNull();
    expect(textOf(result.notes)).toContain('very file that the Run learnt from');
  });

  it('keeps the hashes of samples out of what leaves the bot', async () => {
    const hashes = await readFile(join(artifactDir(), LEARNT_FILE));
    const { split }: Report = JSON.parse(await readFile(join(artifactDir(), 'report.json'), 'utf8'));
    expect(hashes.length).toBe(8 * (split.train + split.validation));
    const zip = await readFile(join(artifactDir(), 'model.zip'));
    expect(zip.includes(LEARNT_FILE)).toBe(false);
    expect(zip.includes('pipeline.json')).toBe(true);
    const published = await filesToPublish(artifactDir(), folder);
    expect([...published.values()].some((path) => path.endsWith(LEARNT_FILE))).toBe(false);
    const other = join(folder, 'other-run');
    await mkdir(other);
    await writeLearnt(other, 'TEST0002', ['the same text']);
    const first = await readFile(join(other, LEARNT_FILE));
    await writeLearnt(other, 'TEST0003', ['the same text']);
    expect((await readFile(join(other, LEARNT_FILE))).equals(first)).toBe(false);
  });

  it('holds samples of classes that it cannot know against itself', async () => {
    const strange = ['a,invoice', 'b,invoice', 'c,invoice'].map((row) => `unheard of ${row}`);
    const result = await judge(artifactDir(), 'strange.csv', [head, ...later, ...strange].join('\n'));
    const { n, accuracy } = result.classification!;
    expect(n).toBe(later.length);
    const counted = ((100 * accuracy * n) / (n + 3)).toFixed(1);
    expect(textOf(result.notes)).toContain(`3 samples are of classes that the model cannot know (invoice)`);
    expect(textOf(result.notes)).toContain(`accuracy is ${counted} %`);
  });

  it('refuses a file without one known class, and one of another kind', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `mail number ${i},${i % 2 ? 'x' : 'y'}`);
    await expect(judge(artifactDir(), 'other.csv', [head, ...rows].join('\n'))).rejects.toThrow(
      'none of the classes',
    );
    const series = Array.from(
      { length: 60 },
      (_, i) => `2024-${String(1 + (i % 12)).padStart(2, '0')}-01,${i}`,
    );
    await expect(judge(artifactDir(), 'series.csv', ['date,value', ...series].join('\n'))).rejects.toThrow(
      /series data, and the run learnt from text data/,
    );
  });
});

describe('a forecaster on later series', () => {
  const period = 6;
  const report = sampleReport([], { kind: 'series', classification: null, measures: [] });
  const write = (horizon: number) =>
    writeArtifact('series', report, {
      version: 1,
      kind: 'series',
      period,
      horizon,
      seed: 1,
      nonNegative: false,
      members: [{ id: 'seasonal-naive', state: null, onnx: null }],
      spread: Array.from({ length: 9 }, (_, level) => Array<number>(horizon).fill((level - 4) / 10)),
    });
  const table = (values: number[]) =>
    [
      'timestamp,value',
      ...values.map(
        (value, i) => `${new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)},${value}`,
      ),
    ].join('\n');

  it('is judged on the last steps alone', async () => {
    const season = [1, 5, 9, 4, 2, 7];
    const values = Array.from({ length: 48 }, (_, i) => season[i % 6]! + (i >= 44 ? 2 : (i % 5) * 0.1));
    const result = await judge(await write(4), 'later.csv', table(values));
    const history = values.slice(0, 44);
    const scale =
      history.slice(6).reduce((sum, value, i) => sum + Math.abs(value - history[i]!), 0) / (44 - 6);
    const error = [44, 45, 46, 47].reduce((sum, i) => sum + Math.abs(values[i]! - values[i - 6]!), 0) / 4;
    const mase = result.measures.find(({ name }) => name === 'MASE')!;
    expect(mase.value).toBeCloseTo(error / scale, 9);
    expect(mase.baseline).toBeCloseTo(mase.value, 9);
    expect(result.files.map(({ path }) => path)).toEqual(['charts/forecast.png']);
  });

  it('says when the last steps are among those that it learnt from, and leaves such series out', async () => {
    const wide = (steps: number, shift: number) =>
      [
        'timestamp,north,south',
        ...Array.from({ length: steps }, (_, i) =>
          [
            new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
            (i % 6) + (i % 5) * 0.1,
            (i % 6) * 2 + (i % 7) * 0.1 + (i >= steps - 4 ? shift : 0),
          ].join(','),
        ),
      ].join('\n');
    const open = async (text: string) => {
      const path = join(folder, 'series.csv');
      await writeFile(path, text);
      const workDir = join(folder, 'series-work');
      const opened = await openDataset({ path, name: 'series.csv' }, { workDir, kind: 'series' });
      return opened as SeriesDataset;
    };
    const artifactDir = await write(4);
    const first = await open(wide(48, 0));
    const points = first.series.flatMap((_, index) => pointContents(first, index));
    await writeLearnt(
      artifactDir,
      report.runId,
      points.filter((point) => point !== null),
    );
    const same = await judge(artifactDir, 'same.csv', wide(48, 0));
    expect(same.overlap).toMatchObject({ learnt: 2, of: 2 });
    expect(textOf(same.notes)).toContain('of all series (2)');
    const half = await judge(artifactDir, 'half.csv', wide(48, 3));
    expect(half.overlap).toMatchObject({ learnt: 1, of: 2 });
    expect(half.measures[0]!.note!.values).toMatchObject({ count: 1 });
    const later = await judge(artifactDir, 'later.csv', wide(54, 0));
    expect(later.overlap).toMatchObject({ learnt: 0, of: 2 });
    expect(later.notes).toEqual([]);
    await rm(join(artifactDir, LEARNT_FILE));
  });

  it('says how long a series has to be', async () => {
    await expect(
      judge(await write(8), 'short.csv', table([1, 5, 9, 4, 2, 7, 1, 5, 9, 4, 2, 7])),
    ).rejects.toThrow('14 are needed');
  });
});

describe('a policy on a later log', () => {
  /** Always right, whatever the state. */
  const report = sampleReport([], { kind: 'policy', classification: null, measures: [] });
  async function write(): Promise<string> {
    const model = buildModel({
      nodes: [node('MatMul', ['state', 'w'], ['zero']), node('Add', ['zero', 'b'], ['scores'])],
      initializers: [floatTensor('w', [2, 2], [0, 0, 0, 0]), floatTensor('b', [2], [0, 1])],
      inputs: [valueInfo('state', DataType.FLOAT, ['n', 2])],
      outputs: [valueInfo('scores', DataType.FLOAT, ['n', 2])],
      name: 'policy',
    });
    const pipeline = {
      version: 1,
      kind: 'policy',
      stateNames: ['s0', 's1'],
      actions: ['left', 'right'],
      modelPath: POLICY_MODEL,
    };
    const artifactDir = await writeArtifact('policy', report, pipeline);
    await writeFile(join(artifactDir, POLICY_MODEL), encodeModel(model));
    return artifactDir;
  }
  const log = (episodes: number, actions = ['left', 'right']) => {
    const { states, nextStates, action, reward, done, episode } = corridorLog(episodes, 2);
    const rows = Array.from(action, (taken, row) => {
      const at = (values: Float64Array) => [values[2 * row], values[2 * row + 1]];
      return [episode[row], ...at(states), actions[taken], reward[row], ...at(nextStates), done[row]].join(
        ',',
      );
    });
    return ['episode,s0,s1,action,reward,ns0,ns1,done', ...rows].join('\n');
  };

  it('is estimated to earn what going right earns, far more than the log', async () => {
    const { measures, notes } = await judge(await write(), 'later.csv', log(120));
    const estimate = measures.find(({ name }) => name === 'estimated return of the policy')!;
    // Two steps from the middle: −0.1 + 10.
    expect(Math.abs(estimate.value - 9.9)).toBeLessThan(2);
    expect(estimate.interval![0]).toBeGreaterThan(estimate.baseline!);
    const agreement = measures.find(({ name }) => name === 'agreement with the log')!;
    expect(agreement.value).toBeCloseTo(0.35, 1);
    expect(notes).toEqual([]);
  });

  it('gives agreement and the reason where a log is too small for an estimate', async () => {
    const { measures, notes } = await judge(await write(), 'small.csv', log(40).replaceAll(/^\d+/gm, '1'));
    expect(measures.map(({ name }) => name)).toEqual(['agreement with the log']);
    expect(textOf(notes)).toContain('cannot be estimated on this log');
  });

  it('counts episodes that are the same as those it learnt from', async () => {
    const artifactDir = await write();
    const path = join(folder, 'log.csv');
    await writeFile(path, log(30));
    const opened = await openDataset({ path, name: 'log.csv' }, { workDir: folder, kind: 'policy' });
    await writeLearnt(artifactDir, report.runId, episodeContents(opened as PolicyDataset));
    const { overlap, notes } = await judge(artifactDir, 'later.csv', log(60));
    expect(overlap!.of).toBe(60);
    expect(overlap!.learnt).toBeGreaterThanOrEqual(30);
    expect(textOf(notes)).toContain('the same, step by step');
    await rm(join(artifactDir, LEARNT_FILE));
  });

  it('refuses actions that it does not know', async () => {
    await expect(judge(await write(), 'up.csv', log(20, ['left', 'up']))).rejects.toThrow('the action up');
  });
});
