/**
 * Candidates measured on the same samples → paired differences to the best one. Two candidates are judged by the
 * samples on which they disagree, so the noise that they share cancels; ties are called ties.
 */
import { type PairedDifference, pairedDifference } from '../statistics/significance.ts';

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
