/**
 * Trains on data sets of which the truth is known (`verdict-sets.ts`) and counts what the Reports claim: how often transfer
 * learning is said to have won where labels are random, and how often where it helps. In one process; results are kept in
 * a file and gone on with. Run: npx tsx bench/messy/verdicts.ts FILE.jsonl [--random 200] [--effect 40] [--print].
 */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { classificationRecipe } from '../../knowledge/recipes/classification.ts';
import { type ChildTaskOf, childTaskSchema } from '../../src/child/messages.ts';
import type { LabelledDataset } from '../../src/datasets/dataset.ts';
import { openDataset } from '../../src/datasets/open-dataset.ts';
import type { Report } from '../../src/report/report.ts';
import { classifierReport } from '../../src/training/classifier/classifier-report.ts';
import { trainClassifier } from '../../src/training/classifier/train-classifier.ts';
import { startBudget } from '../../src/training/job/budget.ts';
import { startProgress } from '../../src/training/job/progress.ts';
import { effectSets, randomLabelSets, STRENGTHS, type VerdictSet } from './verdict-sets.ts';
import { PLAIN, writeTable } from './write-table.ts';

const SEED = 5;
const BUDGET_SECONDS = 60;

const resultSchema = z.object({
  id: z.string(),
  strength: z.number(),
  n: z.number(),
  classes: z.number(),
  /** What the Report says; `error` when there is none. */
  verdict: z.string(),
  /** Best validation score of a transfer model less that of one without. */
  lead: z.number().nullable(),
  /** The same on the test part, of the delivered model and the best without transfer. */
  testLead: z.number().nullable(),
  /** Test accuracy of the delivered model less that of guessing the commonest class. */
  overGuessing: z.number().nullable(),
  says: z.string(),
  seconds: z.number(),
});
type Result = z.infer<typeof resultSchema>;

/** What is claimed of transfer, and beside it that the model does not work, where that is said first. */
const verdictOf = ({ transfer, guessing }: Report): string => {
  const claim = transfer?.outcome ?? 'without transfer';
  return guessing?.outcome === 'no-better' ? `does not work, ${claim}` : claim;
};

function bestOf({ contenders }: Report, role: 'transfer' | 'baseline'): number | null {
  const scores = contenders.filter((one) => one.role === role).map(({ validationScore }) => validationScore);
  return scores.length === 0 ? null : Math.max(...scores);
}

function truthOf(report: Report): Pick<Result, 'lead' | 'testLead' | 'overGuessing'> {
  const [transfer, baseline] = [bestOf(report, 'transfer'), bestOf(report, 'baseline')];
  const tested = (id: string) => report.contenders.find((one) => one.id === id)?.testScore ?? null;
  const chosen = tested(report.chosen);
  const others = report.contenders.flatMap(({ role, testScore }) =>
    role === 'baseline' && testScore !== null ? [testScore] : [],
  );
  const guessing = tested('majority');
  return {
    lead: transfer === null || baseline === null ? null : transfer - baseline,
    testLead: chosen === null || others.length === 0 ? null : chosen - Math.max(...others),
    overGuessing: chosen === null || guessing === null ? null : chosen - guessing,
  };
}

function writeRows(rows: VerdictSet['rows'], path: string): void {
  const table = { columns: ['text', 'label'], rows: rows.map((row) => [...row]) };
  writeFileSync(path, writeTable(table, PLAIN).bytes);
}

function taskFor(set: VerdictSet, folder: string, cacheDir: string): ChildTaskOf<'train'> {
  const file = (part: string) => ({ path: join(folder, `${part}.csv`), name: `${part}.csv` });
  writeRows(set.rows, file('data').path);
  if (set.test.length > 0) writeRows(set.test, file('test').path);
  const key = { key: 'k', name: 'data.csv', bytes: 1, sha256: '0' };
  const task = childTaskSchema.parse({
    kind: 'train',
    folders: { workDir: join(folder, 'work'), cacheDir },
    runId: 'BENCH001',
    spec: {
      dataset: key,
      kind: 'text',
      unfreeze: 'none',
      budgetSeconds: BUDGET_SECONDS,
      seed: SEED,
      target: 'label',
    },
    dataset: file('data'),
    test: set.test.length > 0 ? file('test') : null,
    modelFile: null,
    artifactDir: join(folder, 'artifact'),
  });
  if (task.kind !== 'train') throw new Error(`a training became a task ${task.kind}`);
  return task;
}

