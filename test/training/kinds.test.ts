/** The contract of every kind of data: the same five tasks, on tiny data of its own, through the code that the child runs. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSpecSchema } from '../../src/child/run-spec.ts';
import { DATA_KINDS, type DataKind } from '../../src/datasets/dataset.ts';
import type { LocalFile } from '../../src/files.ts';
import { reportSchema } from '../../src/report/report.ts';
import { evaluateFile } from '../../src/training/evaluate-file.ts';
import { inspect } from '../../src/training/inspect.ts';
import { measure } from '../../src/training/measure.ts';
import { predict } from '../../src/training/predict.ts';
import { train } from '../../src/training/train.ts';
import { prefetchModel } from '../../src/worker/prefetch-model.ts';
import { csvOf, pictureFolders, wav, zipOf } from '../datasets/build-files.ts';
import { startMirror } from '../hub/mirror.ts';
import { corridorLog } from './policy/build-log.ts';

interface Tiny {
  name: string;
  data: () => Promise<Buffer | string>;
  /** What the delivered model is asked about; its own data where absent. */
  asked?: { name: string; data: string };
  model?: string;
  /** What it cannot do, and the refusal that says so. */
  refuses: Partial<Record<'measure' | 'evaluate', string>>;
}

async function sounds(): Promise<Buffer> {
  const files = [200, 800].flatMap((hertz) =>
    Array.from({ length: 12 }, (_, i) => [`${hertz}/${i}.wav`, wav(hertz + 10 * i, 0.5)] as const),
  );
  return zipOf(Object.fromEntries(files));
}

function sales(): string {
  const months = Array.from({ length: 60 }, (_, i) => {
    const date = `${2018 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01`;
    return [date, 100 + i + 20 * Math.sin((Math.PI * i) / 6) + ((i * 7) % 5)];
  });
  return csvOf([['date', 'sales'], ...months]);
}

function log(): string {
  const { states, action, reward, done, episode, actions, stateNames } = corridorLog(60, 1);
  const d = stateNames.length;
  const rows = Array.from(action, (chosen, row) => [
    episode[row]!,
    ...states.subarray(row * d, (row + 1) * d),
    actions[chosen]!,
    reward[row]!,
    done[row]!,
  ]);
  return csvOf([['episode', ...stateNames, 'action', 'reward', 'done'], ...rows]);
}

const WORDS = [
  'the meeting is moved',
  'your invoice is attached',
  'the server is down',
  'please review this',
];
const notes = (): string =>
  `text\n${Array.from({ length: 60 }, (_, i) => `note ${i * 37}: ${WORDS[i % 4]}. ${WORDS[(i * 7 + 1) % 4]}. ${WORDS[(i >> 2) % 4]}.`).join('\n')}\n`;

/** A new kind does not compile until it stands here. */
const TINY: Record<DataKind, Tiny> = {
  image: {
    name: 'shapes.zip',
    data: async () => zipOf(await pictureFolders(['red', 'blue'], 12)),
    refuses: {},
  },
  text: {
    name: 'mail.csv',
    data: async () => {
      const lines = await readFile(new URL('../../samples/mail-subjects.csv', import.meta.url), 'utf8');
      return lines.split('\n').slice(0, 121).join('\n');
    },
    refuses: {},
  },
  audio: { name: 'tones.zip', data: sounds, refuses: {} },
  series: { name: 'sales.csv', data: async () => sales(), refuses: { measure: 'nothing-to-measure' } },
  policy: { name: 'log.csv', data: async () => log(), refuses: { measure: 'nothing-to-measure' } },
  prose: {
    name: 'notes.csv',
    data: async () => notes(),
    asked: { name: 'begun.csv', data: 'text\nnote 7: the server\nplease\n' },
    model: 'tiny/gpt2',
    refuses: { measure: 'nothing-to-measure', evaluate: 'kind-not-evaluated' },
  },
};

