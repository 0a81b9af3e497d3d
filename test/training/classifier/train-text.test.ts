import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChildEvent } from '../../../src/child/events.ts';
import type { ChildTaskOf } from '../../../src/child/messages.ts';
import { runSpecSchema } from '../../../src/child/run-spec.ts';
import { reportSchema } from '../../../src/report/report.ts';
import { summaryEmbed } from '../../../src/report/summary.ts';
import { predict } from '../../../src/training/predict.ts';
import { train } from '../../../src/training/train.ts';
import { leftoverEnglish } from '../../report/leftover-english.ts';

const SUBJECTS = new URL('../../../samples/mail-subjects.csv', import.meta.url);
const signal = new AbortController().signal;

/** Every third row of the sample subjects, as a file of its own. */
async function makeTask(folder: string): Promise<ChildTaskOf<'train'>> {
  const [head, ...rows] = (await readFile(SUBJECTS, 'utf8')).trim().split('\n');
  const path = join(folder, 'subjects.csv');
  await writeFile(path, [head, ...rows.filter((_, i) => i % 3 === 0)].join('\n'));
  return {
    kind: 'train',
    folders: { workDir: join(folder, 'work'), cacheDir: join(folder, 'cache') },
    runId: 'TEST0001',
    spec: runSpecSchema.parse({
      dataset: { key: 'k', name: 'subjects.csv', bytes: 1, sha256: '0' },
      kind: 'text',
      budgetSeconds: 300,
      unfreeze: 'none',
      seed: 3,
    }),
    dataset: { path, name: 'subjects.csv' },
    test: null,
    modelFile: null,
    artifactDir: join(folder, 'artifact'),
  };
}

const readReport = async (task: ChildTaskOf<'train'>) =>
  reportSchema.parse(JSON.parse(await readFile(join(task.artifactDir, 'report.json'), 'utf8')));

describe('a text run', () => {
  let task: ChildTaskOf<'train'>;
  const events: ChildEvent[] = [];
  beforeAll(async () => {
    task = await makeTask(await mkdtemp(join(tmpdir(), 'tunesmith-train-')));
    await train(task, { emit: (event) => events.push(event), signal });
  }, 180_000);

  it('says what it understood, then how far it is, without going back', () => {
    expect(events.find(({ type }) => type === 'dataset')).toBeDefined();
    const fractions = events.flatMap((event) => (event.type === 'progress' ? [event.fraction] : []));
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(events.some(({ type }) => type === 'epoch')).toBe(true);
  });

  it('can be told in Chinese', async () => {
    const report = await readReport(task);
    const data = [report.backbone!.name, ...report.evaluation!.mistakes.map(({ excerpt }) => excerpt ?? '')];
    expect(leftoverEnglish(summaryEmbed(report, 'zh-CN'), data.filter(Boolean))).toEqual([]);
  });

  it('compares with the baselines and delivers the best of validation', async () => {
    const report = await readReport(task);
    const ids = report.contenders.map(({ id }) => id);
    expect(ids).toEqual(['majority', 'no-transfer', 'probe', 'probe+no-transfer', 'scratch']);
    const of = (id: string) => report.contenders.find((contender) => contender.id === id)!;
    expect(of('no-transfer').validationScore).toBeGreaterThan(of('majority').validationScore + 0.1);
    expect(report.transferWon).toBe(of(report.chosen).role === 'transfer');
    expect(report.classification!.n).toBe(report.split.test);
    expect(of(report.chosen).testScore).toBeCloseTo(report.classification!.accuracy, 12);
    expect(of('probe').testScore === null || report.chosen === 'probe').toBe(true);
    expect(await readdir(task.artifactDir)).toEqual(
      expect.arrayContaining(['README.md', 'charts', 'model', 'model.zip', 'pipeline.json', 'report.json']),
    );
  });

  it('predicts a table in its order, the same each time, safe for spreadsheets', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tunesmith-predict-'));
    const path = join(folder, 'new.csv');
    await writeFile(path, 'subject\nFREE money now\n"re: [ilug] kernel question"\n=1+1\n');
    const ask = { kind: 'predict', artifactDir: task.artifactDir, text: null } as const;
    const folders = { workDir: join(folder, 'work'), cacheDir: task.folders.cacheDir };
    const result = await predict(
      { ...ask, folders, file: { path, name: 'new.csv' } },
      { emit: () => {}, signal },
    );
    expect(result.count).toBe(3);
    const rows: Record<string, string>[] = parse(await readFile(result.csvPath!), { columns: true });
    expect(Object.keys(rows[0]!)).toEqual(['row', 'prediction', 'confidence', ...result.classes]);
    expect(rows.map((row) => row.row)).toEqual(['1', '2', '3']);
    rows.forEach((row, i) => {
      const probabilities = result.classes.map((name) => Number(row[name]));
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
      expect(row.prediction).toBe(result.predictions[i]!.prediction);
      expect(Number(row.confidence)).toBeCloseTo(Math.max(...probabilities), 5);
    });
    const single = await predict(
      { ...ask, folders, text: 'FREE money now', file: null },
      { emit: () => {}, signal },
    );
    single.predictions[0]!.probabilities.forEach((value, c) => {
      expect(value).toBeCloseTo(result.predictions[0]!.probabilities[c]!, 5);
    });
  });

  it('started again goes on from its checkpoints and gives the same numbers', async () => {
    const before = await readReport(task);
    const again = { ...task, artifactDir: `${task.artifactDir}-again` };
    const start = performance.now();
    await train(again, { emit: () => {}, signal });
    const after = await readReport(again);
    expect(after.classification).toEqual(before.classification);
    expect(after.contenders).toEqual(before.contenders);
    expect((performance.now() - start) / 1_000).toBeLessThan(before.seconds.total!);
  });

  it('stops when it is cancelled', async () => {
    const cancelled = new AbortController();
    const emit = (event: ChildEvent) => {
      if (event.type === 'dataset') cancelled.abort();
    };
    const other = { ...task, folders: { ...task.folders, workDir: `${task.folders.workDir}-2` } };
    await expect(train(other, { emit, signal: cancelled.signal })).rejects.toThrow(/abort/i);
  });
});