async function openPart(task: ChildTaskOf<'train'>, part: 'dataset' | 'test', like: LabelledDataset | null) {
  const workDir = join(task.folders.workDir, part);
  const dataset = await openDataset(task[part]!, { workDir, kind: 'text', target: 'label', like });
  if (dataset.kind !== 'text') throw new Error(`texts were read as ${dataset.kind}`);
  return dataset;
}

/** As `training/train.ts`, without insight, charts and export, which claim nothing about transfer. */
async function trainOn(set: VerdictSet, folder: string, cacheDir: string): Promise<Report> {
  const task = taskFor(set, folder, cacheDir);
  const { signal } = new AbortController();
  const emit = () => undefined;
  const dataset = await openPart(task, 'dataset', null);
  const trained = await trainClassifier({
    task,
    dataset,
    test: task.test && (await openPart(task, 'test', dataset)),
    budget: startBudget(BUDGET_SECONDS, classificationRecipe.reserve, signal),
    progress: startProgress(emit),
    emit,
    signal,
  });
  return classifierReport(task, dataset, trained);
}

async function resultOf(set: VerdictSet, cacheDir: string): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-'));
  const start = performance.now();
  const { id, strength, shape } = set;
  const common = { id, strength, n: shape.n, classes: shape.classes };
  const seconds = () => Math.round((performance.now() - start) / 100) / 10;
  try {
    const report = await trainOn(set, folder, cacheDir);
    return {
      ...common,
      verdict: verdictOf(report),
      ...truthOf(report),
      says: report.verdict,
      seconds: seconds(),
    };
  } catch (error) {
    const none = { lead: null, testLead: null, overGuessing: null };
    return { ...common, verdict: 'error', ...none, says: String(error), seconds: seconds() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printRates(title: string, results: readonly Result[]): void {
  if (results.length === 0) return;
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const share = (count: number) => `${((count / results.length) * 100).toFixed(1)} %`;
  const shown = [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count} (${share(count)})`);
  const worse = results.filter(({ overGuessing }) => overGuessing !== null && overGuessing <= 0).length;
  console.log(
    `${title}: ${results.length} sets; ${shown.join(', ')}; delivered no better than guessing ${worse}`,
  );
  if (results[0]!.strength === 0) return;
  // The test parts have 300 rows of their own here: what is true of them is known to about .03.
  const won = results.filter(({ verdict }) => verdict.endsWith('won'));
  const ahead = won.filter(({ testLead }) => testLead !== null && testLead > 0).length;
  const missed = results.filter(
    ({ verdict, testLead }) => !verdict.endsWith('won') && testLead !== null && testLead > 0.05,
  );
  console.log(
    `    of ${won.length} “won” the test part agrees with ${ahead}; not said of ${missed.length} that lead by over .05`,
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: 'string', default: '200' },
    effect: { type: 'string', default: '40' },
    print: { type: 'boolean', default: false },
  },
});
const path = positionals[0] ?? 'verdicts.jsonl';
const readResults = (): Result[] =>
  (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [])
    .filter((line) => line !== '')
    .map((line) => resultSchema.parse(JSON.parse(line)));

if (!values.print) {
  const done = new Set(readResults().map(({ id }) => id));
  const cacheDir = mkdtempSync(join(tmpdir(), 'verdict-cache-'));
  const sets = [...randomLabelSets(Number(values.random), 1), ...effectSets(Number(values.effect), 2)];
  // Sizes and strengths come in turn; so do both kinds, in case somebody ends it early.
  sets.sort((a, b) => Number(a.id.split('-')[1]) - Number(b.id.split('-')[1]));
  for (const set of sets.filter(({ id }) => !done.has(id)))
    appendFileSync(path, `${JSON.stringify(await resultOf(set, cacheDir))}\n`);
  rmSync(cacheDir, { recursive: true, force: true });
}
const results = readResults();
printRates(
  'labels at random',
  results.filter(({ strength }) => strength === 0),
);
for (const strength of STRENGTHS)
  printRates(
    `texts tell their class in ${strength * 100} %`,
    results.filter((one) => one.strength === strength),
  );
