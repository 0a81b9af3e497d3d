/** Scores and labels go in, the loss and its derivative by the scores come out; `fit-heads.ts` sums them up. */

const HEAD_LOSSES = ['softmax', 'squared'] as const;
export type HeadLoss = (typeof HEAD_LOSSES)[number];

interface LossInput {
  /** Row-major [n, stride]; this head's classes are columns `start` … `start + classCount − 1`. */
  scores: Float32Array;
  stride: number;
  start: number;
  classCount: number;
  /** Shape [n]. */
  labels: ArrayLike<number>;
  /** Weight of every sample; sums to 1. Shape [n]. */
  weights: Float64Array;
}

/**
 * Mean loss; writes ∂loss/∂scores into `slopes`, which has the shape of `scores`.
 * `squared` is the least-squares (ridge) loss on targets 1 and 0, halved.
 */
export function lossAndSlopes(input: LossInput, loss: HeadLoss, slopes: Float32Array): number {
  return loss === 'softmax' ? softmaxLoss(input, slopes) : squaredLoss(input, slopes);
}

function softmaxLoss(input: LossInput, slopes: Float32Array): number {
  const { scores, stride, start, classCount, labels, weights } = input;
  let loss = 0;
  for (let row = 0; row < weights.length; row++) {
    const at = row * stride + start;
    let highest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classCount; c++) if (scores[at + c]! > highest) highest = scores[at + c]!;
    let sum = 0;
    for (let c = 0; c < classCount; c++) sum += Math.exp(scores[at + c]! - highest);
    const logSum = highest + Math.log(sum);
    const weight = weights[row]!;
    for (let c = 0; c < classCount; c++) slopes[at + c] = weight * Math.exp(scores[at + c]! - logSum);
    slopes[at + labels[row]!]! -= weight;
    loss += weight * (logSum - scores[at + labels[row]!]!);
  }
  return loss;
}

function squaredLoss(input: LossInput, slopes: Float32Array): number {
  const { scores, stride, start, classCount, labels, weights } = input;
  let loss = 0;
  for (let row = 0; row < weights.length; row++) {
    const at = row * stride + start;
    const weight = weights[row]!;
    for (let c = 0; c < classCount; c++) {
      const residual = scores[at + c]! - Number(c === labels[row]);
      slopes[at + c] = weight * residual;
      loss += (weight * residual * residual) / 2;
    }
  }
  return loss;
}
