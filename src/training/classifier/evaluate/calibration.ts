/** Validation predictions and labels go in, a temperature and the calibration error come out. */
import type { ReliabilityBin } from '../../../report/evaluation.ts';
import { type Predictions, withTemperature } from './predictions.ts';

/** Equal-width bins of the top probability (Guo et al. 2017, section 2). */
export function reliabilityBins(
  predictions: Predictions,
  labels: ArrayLike<number>,
  binCount = 10,
): ReliabilityBin[] {
  const bins = Array.from({ length: binCount }, (_, b) => ({
    from: b / binCount,
    to: (b + 1) / binCount,
    count: 0,
    confidence: 0,
    accuracy: 0,
  }));
  const { classCount, logProbabilities } = predictions;
  for (let row = 0; row < predictions.n; row++) {
    let best = 0;
    for (let c = 1; c < classCount; c++)
      if (logProbabilities[row * classCount + c]! > logProbabilities[row * classCount + best]!) best = c;
    const confidence = Math.exp(logProbabilities[row * classCount + best]!);
    const bin = bins[Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1))]!;
    bin.count++;
    bin.confidence += confidence;
    bin.accuracy += Number(best === labels[row]);
  }
  return bins.map((bin) =>
    bin.count === 0
      ? bin
      : { ...bin, confidence: bin.confidence / bin.count, accuracy: bin.accuracy / bin.count },
  );
}

/** Expected calibration error, 0–1: mean |accuracy − confidence| over the bins, weighted by their counts. */
export function calibrationError(predictions: Predictions, labels: ArrayLike<number>, binCount = 10): number {
  if (predictions.n === 0) return 0;
  const gaps = reliabilityBins(predictions, labels, binCount).map(
    (bin) => bin.count * Math.abs(bin.accuracy - bin.confidence),
  );
  return Math.min(1, gaps.reduce((sum, gap) => sum + gap, 0) / predictions.n);
}

/** Mean squared distance of the probabilities from the one-hot truth, summed over classes (Brier 1950), 0–2. */
export function brierScore(
  { n, classCount, logProbabilities }: Predictions,
  labels: ArrayLike<number>,
): number {
  let sum = 0;
  for (let row = 0; row < n; row++)
    for (let c = 0; c < classCount; c++)
      sum += (Math.exp(logProbabilities[row * classCount + c]!) - Number(c === labels[row])) ** 2;
  return n === 0 ? 0 : sum / n;
}

/** Temperatures are searched in [1/LIMIT, LIMIT]: a perfectly separated validation part has no finite optimum. */
const LIMIT = 100;

/**
 * The temperature that gives the lowest log-loss (Guo et al. 2017, section 4.2) against targets smoothed by
 * 1/(n + 2) as in Platt 1999, so that a validation part without a mistake does not make the model infinitely sure. By
 * golden-section search over its logarithm; the loss is unimodal in it. 1 when there is no sample.
 */
export function fitTemperature(predictions: Predictions, labels: ArrayLike<number>): number {
  if (predictions.n === 0) return 1;
  const loss = (logTemperature: number) =>
    smoothedLoss(withTemperature(predictions, Math.exp(logTemperature)), labels);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = -Math.log(LIMIT);
  let high = Math.log(LIMIT);
  let left = high - ratio * (high - low);
  let right = low + ratio * (high - low);
  let leftLoss = loss(left);
  let rightLoss = loss(right);
  while (high - low > 1e-3) {
    if (leftLoss <= rightLoss) {
      [high, right, rightLoss] = [right, left, leftLoss];
      left = high - ratio * (high - low);
      leftLoss = loss(left);
    } else {
      [low, left, leftLoss] = [left, right, rightLoss];
      right = low + ratio * (high - low);
      rightLoss = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Mean cross-entropy against 1 − ε for the true class and the rest of ε for the others; ε = 1/(n + 2). */
function smoothedLoss(predictions: Predictions, labels: ArrayLike<number>): number {
  const { n, classCount, logProbabilities } = predictions;
  const epsilon = 1 / (n + 2);
  const other = epsilon / Math.max(1, classCount - 1);
  let sum = 0;
  for (let row = 0; row < n; row++)
    for (let c = 0; c < classCount; c++)
      sum -= (c === labels[row] ? 1 - epsilon : other) * logProbabilities[row * classCount + c]!;
  return sum / n;
}
