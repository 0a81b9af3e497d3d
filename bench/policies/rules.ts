/**
 * Rules of choice compared on what `run.ts` measured: how much of the way from chance to the best known policy the delivered
 * one goes, at worst and on the mean, and how often it falls behind cloning or the log. Then how often the intervals hold
 * the truth, and a table of all logs. Run: npx tsx bench/policies/rules.ts OUT.jsonl [SIMULATOR,...]
 */
import { DEFAULT_CANDIDATE } from '../../src/training/policy/learn/candidates.ts';
import { type BenchRow, readRows, type TriedCandidate } from './rows.ts';

/** Normalised score by which one policy has to be behind another to count as worse. */
const TOLERANCE = 0.05;

type Rule = (tried: readonly TriedCandidate[]) => TriedCandidate;

const byId = (tried: readonly TriedCandidate[], id: string) => tried.find((one) => one.id === id)!;
const greatest = (tried: readonly TriedCandidate[], value: (one: TriedCandidate) => number) =>
  tried.reduce((best, one) => (value(one) > value(best) ? one : best));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

/** The default, unless another is better on more than a share of the resamples; of several the best estimate. */
const unlessBetterOn =
  (share: number, standard = DEFAULT_CANDIDATE): Rule =>
  (tried) => {
    const usual = byId(tried, standard);
    const wins = (one: TriedCandidate) =>
      mean(one.estimate.resampled.map((value, draw) => Number(value > usual.estimate.resampled[draw]!)));
    const rivals = tried.filter((one) => wins(one) >= share && one.estimate.value > usual.estimate.value);
    return greatest([usual, ...rivals], ({ estimate }) => estimate.value);
  };

const lowerBound =
  (deviations: number): Rule =>
  (tried) =>
    greatest(tried, ({ estimate }) => {
      return mean(estimate.resampled) - deviations * deviation(estimate.resampled);
    });

const RULES: Record<string, Rule> = {
  'unless better on 95 %': unlessBetterOn(0.95),
  'unless better on 80 %': unlessBetterOn(0.8),
  'unless better on 65 %': unlessBetterOn(0.65),
  'unless better on 50 %': unlessBetterOn(0.5),
  'best estimate (median)': (tried) => greatest(tried, ({ estimate }) => estimate.value),
  'lower bound, 0.5 deviations': lowerBound(0.5),
  'lower bound, 1 deviation': lowerBound(1),
  'lower bound, 2 deviations': lowerBound(2),
  'best known afterwards': (tried) => greatest(tried, ({ delivered }) => delivered),
};

const [out = 'policies.jsonl', names] = process.argv.slice(2);
const rows = readRows(out).filter(({ simulator }) => !names || names.split(',').includes(simulator));
const simulators = [...new Set(rows.map(({ simulator }) => simulator))];
const best = Object.fromEntries(
  simulators.map((name) => {
    const known = rows.filter(({ simulator }) => simulator === name);
    return [
      name,
      Math.max(...known.flatMap((row) => [row.expert, ...row.tried.map((one) => one.delivered)])),
    ];
  }),
);
const score = ({ simulator, random }: BenchRow, value: number) =>
  (value - random) / (best[simulator]! - random);
const fixed = rows[0]!.tried.map(({ id }): [string, (row: BenchRow) => number] => [
  `always ${id}`,
  ({ tried }) => byId(tried, id).delivered,
]);
const lines: [string, (row: BenchRow) => number][] = [
  ['the log', ({ logged }) => logged],
  ...fixed,
  ...Object.entries(RULES).map(([name, rule]): [string, (row: BenchRow) => number] => [
    name,
    ({ tried }) => rule(tried).delivered,
  ]),
];
console.log(`${rows.length} logs of ${simulators.join(', ')}\n`);
console.log('| rule | mean | worst | worse than cloning | worse than the log |\n|---|---|---|---|---|');
for (const [name, outcome] of lines) {
  const scores = rows.map((row) => score(row, outcome(row)));
  const behind = (other: (row: BenchRow) => number) =>
    rows.filter((row, index) => scores[index]! < score(row, other(row)) - TOLERANCE).length;
  const cloning = behind(({ tried }) => byId(tried, 'cloning').delivered);
  console.log(
    `| ${name} | ${mean(scores).toFixed(3)} | ${Math.min(...scores).toFixed(2)} | ${cloning} | ${behind(({ logged }) => logged)} |`,
  );
}

console.log('\n| estimate of | interval holds the truth | estimate − truth, normalised | half width |');
console.log('|---|---|---|---|');
for (const { id } of rows[0]!.tried) {
  const all = rows.map((row) => ({ row, one: byId(row.tried, id) }));
  const scale = (row: BenchRow) => best[row.simulator]! - row.random;
  const held = all.filter(({ row, one: { judged, estimate } }) => {
    const rounding = 1e-4 * scale(row);
    return judged >= estimate.interval[0] - rounding && judged <= estimate.interval[1] + rounding;
  });
  const errors = all.map(({ row, one }) => (one.estimate.value - one.judged) / scale(row));
  const widths = all.map(
    ({ row, one: { estimate } }) => (estimate.interval[1] - estimate.interval[0]) / 2 / scale(row),
  );
  console.log(
    `| ${id} | ${held.length} of ${all.length} | ${mean(errors).toFixed(2)} | ${mean(widths).toFixed(2)} |`,
  );
}

console.log(`\n| simulator | log | ${['logged', ...rows[0]!.tried.map(({ id }) => id)].join(' | ')} |`);
for (const simulator of simulators) {
  for (const log of new Set(rows.map((row) => row.log))) {
    const some = rows.filter((row) => row.simulator === simulator && row.log === log);
    if (some.length === 0) continue;
    const values = [
      mean(some.map(({ logged }) => logged)),
      ...rows[0]!.tried.map(({ id }) => mean(some.map(({ tried }) => byId(tried, id).delivered))),
    ];
    console.log(`| ${simulator} | ${log} | ${values.map((value) => value.toFixed(1)).join(' | ')} |`);
  }
}
