/** Right/wrong of two contenders on the same samples go in, a p-value and a difference with interval come out. */
import { bootstrapInterval } from './intervals.ts';

/**
 * Exact two-sided McNemar test: are the samples that only one of the two got right split evenly?
 * @returns p-value in (0, 1]; 1 when they never differ.
 */
export function mcnemarExact(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < first.length; i++) {
    if (first[i]! > second[i]!) onlyFirst++;
    if (second[i]! > first[i]!) onlySecond++;
  }
  return Math.min(1, 2 * binomialTailHalf(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond));
}

/** P(X ≤ k) for X ~ Binomial(n, ½), summed in logarithms so that large n does not underflow. */
function binomialTailHalf(k: number, n: number): number {
  let logTerm = -n * Math.LN2;
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log(n - i + 1) - Math.log(i);
    sum += Math.exp(logTerm);
  }
  return sum;
}

export interface PairedDifference {
  /** Mean of (correct of the first − correct of the second), −1…1: a difference of accuracies. */
  mean: number;
  /** Of that mean, over samples. */
  standardError: number;
}

/**
 * By the samples on which the two disagree, so that the noise they share cancels.
 * @param first correctness of each sample, 0 or 1, [n] @param second the same samples in the same order
 */
export function pairedDifference(first: ArrayLike<number>, second: ArrayLike<number>): PairedDifference {
  const n = first.length;
  if (n === 0) return { mean: 0, standardError: 0 };
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const difference = first[i]! - second[i]!;
    sum += difference;
    squares += difference * difference;
  }
  const mean = sum / n;
  const variance = n > 1 ? (squares - n * mean * mean) / (n - 1) : 0;
  return { mean, standardError: Math.sqrt(Math.max(0, variance) / n) };
}

interface PairedComparison extends PairedDifference {
  /** Paired bootstrap, 95 %. */
  interval: [number, number];
  pValue: number;
}

/** Compares two contenders sample by sample. Shapes: both [n], 1 for right and 0 for wrong. */
export function comparePaired(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  seed: number,
): PairedComparison {
  const n = first.length;
  const meanOf = (rows: Int32Array) => rows.reduce((sum, row) => sum + (first[row]! - second[row]!), 0) / n;
  return {
    ...pairedDifference(first, second),
    interval: n === 0 ? [0, 0] : bootstrapInterval(n, meanOf, { seed }),
    pValue: mcnemarExact(first, second),
  };
}

/**
 * Second share − first share of two independent samples, with Newcombe's 95 % interval (1998, method 10) from the Wilson
 * intervals of the two.
 */
export function compareShares(
  first: { accuracy: number; accuracyInterval: readonly [number, number] },
  second: { accuracy: number; accuracyInterval: readonly [number, number] },
): { difference: number; interval: [number, number] } {
  const [low1, high1] = first.accuracyInterval;
  const [low2, high2] = second.accuracyInterval;
  const difference = second.accuracy - first.accuracy;
  return {
    difference,
    interval: [
      difference - Math.hypot(second.accuracy - low2, high1 - first.accuracy),
      difference + Math.hypot(high2 - second.accuracy, first.accuracy - low1),
    ],
  };
}
