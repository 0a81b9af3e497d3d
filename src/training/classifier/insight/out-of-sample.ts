/**
 * The winner of a race goes in; its form without tuned layers, which is cheap to fit again, and its out-of-sample
 * predictions come out. Next: `find-suspects.ts`, `data-curve.ts`.
 */
import type { Predictions } from '../evaluate/predictions.ts';
import { type Finalist, fitFinalist } from '../finalist.ts';
import type { FoldPlan } from '../folds.ts';

/** The winner, or the best finalist that can be fitted again on features that are there. */
export function frozenForm(winner: Finalist, finalists: readonly Finalist[]): Finalist {
  if (isFrozen(winner)) return winner;
  const open = finalists.filter((finalist) => finalist.deliverable && isFrozen(finalist));
  return open.reduce((best, next) => (next.accuracy > best.accuracy ? next : best));
}

const isFrozen = ({ members }: Finalist): boolean =>
  members.every(({ hyperparameters }) => !('layers' in hyperparameters));

/** One row a sample, in ascending order of the samples. */
export interface OutOfSample {
  rows: Int32Array;
  predictions: Predictions;
}

/** Averages the probabilities of the samples that were scored more than once, as in repeated cross-validation. */
export function averageRepeats(scored: Int32Array, predictions: Predictions): OutOfSample {
  const { classCount, logProbabilities } = predictions;
  const rows = Int32Array.from(new Set(scored)).sort();
  const positionOf = new Map(Array.from(rows, (row, i) => [row, i]));
  const sums = new Float64Array(rows.length * classCount);
  const counts = new Float64Array(rows.length);
  scored.forEach((row, i) => {
    const at = positionOf.get(row)!;
    counts[at]!++;
    for (let c = 0; c < classCount; c++)
      sums[at * classCount + c]! += Math.exp(logProbabilities[i * classCount + c]!);
  });
  const averaged = sums.map((sum, i) => Math.log(sum / counts[Math.floor(i / classCount)]!));
  return { rows, predictions: { n: rows.length, classCount, logProbabilities: averaged } };
}

/**
 * Fits a finalist on each fold of a plan and predicts what the fold left out.
 * @returns null when the time is over first
 */
export async function predictFolds(
  finalist: Finalist,
  plan: FoldPlan,
  { isOver, signal }: { isOver: () => boolean; signal: AbortSignal },
): Promise<OutOfSample | null> {
  const parts: Float64Array[] = [];
  let classCount = 0;
  for (const { fit, score } of plan.folds) {
    signal.throwIfAborted();
    if (isOver()) return null;
    const predictions = (await fitFinalist(finalist, fit, new Map())).predict(score);
    classCount = predictions.classCount;
    parts.push(predictions.logProbabilities);
  }
  const logProbabilities = Float64Array.from(parts.flatMap((part) => [...part]));
  return averageRepeats(plan.scored, { n: plan.scored.length, classCount, logProbabilities });
}
