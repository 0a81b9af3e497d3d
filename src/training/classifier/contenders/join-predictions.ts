/** Predictions of the folds go in, one table in the order of `FoldPlan.scored` comes out. */
import type { Predictions } from '../evaluate/predictions.ts';

export function joinPredictions(parts: readonly Predictions[]): Predictions {
  const classCount = parts[0]!.classCount;
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  const logProbabilities = new Float64Array(n * classCount);
  let at = 0;
  for (const part of parts) {
    logProbabilities.set(part.logProbabilities, at);
    at += part.logProbabilities.length;
  }
  return { n, classCount, logProbabilities };
}
