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
  /** Mean of first − second, e.g. a difference of accuracies. */
  mean: number;
  standardError: number;
  /** Paired bootstrap, 95 %. */
  interval: [number, number];
  pValue: number;
}

/** Compares two contenders sample by sample. Shapes: both [n], 1 for right and 0 for wrong. */
export function comparePaired(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  seed: number,
): PairedDifference {
  const n = first.length;
  const differences = Float64Array.from({ length: n }, (_, i) => first[i]! - second[i]!);
  const meanOf = (rows: Int32Array) => rows.reduce((sum, row) => sum + differences[row]!, 0) / n;
  const mean = n === 0 ? 0 : differences.reduce((sum, value) => sum + value, 0) / n;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    standardError: n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n),
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
