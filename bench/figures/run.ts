/**
 * Trains on the sets of `make-sets.ts`, tests each on its untouched part and appends one JSON line a run to
 * `results.jsonl`. Run: npx tsx bench/figures/run.ts FOLDER [BUDGET_SECONDS] [SET SIZE]. Without a set: all of them,
 * what is in the file already is skipped. Next: `docs/figures.md`, by hand.
 */
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { trainSet } from './train-set.ts';

const KINDS = {
  stamps: 'image',
  sections: 'text',
  drums: 'audio',
  'german-sayings': 'text',
  icons: 'image',
  announcements: 'audio',
  sayings: 'text',
  emoji: 'image',
} as const;
type SetName = keyof typeof KINDS;
const SIZES = ['32', '8', 'all'];

const root = resolve(process.argv[2] ?? 'bench-figures');
const budgetSeconds = Number(process.argv[3] ?? 60);
const results = join(root, 'results.jsonl');
const machine = `${cpus()[0]?.model}, ${availableParallelism()} threads`;

async function trainOne(set: SetName, size: string): Promise<void> {
  const kind = KINDS[set];
  const file = (part: string) => join(root, 'sets', set, `${part}.${kind === 'text' ? 'csv' : 'zip'}`);
  const start = performance.now();
  const stamp = {
    set,
    size,
    kind,
    budgetSeconds,
    date: new Date().toISOString(),
    machine,
    load: loadavg()[0],
  };
  let line: object;
  try {
    const report = await trainSet({
      dataset: file(size),
      test: file('test'),
      kind,
      model: 'auto',
      budgetSeconds,
      horizon: null,
      folder: mkdtempSync(join(root, `run-${set}-${size}-`)),
      cacheDir: join(root, 'cache'),
    });
    const { split, chosen, transferWon, classification } = report;
    const contenders = report.contenders.map(({ id, role, validationScore, testScore }) => {
      return { id, role, validationScore, testScore };
    });
    const test = classification && {
      accuracy: classification.accuracy,
      interval: classification.accuracyInterval,
      macroF1: classification.macroF1,
    };
    const { verdict } = report;
    const warnings = report.warnings.map(({ message }) => message);
    line = { ...stamp, split, chosen, transferWon, test, contenders, warnings, verdict };
  } catch (error) {
    line = { ...stamp, error: String(error) };
  }
  appendFileSync(
    results,
    `${JSON.stringify({ ...line, wallSeconds: (performance.now() - start) / 1_000 })}\n`,
  );
}

const done = existsSync(results) ? readFileSync(results, 'utf8') : '';
const asked = process.argv[4];
for (const size of process.argv[5] ? [process.argv[5]] : SIZES)
  for (const set of Object.keys(KINDS) as SetName[])
    if ((asked === undefined || asked === set) && !done.includes(`"set":"${set}","size":"${size}"`))
      await trainOne(set, size);
