/**
 * Does measuring candidates predict which one will be best? For each image set of `bench/figures`: the `measure` task on
 * the 32-a-class part, then every candidate fine-tuned on the same part and tested on the untouched one. One JSON line
 * a set: the static order, the measured order, the order of final test accuracy, and weighted Kendall τ of both with it.
 * τ as `scipy.stats.weightedtau(final, predicted, rank=True)` has it: additive hyperbolic weights 1/(1+r) by the rank r
 * in each list, averaged over the two; 1 is the same order. Run: npx tsx bench/measured/run.ts FOLDER [BUDGET_SECONDS].
 */
import { appendFileSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recommend } from '../../src/recommend/recommend.ts';
import { requirementsSchema } from '../../src/recommend/requirements.ts';
import { runChild } from '../../src/training/run-child.ts';
import { CHILD_LIMITS, localFile, SEED, trainSet } from '../figures/train-set.ts';

const root = resolve(process.argv[2] ?? 'bench-figures');
const budgetSeconds = Number(process.argv[3] ?? 60);
const SETS = ['stamps', 'icons', 'emoji'];
const cacheDir = join(root, 'cache');

const needs = requirementsSchema.parse({
  ...{ description: '', task: 'image-classification', kind: 'image', unserved: null, licence: 'any' },
  ...{ access: 'any', maxLatencyMs: null, maxSizeMiB: null, hardware: null, priority: 'balanced' },
  ...{ offline: false, sampleCount: 200, classCount: 6, fewSamples: true, manySamples: false },
  ...{ continuousActions: false, languages: [], named: [], excluded: [], top: 10, understood: [] },
});

/** Embedded candidates with their static scores, best first. */
async function staticOrder() {
  const { eligible } = await recommend(needs);
  return eligible.filter(({ runsHere }) => runsHere === 'embedded').map(({ id, score }) => ({ id, score }));
}

/** Ranks from 0 for the greatest. */
const ranksOf = (values: readonly number[]): number[] =>
  values.map((value, i) => values.filter((other, j) => other > value || (other === value && j < i)).length);

function weightedTau(a: readonly number[], b: readonly number[]): number {
  const oneSided = (ranks: readonly number[]): number => {
    const sums = { ab: 0, aa: 0, bb: 0 };
    for (let i = 0; i < a.length; i++)
      for (let j = 0; j < i; j++) {
        const weight = 1 / (1 + ranks[i]!) + 1 / (1 + ranks[j]!);
        const [x, y] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
        sums.ab += weight * x * y;
        sums.aa += weight * x * x;
        sums.bb += weight * y * y;
      }
    return sums.ab / Math.sqrt(sums.aa * sums.bb);
  };
  return (oneSided(ranksOf(a)) + oneSided(ranksOf(b))) / 2;
}

async function judgeSet(set: string): Promise<object> {
  const file = (part: string) => join(root, 'sets', set, `${part}.zip`);
  const prior = await staticOrder();
  const measured = await runChild(
    {
      kind: 'measure',
      folders: { workDir: mkdtempSync(join(root, `measure-${set}-`)), cacheDir },
      file: localFile(file('32')),
      target: null,
      task: 'image',
      candidates: prior.map(({ id }) => id),
      budgetSeconds: 600,
      seed: SEED,
    },
    CHILD_LIMITS,
  );
  const rows = [];
  for (const { id, score } of prior) {
    const probe = measured.measurements.find((one) => one.id === id);
    if (!probe) continue;
    const report = await trainSet({
      dataset: file('32'),
      test: file('test'),
      kind: 'image',
      model: id,
      budgetSeconds,
      horizon: null,
      folder: mkdtempSync(join(root, `final-${set}-`)),
      cacheDir,
    });
    const noTransfer = report.contenders.find((one) => one.id === 'no-transfer')?.testScore ?? null;
    const { chosen, classification } = report;
    const final = classification?.accuracy ?? Number.NaN;
    rows.push({ id, prior: score, probe: probe.accuracy, logme: probe.logme, final, chosen, noTransfer });
  }
  const finals = rows.map(({ final }) => final);
  const tau = (values: number[]) => Number(weightedTau(finals, values).toFixed(3));
  return {
    set,
    n: measured.n,
    noTransferProbe: measured.noTransfer?.accuracy ?? null,
    rows,
    tauMeasured: tau(rows.map(({ probe }) => probe)),
    tauPrior: tau(rows.map(({ prior: score }) => score)),
    skipped: measured.skipped,
  };
}

for (const set of SETS)
  appendFileSync(join(root, 'measured.jsonl'), `${JSON.stringify(await judgeSet(set))}\n`);
