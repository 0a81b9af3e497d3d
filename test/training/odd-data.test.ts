/** Whatever people send ends in a report whose figures are finite, or in a refusal that names the mend; never in a crash. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChildTaskOf, childMessageSchema } from '../../src/child/messages.ts';
import { runChild } from '../../src/child/run-child.ts';
import { runSpecSchema } from '../../src/child/run-spec.ts';
import { isUserError } from '../../src/errors.ts';
import { createLogger } from '../../src/log.ts';
import { reportSchema } from '../../src/report/report.ts';
import { perform } from '../../src/training/perform.ts';
import { csvOf } from '../datasets/build-files.ts';
import { type OddData, oddData } from './odd-data.ts';

/** `ODD=1000` sends so many through, `ODD_FIRST=61` begins at another seed, `ODD_SHOW=1` says how each ended. */
const COUNT = Number(process.env.ODD ?? 60);
const FIRST = Number(process.env.ODD_FIRST ?? 1);

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunesmith-odd-'));
});
afterAll(() => rm(root, { recursive: true }));

async function taskOf(seed: number, odd: OddData): Promise<ChildTaskOf<'train'>> {
  const folder = join(root, String(seed));
  await mkdir(folder, { recursive: true });
  const dataset = { path: join(folder, odd.name), name: odd.name };
  await writeFile(dataset.path, odd.csv);
  const spec = runSpecSchema.parse({
    dataset: { key: 'k', name: odd.name, bytes: 1, sha256: '0' },
    kind: odd.kind,
    unfreeze: 'none',
    budgetSeconds: seed % 5 === 0 ? 0.5 : 0.02,
    seed: 1,
    horizon: odd.horizon,
  });
  return {
    kind: 'train',
    folders: { workDir: join(folder, 'work'), cacheDir: join(root, 'cache') },
    runId: `odd-${seed}`,
    spec,
    dataset,
    test: null,
    modelFile: null,
    artifactDir: join(folder, 'artifact'),
  };
}

/** What the child would send for it, checked as the parent checks it. @returns how it ended */
async function endOf(task: ChildTaskOf<'train'>): Promise<string> {
  const check = (message: unknown) => childMessageSchema.parse(message);
  const options = {
    emit: (event: unknown) => void check({ type: 'event', event }),
    signal: new AbortController().signal,
  };
  const { folders, artifactDir, dataset: file } = task;
  try {
    await perform(task, options);
    const report = reportSchema.parse(JSON.parse(await readFile(join(artifactDir, 'report.json'), 'utf8')));
    const asked = { folders, artifactDir, file } as const;
    for (const after of [
      { kind: 'predict', text: null, ...asked },
      { kind: 'evaluate', target: null, ...asked },
    ] as const)
      check({ type: 'result', result: await perform(after, options) });
    return report.chosen;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.code;
  }
}

/** Months with a gap, two duplicates and no numbers before the end. */
function brokenMonths(scale = 1): OddData {
  const rows = Array.from({ length: 60 }, (_, i) => [
    new Date(Date.UTC(2018, i, 1)).toISOString().slice(0, 10),
    String((100 + i + 20 * Math.sin((Math.PI * i) / 6)) * scale),
  ]);
  ['NaN', 'inf', '', ''].forEach((cell, i) => {
    rows[54 + i]![1] = cell;
  });
  const [first, second] = [rows[20]!, rows[30]!];
  rows.splice(40, 3);
  rows.push([...first], [second[0]!, String(999 * scale)]);
  const csv = csvOf([['date', 'sales'], ...rows]);
  return { name: 'months.csv', kind: 'series', wrong: [], csv, horizon: null };
}

describe('the real child, on odd data', { timeout: 120_000 }, () => {
  const run = async (id: number, odd: OddData) => {
    const task = await taskOf(id, odd);
    await runChild(task, { memoryMiB: 4_096, deadlineMs: 100_000, log: createLogger('silent') });
    return readFile(join(task.artifactDir, 'report.json'), 'utf8');
  };

  it('reports on months with gaps, duplicates and no numbers', async () => {
    const report = reportSchema.parse(JSON.parse(await run(-1, brokenMonths())));
    expect(report.measures.map(({ name }) => name)).toContain('MASE');
  });

  it('refuses numbers at the end of the range, with what to do', async () => {
    const refused = run(-2, brokenMonths(1e302));
    await expect(refused).rejects.toMatchObject({ name: 'UserError', code: 'number-too-large' });
    await expect(refused).rejects.toThrow('larger units');
  });
});

describe('odd data', () => {
  it.each(Array.from({ length: COUNT }, (_, i) => FIRST + i))(
    'of seed %i end in a report or in a refusal',
    { timeout: 60_000 },
    async (seed) => {
      const odd = oddData(seed);
      const task = await taskOf(seed, odd);
      const started = performance.now();
      try {
        const end = await endOf(task);
        if (process.env.ODD_SHOW)
          console.log(
            seed,
            odd.kind,
            odd.wrong.join(' + '),
            '→',
            end,
            Math.round(performance.now() - started),
          );
      } catch (error) {
        throw new Error(`${odd.kind}, ${odd.wrong.join(', ')}`, { cause: error });
      } finally {
        await rm(join(root, String(seed)), { recursive: true, force: true });
      }
    },
  );
});
