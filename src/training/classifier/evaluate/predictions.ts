/**
 * Predictions: what every contender gives for a set of samples, and the small operations on them. Metrics,
 * calibration, combination and export all take this form.
 */

export interface Predictions {
  n: number;
  classCount: number;
  /** Natural logarithms of probabilities, row-major [n, classCount]; each row sums to 1 after exp. */
  logProbabilities: Float64Array;
}

/** Probabilities below this count as this in log-loss; scikit-learn's clip for float64. */
const SMALLEST_PROBABILITY = 2.220446049250313e-16;

/** Log-softmax of every row of scores [n, classCount] divided by a temperature. */
export function fromScores(scores: ArrayLike<number>, classCount: number, temperature = 1): Predictions {
  const n = scores.length / classCount;
  const logProbabilities = new Float64Array(scores.length);
  for (let row = 0; row < n; row++) {
    const start = row * classCount;
    let highest = -Infinity;
    for (let c = 0; c < classCount; c++) highest = Math.max(highest, scores[start + c]! / temperature);
    let sum = 0;
    for (let c = 0; c < classCount; c++) sum += Math.exp(scores[start + c]! / temperature - highest);
    const shift = highest + Math.log(sum);
    for (let c = 0; c < classCount; c++)
      logProbabilities[start + c] = scores[start + c]! / temperature - shift;
  }
  return { n, classCount, logProbabilities };
}

/** The same predictions made softer (temperature > 1) or sharper (< 1). */
export const withTemperature = (predictions: Predictions, temperature: number): Predictions =>
  temperature === 1
    ? predictions
    : fromScores(predictions.logProbabilities, predictions.classCount, temperature);

/** Index of the most probable class of each row; the first of equals. */
export function predictedClasses(predictions: Predictions): Int32Array {
  const { n, classCount, logProbabilities } = predictions;
  const result = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    let best = 0;
    for (let c = 1; c < classCount; c++)
      if (logProbabilities[row * classCount + c]! > logProbabilities[row * classCount + best]!) best = c;
    result[row] = best;
  }
  return result;
}

/** One 1 for each right prediction, 0 for each wrong one. */
export function correctness(predictions: Predictions, labels: ArrayLike<number>): Uint8Array {
  const predicted = predictedClasses(predictions);
  return Uint8Array.from(predicted, (value, row) => Number(value === labels[row]));
}

/** Share of right predictions, 0–1; 0 when there is no sample. */
export function accuracyOf(predictions: Predictions, labels: ArrayLike<number>): number {
  let right = 0;
  for (const value of correctness(predictions, labels)) right += value;
  return predictions.n === 0 ? 0 : right / predictions.n;
}

/** Mean negative log-probability of the true class, in nats. */
export function logLossOf(predictions: Predictions, labels: ArrayLike<number>): number {
  const floor = Math.log(SMALLEST_PROBABILITY);
  let sum = 0;
  for (let row = 0; row < predictions.n; row++)
    sum -= Math.max(floor, predictions.logProbabilities[row * predictions.classCount + labels[row]!]!);
  return predictions.n === 0 ? 0 : sum / predictions.n;
}

/** The rows at the given positions, in that order. */
export function takeRows(predictions: Predictions, rows: ArrayLike<number>): Predictions {
  const { classCount } = predictions;
  const logProbabilities = new Float64Array(rows.length * classCount);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * classCount;
    logProbabilities.set(predictions.logProbabilities.subarray(from, from + classCount), i * classCount);
  }
  return { n: rows.length, classCount, logProbabilities };
}

/** The first n rows. */
export const firstRows = (predictions: Predictions, n: number): Predictions => ({
  ...predictions,
  n,
  logProbabilities: predictions.logProbabilities.subarray(0, n * predictions.classCount),
});

/** Weighted sum of log-probabilities, renormalised: a product of experts. */
export function combine(parts: readonly { predictions: Predictions; weight: number }[]): Predictions {
  const first = parts[0]!.predictions;
  const scores = new Float64Array(first.logProbabilities.length);
  for (const { predictions, weight } of parts)
    for (let i = 0; i < scores.length; i++) scores[i]! += weight * predictions.logProbabilities[i]!;
  return fromScores(scores, first.classCount);
}
