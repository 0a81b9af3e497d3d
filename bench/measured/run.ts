/**
 * Does measuring candidates predict which one will be best? For each set of `bench/figures`: the `measure` task on
 * the 32-a-class part, then every candidate fine-tuned on the same part and tested on the untouched one. One JSON line
 * a set: the static order, the measured order, the order of final test accuracy, and weighted Kendall τ of both with it.
 * τ as `scipy.stats.weightedtau(final, predicted, rank=True)` has it: additive hyperbolic weights 1/(1+r) by the rank r
 * in each list, averaged over the two; 1 is the same order. Run: npx tsx bench/measured/run.ts FOLDER [BUDGET_SECONDS] [SET SIZE].
 * One candidate alone (text, audio) has no order: there the comparison with no transfer is what can be judged.
 */
import { appendFileSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runChild } from '../../src/child/run-child.ts';
import { recommend } from '../../src/recommend/recommend.ts';
import { requirementsSchema } from '../../src/recommend/requirements.ts';
import { CHILD_LIMITS, localFile, SEED, trainSet } from '../figures/train-set.ts';

const root = resolve(process.argv[2] ?? 'bench-figures');
const budgetSeconds = Number(process.argv[3] ?? 60);
const size = process.argv[5] ?? '32';
const cacheDir = join(root, 'cache');
const TASKS = {
  image: 'image-classification',
  text: 'text-classification',
  audio: 'audio-classification',
} as const;
type Kind = keyof typeof TASKS;
const SETS: Record<string, Kind> = {
  ...{ stamps: 'image', icons: 'image', emoji: 'image' },
  ...{ sections: 'text', 'german-sayings': 'text', sayings: 'text' },
  ...{ drums: 'audio', announcements: 'audio' },
};

/** Embedded candidates with their static scores, best first. */
async function staticOrder(kind: Kind) {
  const needs = requirementsSchema.parse({
    ...{ description: '', task: TASKS[kind], kind, unserved: null, licence: 'any', access: 'any' },
    ...{ maxLatencyMs: null, maxSizeMiB: null, hardware: null, priority: 'balanced', offline: false },
    ...{ sampleCount: 200, classCount: 6, fewSamples: true, manySamples: false, continuousActions: false },
    ...{ languages: [], named: [], excluded: [], top: 10, understood: [] },
  });
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

async function judgeSet(set: string, kind: Kind): Promise<object> {
  const file = (part: string) => join(root, 'sets', set, `${part}.${kind === 'text' ? 'csv' : 'zip'}`);
  const prior = await staticOrder(kind);
  const measured = await runChild(
    {
      kind: 'measure',
      folders: { workDir: mkdtempSync(join(root, `measure-${set}-`)), cacheDir },
      file: localFile(file(size)),
      target: null,
      task: kind,
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
      dataset: file(size),
      test: file('test'),
      kind,
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
  const tau = (values: number[]) => (rows.length < 2 ? null : Number(weightedTau(finals, values).toFixed(3)));
  return {
    ...{ set, size, budgetSeconds, date: new Date().toISOString() },
    n: measured.n,
    noTransferProbe: measured.noTransfer?.accuracy ?? null,
    rows,
    tauMeasured: tau(rows.map(({ probe }) => probe)),
    tauPrior: tau(rows.map(({ prior: score }) => score)),
    skipped: measured.skipped,
  };
}

const asked = process.argv[4];
for (const [set, kind] of Object.entries(SETS))
  if (asked === undefined || asked === set)
    appendFileSync(join(root, 'measured.jsonl'), `${JSON.stringify(await judgeSet(set, kind))}\n`);
