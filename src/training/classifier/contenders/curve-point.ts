/** Predictions for train and validation after one epoch go in, one point of the learning curve comes out. */
import { accuracyOf, logLossOf, type Predictions } from '../evaluate/predictions.ts';
import type { LearningCurvePoint } from './contender.ts';

export const pointOf = (
  epoch: number,
  train: Predictions,
  validation: Predictions,
  truth: { train: Int32Array; validation: Int32Array },
): LearningCurvePoint => ({
  epoch,
  trainLoss: logLossOf(train, truth.train),
  validationLoss: logLossOf(validation, truth.validation),
  trainScore: accuracyOf(train, truth.train),
  validationScore: accuracyOf(validation, truth.validation),
});
