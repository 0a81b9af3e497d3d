/**
 * Candidates measured on the same samples → paired differences to the best one. Two candidates are judged by the
 * samples on which they disagree, so the noise that they share cancels; ties are called ties.
 */

export interface PairedDifference {
  /** Mean of (correct of this one − correct of the other), −1…1. */
  mean: number;
  /** Of that mean, over samples. */
  standardError: number;
}

/** @param a correctness of each sample, 0 or 1, [n] @param b the same samples in the same order */
export function pairedDifference(a: Uint8Array, b: Uint8Array): PairedDifference {
  const n = a.length;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference;
    squares += difference * difference;
  }
  const mean = sum / n;
  const variance = n > 1 ? (squares - n * mean * mean) / (n - 1) : 0;
  return { mean, standardError: Math.sqrt(Math.max(0, variance) / n) };
}

interface Scored {
  id: string;
  accuracy: number;
  logme: number | null;
  correct: Uint8Array;
}

/**
 * The best (accuracy, then LogME, then id) gets no difference; every other its paired difference to the best.
 * @returns in the order given
 */
export function compareMeasured<T extends Scored>(
  measured: readonly T[],
): (T & { difference: PairedDifference | null })[] {
  const best = [...measured].sort(
    (a, b) =>
      b.accuracy - a.accuracy ||
      (b.logme ?? Number.NEGATIVE_INFINITY) - (a.logme ?? Number.NEGATIVE_INFINITY) ||
      a.id.localeCompare(b.id),
  )[0];
  return measured.map((one) => ({
    ...one,
    difference: best === undefined || one === best ? null : pairedDifference(one.correct, best.correct),
  }));
}
