/**
 * Validation predictions of several settings go in, the one to go on with comes out. Accuracy decides; among those
 * that validation cannot tell from the most accurate one (within one standard error of the paired difference), the
 * lowest calibrated log-loss does, which is a steadier figure on few samples; for imbalanced classes the highest
 * macro-F1.
 */
import { fitTemperature } from './evaluate/calibration.ts';
import { macroF1Of } from './evaluate/metrics.ts';
import {
  accuracyOf,
  correctness,
  logLossOf,
  type Predictions,
  withTemperature,
} from './evaluate/predictions.ts';

export interface Judged {
  index: number;
  accuracy: number;
  temperature: number;
  /** After the temperature. */
  logLoss: number;
}

/** @param imbalanced lets macro-F1 decide among equals instead of log-loss */
export function chooseBest(
  candidates: readonly Predictions[],
  labels: Int32Array,
  imbalanced: boolean,
): Judged {
  const right = candidates.map((predictions) => correctness(predictions, labels));
  const accuracies = candidates.map((predictions) => accuracyOf(predictions, labels));
  const top = accuracies.indexOf(Math.max(...accuracies));
  const equals = candidates.flatMap((_, i) => (isWithinError(right[top]!, right[i]!) ? [i] : []));
  const judged = equals.map((index) => judge(candidates[index]!, labels, index));
  if (!imbalanced) return judged.reduce((best, next) => (next.logLoss < best.logLoss ? next : best));
  const f1 = new Map(judged.map(({ index }) => [index, macroF1Of(candidates[index]!, labels)]));
  return judged.reduce((best, next) => (f1.get(next.index)! > f1.get(best.index)! ? next : best));
}

export function judge(predictions: Predictions, labels: Int32Array, index = 0): Judged {
  const temperature = fitTemperature(predictions, labels);
  return {
    index,
    accuracy: accuracyOf(predictions, labels),
    temperature,
    logLoss: logLossOf(withTemperature(predictions, temperature), labels),
  };
}

/** Is the mean of best − other no larger than its standard error? */
function isWithinError(best: Uint8Array, other: Uint8Array): boolean {
  const n = best.length;
  let sum = 0;
  let differing = 0;
  for (let i = 0; i < n; i++) {
    sum += best[i]! - other[i]!;
    differing += Number(best[i] !== other[i]);
  }
  const mean = sum / n;
  const variance = differing / n - mean * mean;
  return mean <= Math.sqrt(Math.max(0, variance) / Math.max(1, n - 1));
}
