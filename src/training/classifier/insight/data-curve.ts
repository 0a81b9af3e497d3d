/**
 * The winner's form that is cheap to fit again goes in; its score at growing sizes of the training data comes out,
 * with a power law through them and the classes that lack samples. Nothing here touches the test part.
 */

import type { DataCurve } from '../../../report/insight.ts';
import { quantile } from '../../../statistics/intervals.ts';
import { seededRandom, shuffle } from '../../../statistics/random.ts';
import { correctness, predictedClasses } from '../evaluate/predictions.ts';
import { type Finalist, fitFinalist } from '../finalist.ts';
import type { Fold, FoldPlan } from '../folds.ts';
import { classCounts, labelsOf, type Samples } from '../samples.ts';
import { fitPowerLaw, gainOfDoubling } from './power-law.ts';
import { findWeakest } from './weakest.ts';

/** Shares of each fold's samples to learn from. */
const SHARES = [0.1, 0.25, 0.5, 1];
/** Draws of the subsets (and of the folds, where cross-validation is repeated). */
const ROUNDS = 3;
/** A size below this many samples a class says nothing about the sizes that people have. */
const LEAST_PER_CLASS = 2;
const LEAST = 10;
const BOOTSTRAPS = 300;

export interface CurveRequest {
  finalist: Finalist;
  samples: Samples;
  plan: FoldPlan;
  seed: number;
  /** Asked before every fit; the rounds that are done then count. */
  isOver: () => boolean;
  signal: AbortSignal;
}

/** One draw at one size: who was scored, whether rightly, and as what. */
interface Measured {
  rows: Int32Array;
  right: Uint8Array;
  predicted: Int32Array;
  /** Mean number of samples learnt from. */
  size: number;
}

/** @returns null when not one round was finished in time, or there are too few samples for two sizes */
export async function measureDataCurve(request: CurveRequest): Promise<DataCurve | null> {
  const { samples, plan } = request;
  const rounds = splitRounds(plan.folds);
  const least = Math.max(LEAST, LEAST_PER_CLASS * samples.classes.length);
  const smallest = Math.min(...plan.folds.map(({ fit }) => fit.length));
  const shares = SHARES.filter((share) => share === 1 || share * smallest >= least);
  if (shares.length < 2) return null;
  const done: Measured[][] = [];
  for (let r = 0; r < ROUNDS; r++) {
    const whole = rounds.length > 1 ? undefined : done[0]?.at(-1);
    const round = await measureRound(request, { folds: rounds[r % rounds.length]!, shares, r, whole });
    if (!round) break;
    done.push(round);
  }
  return done.length === 0 ? null : summarise(request, done);
}

/** Folds of one pass over the samples each. */
function splitRounds(folds: readonly Fold[]): Fold[][] {
  const rounds: Fold[][] = [[]];
  let seen = new Set<number>();
  for (const fold of folds) {
    if (fold.score.some((row) => seen.has(row))) {
      rounds.push([]);
      seen = new Set();
    }
    for (const row of fold.score) seen.add(row);
    rounds.at(-1)!.push(fold);
  }
  return rounds;
}

async function measureRound(
  { finalist, samples, seed, isOver, signal }: CurveRequest,
  { folds, shares, r, whole }: { folds: Fold[]; shares: number[]; r: number; whole: Measured | undefined },
): Promise<Measured[] | null> {
  const orders = folds.map((fold, f) => drawOrder(samples, fold.fit, seed + 101 * r + f));
  const measured: Measured[] = [];
  for (const share of shares) {
    // All samples are the same samples in every draw.
    if (share === 1 && whole) {
      measured.push(whole);
      continue;
    }
    const parts: Measured[] = [];
    for (const [f, { score }] of folds.entries()) {
      signal.throwIfAborted();
      if (isOver()) return null;
      const subset = orders[f]!(share);
      const predictions = (await fitFinalist(finalist, subset, new Map())).predict(score);
      const right = correctness(predictions, labelsOf(samples, score));
      parts.push({ rows: score, right, predicted: predictedClasses(predictions), size: subset.length });
    }
    measured.push(joinParts(parts));
  }
  return measured;
}

/** Shuffled by class: each share is stratified, keeps one of each class, and holds the smaller ones. */
function drawOrder(samples: Samples, rows: Int32Array, seed: number): (share: number) => Int32Array {
  const random = seededRandom(seed);
  const byClass = samples.classes.map((_, c) => rows.filter((row) => samples.labels[row] === c));
  for (const members of byClass) shuffle(members, random);
  return (share) =>
    Int32Array.from(
      byClass.flatMap((members) => [...members.subarray(0, Math.max(1, Math.round(share * members.length)))]),
    ).sort();
}

function joinParts(parts: readonly Measured[]): Measured {
  return {
    rows: Int32Array.from(parts.flatMap(({ rows }) => [...rows])),
    right: Uint8Array.from(parts.flatMap(({ right }) => [...right])),
    predicted: Int32Array.from(parts.flatMap(({ predicted }) => [...predicted])),
    size: parts.reduce((sum, { size }) => sum + size, 0) / parts.length,
  };
}

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

function summarise({ samples, seed }: CurveRequest, done: readonly Measured[][]): DataCurve {
  const sizes = done[0]!.map((_, s) => meanOf(done.map((round) => round[s]!.size)));
  const scores = sizes.map((_, s) => done.map((round) => meanOf(round[s]!.right)));
  const points = sizes.map((size, s) => ({
    samples: Math.round(size),
    score: meanOf(scores[s]!),
    low: Math.min(...scores[s]!),
    high: Math.max(...scores[s]!),
  }));
  const weakest = findWeakest(
    samples.classes,
    classCounts(samples, samples.pool),
    done.flatMap((round) => {
      const { rows, predicted } = round.at(-1)!;
      return Array.from(rows, (row, i) => ({ label: samples.labels[row]!, predicted: predicted[i]! }));
    }),
  );
  if (sizes.length < 3) return { points, law: null, doubling: null, weakest };
  const from = samples.pool.length;
  const law = fitPowerLaw(
    sizes,
    points.map(({ score }) => 1 - score),
  );
  const [low, high] = bootstrapGain(done, sizes, { from, seed });
  return { points, law, doubling: { from, gain: gainOfDoubling(law, from), low, high }, weakest };
}

/** 80 % interval of the gain: draws and scored samples are drawn again, the same ones for every size. */
function bootstrapGain(
  done: readonly Measured[][],
  sizes: readonly number[],
  { from, seed }: { from: number; seed: number },
): [number, number] {
  const random = seededRandom(seed + 13);
  const errorsOf = done.map((round) => round.map(errorOfRow));
  const rows = [...errorsOf[0]![0]!.keys()];
  const gains = Float64Array.from({ length: BOOTSTRAPS }, () => {
    const drawn = Array.from(rows, () => rows[random.below(rows.length)]!);
    const rounds = Array.from(errorsOf, () => errorsOf[random.below(errorsOf.length)]!);
    const errors = sizes.map((_, s) =>
      meanOf(rounds.map((round) => meanOf(drawn.map((row) => round[s]!.get(row)!)))),
    );
    return gainOfDoubling(fitPowerLaw(sizes, errors), from);
  }).sort();
  return [quantile(gains, 0.1), quantile(gains, 0.9)];
}

const errorOfRow = ({ rows, right }: Measured): Map<number, number> =>
  new Map(Array.from(rows, (row, i) => [row, 1 - right[i]!]));