const options = () => ({ emit: () => {}, signal: new AbortController().signal });
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunesmith-kinds-'));
  const mirror = await startMirror();
  const config = {
    hub: { endpoint: mirror.endpoint, token: undefined, privateRepos: [] },
    maxModelBytes: 2 ** 24,
  };
  const asked = { model: 'tiny/gpt2', kind: 'prose', modelFile: null } as const;
  await prefetchModel(asked, { config, cacheDir: join(root, 'cache'), ...options(), onEvent: () => {} });
  await mirror.close();
});
afterAll(() => rm(root, { recursive: true }));

describe.each(DATA_KINDS)('%s', (kind) => {
  const tiny = TINY[kind];
  const artifactDir = () => join(root, kind, 'artifact');
  const folders = (task: string) => ({ workDir: join(root, kind, task), cacheDir: join(root, 'cache') });
  let file: LocalFile;
  beforeAll(async () => {
    file = { path: join(root, tiny.name), name: tiny.name };
    await writeFile(file.path, await tiny.data());
  });
  const measured = () =>
    measure(
      {
        kind: 'measure',
        folders: folders('measure'),
        file,
        target: null,
        task: kind,
        candidates: [],
        budgetSeconds: 60,
        seed: 1,
      },
      options(),
    );
  const evaluated = () =>
    evaluateFile(
      { kind: 'evaluate', folders: folders('evaluate'), artifactDir: artifactDir(), file, target: null },
      options(),
    );

  it('is inspected', async () => {
    const { profile } = await inspect({
      kind: 'inspect',
      folders: folders('inspect'),
      file,
      target: null,
      task: kind,
    });
    expect(profile).toMatchObject({ kind, name: tiny.name });
    expect(profile.sampleCount).toBeGreaterThan(0);
  });

  it('is trained on, to a report and a whole artifact', { timeout: 120_000 }, async () => {
    const stored = { key: 'k', name: tiny.name, bytes: 1, sha256: '0' };
    const { model = 'auto' } = tiny;
    const spec = { dataset: stored, kind, model, unfreeze: 'none', budgetSeconds: 15, seed: 1 };
    await train(
      {
        kind: 'train',
        folders: folders('train'),
        runId: 'run-1',
        spec: runSpecSchema.parse(spec),
        dataset: file,
        test: null,
        modelFile: null,
        artifactDir: artifactDir(),
      },
      options(),
    );
    const report = reportSchema.parse(JSON.parse(await readFile(join(artifactDir(), 'report.json'), 'utf8')));
    expect(report.kind).toBe(kind);
    expect(report.classification !== null || report.measures.length > 0).toBe(true);
    expect(report.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'model.zip']));
    for (const { path } of report.files)
      expect((await readFile(join(artifactDir(), path))).length).toBeGreaterThan(0);
  });

  it('is predicted by the delivered model', async () => {
    const asked = tiny.asked && { path: join(root, tiny.asked.name), name: tiny.asked.name };
    if (tiny.asked) await writeFile(join(root, tiny.asked.name), tiny.asked.data);
    const result = await predict(
      {
        kind: 'predict',
        folders: folders('predict'),
        artifactDir: artifactDir(),
        text: null,
        file: asked ?? file,
      },
      options(),
    );
    expect(result.count).toBeGreaterThan(0);
    expect(result.predictions[0]?.prediction).not.toBe('');
    expect((await readFile(result.csvPath!, 'utf8')).trim().split('\n').length).toBeGreaterThan(result.count);
  });

  it(tiny.refuses.evaluate ? 'says that it is not evaluated' : 'is evaluated on a later file', async () => {
    if (tiny.refuses.evaluate)
      return expect(evaluated()).rejects.toMatchObject({ name: 'UserError', code: tiny.refuses.evaluate });
    const result = await evaluated();
    expect(result.profile.kind).toBe(kind);
    expect(result.classification !== null || result.measures.length > 0).toBe(true);
  });

  it(
    tiny.refuses.measure ? 'says that it has no candidates' : 'is measured, without transfer too',
    async () => {
      if (tiny.refuses.measure)
        return expect(measured()).rejects.toMatchObject({ name: 'UserError', code: tiny.refuses.measure });
      const result = await measured();
      expect(result.profile.kind).toBe(kind);
      expect(result.noTransfer?.accuracy).toBeGreaterThan(0.5);
    },
  );
});
