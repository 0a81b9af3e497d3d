/** `results.jsonl` and `measured.jsonl` of a folder → the tables of `docs/figures.md`, on standard output. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const number = z.number().nullable();
const resultSchema = z.object({
  set: z.string(),
  size: z.string(),
  kind: z.string(),
  budgetSeconds: z.number(),
  wallSeconds: z.number(),
  split: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
  chosen: z.string(),
  transferWon: z.boolean(),
  test: z.object({ accuracy: z.number(), interval: z.tuple([z.number(), z.number()]), macroF1: z.number() }),
  contenders: z.array(z.object({ id: z.string(), role: z.string(), testScore: number })),
});
type Result = z.infer<typeof resultSchema>;
const measuredSchema = z.object({
  set: z.string(),
  size: z.string(),
  n: z.number(),
  noTransferProbe: number,
  rows: z.array(
    z.object({ id: z.string(), prior: z.number(), probe: z.number(), final: z.number(), noTransfer: number }),
  ),
  tauMeasured: number,
  tauPrior: number,
});

const root = resolve(process.argv[2] ?? 'bench-figures');
const linesOf = (name: string): unknown[] => {
  const path = join(root, name);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
};
const percent = (value: number | null) => (value === null ? '–' : (100 * value).toFixed(1));
const row = (cells: readonly (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);

/** The same question, smaller first. */
const SIZES = ['8', '32', 'all'];
const order = ({ kind, set, size }: Result) => `${kind} ${set} ${SIZES.indexOf(size)}`;

function printResults(): void {
  const head = ['set', 'a class', 'learnt from', 'tested', 'always the commonest', 'best without transfer'];
  row([...head, 'delivered (95 % interval)', 'macro-F1', 'delivered', 'transfer', 'wall (budget) s']);
  row(Array.from({ length: 11 }, () => '---'));
  const results = linesOf('results.jsonl').flatMap((line) => resultSchema.safeParse(line).data ?? []);
  for (const one of results.toSorted((a, b) => order(a).localeCompare(order(b)))) {
    const scoreOf = (id: string) => one.contenders.find((entry) => entry.id === id)?.testScore ?? null;
    const baselines = one.contenders.filter(
      ({ role, testScore }) => role === 'baseline' && testScore !== null,
    );
    const best = Math.max(...baselines.map(({ testScore }) => testScore ?? 0));
    const { accuracy, interval, macroF1 } = one.test;
    const ahead = accuracy - best;
    row([
      `${one.set} (${one.kind})`,
      one.size,
      one.split.train + one.split.validation,
      one.split.test,
      percent(scoreOf('majority')),
      percent(best),
      `**${percent(accuracy)}** (${percent(interval[0])} – ${percent(interval[1])})`,
      percent(macroF1),
      one.chosen,
      one.transferWon ? `${ahead >= 0 ? '+' : ''}${percent(ahead)}` : 'does not win',
      `${one.wallSeconds.toFixed(0)} (${one.budgetSeconds})`,
    ]);
  }
}

function printMeasured(): void {
  row([
    'set, a class',
    'probed',
    'candidate',
    'static score',
    'probe',
    'final test',
    'τ static',
    'τ measured',
  ]);
  row(Array.from({ length: 8 }, () => '---'));
  for (const line of linesOf('measured.jsonl')) {
    const { set, size, n, noTransferProbe, rows, tauMeasured, tauPrior } = measuredSchema.parse(line);
    const noTransfer = Math.max(...rows.map((one) => one.noTransfer ?? 0));
    const taus = rows.length > 2 ? [tauPrior?.toFixed(2) ?? '–', tauMeasured?.toFixed(2) ?? '–'] : ['–', '–'];
    for (const [i, one] of rows.toSorted((a, b) => b.final - a.final).entries()) {
      const named = i === 0 ? [`${set}, ${size}`, n] : ['', ''];
      const cells = [one.id, one.prior.toFixed(3), percent(one.probe), percent(one.final)];
      row([...named, ...cells, ...(i === 0 ? taus : ['', ''])]);
    }
    row(['', '', 'no transfer', '', percent(noTransferProbe), percent(noTransfer), '', '']);
  }
}

printResults();
console.log();
printMeasured();
