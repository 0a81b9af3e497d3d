/** Scores and labels go in, the area under the ROC curve comes out (ties count half); used by `metrics.ts`. */
import type { Predictions } from './predictions.ts';

/**
 * Area under the ROC curve as the Mann–Whitney statistic with mid-ranks for ties.
 * @returns null when there is no positive or no negative sample.
 */
export function rocAuc(scores: ArrayLike<number>, positive: ArrayLike<boolean>): number | null {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && scores[order[end]!]! === scores[order[start]!]!) end++;
    const midRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) {
      if (!positive[order[i]!]) continue;
      positives++;
      rankSum += midRank;
    }
    start = end;
  }
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean one-versus-rest area over the classes; null when a class has no positive or no negative sample. */
export function macroRocAuc(predictions: Predictions, labels: ArrayLike<number>): number | null {
  const { n, classCount, logProbabilities } = predictions;
  let sum = 0;
  for (let c = 0; c < classCount; c++) {
    const scores = Float64Array.from({ length: n }, (_, row) => logProbabilities[row * classCount + c]!);
    const area = rocAuc(
      scores,
      Array.from({ length: n }, (_, row) => labels[row] === c),
    );
    if (area === null) return null;
    sum += area;
  }
  return classCount === 0 ? null : sum / classCount;
}
