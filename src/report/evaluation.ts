/**
 * What a classifier's judgement holds beyond the headline metrics: calibration, curves, thresholds, groups, mistakes.
 * Part of `report.json` and of the answer to `/evaluate`. `training/evaluate/` fills it in; charts, summary and card
 * read it.
 */

import { z } from 'zod';
import { probability } from './probability.ts';

const point = z.tuple([probability, probability]);

/** Samples whose highest probability lies in (from, to]. */
const reliabilityBinSchema = z.object({
  from: probability,
  to: probability,
  count: z.number().int(),
  confidence: probability,
  accuracy: probability,
});
export type ReliabilityBin = z.infer<typeof reliabilityBinSchema>;

const curveSchema = z.object({
  /** The class told from the rest; null is the mean over all classes. */
  name: z.string().nullable(),
  positives: z.number().int(),
  rocAuc: probability,
  averagePrecision: probability,
  /** [false positive rate, true positive rate], ascending. */
  roc: z.array(point),
  /** [recall, precision], ascending by recall; empty for the mean. */
  precisionRecall: z.array(point),
});
export type Curve = z.infer<typeof curveSchema>;

const decisionSchema = z.object({ precision: probability, recall: probability, f1: probability });
export type Decision = z.infer<typeof decisionSchema>;

/** Thresholds of the positive class, chosen on validation. */
const thresholdsSchema = z.object({
  positive: z.string(),
  rows: z.array(
    z.object({
      goal: z.enum(['default', 'best-f1', 'recall-95', 'precision-95']),
      /** Smallest probability that counts as positive; null when validation shows none that reaches the goal. */
      threshold: probability.nullable(),
      validation: decisionSchema.nullable(),
      test: decisionSchema.nullable(),
    }),
  ),
  /** Validation cannot tell the F1 of the best threshold from that of 0.5. */
  defaultIsAsGood: z.boolean(),
});
export type Thresholds = z.infer<typeof thresholdsSchema>;

const groupRowSchema = z.object({
  name: z.string(),
  n: z.number().int(),
  accuracy: probability,
  /** Wilson, 95 %. */
  interval: point,
});
export type GroupRow = z.infer<typeof groupRowSchema>;

const mistakeSchema = z.object({
  /** Row number or file. */
  id: z.string(),
  truth: z.string(),
  predicted: z.string(),
  confidence: probability,
  /** Start of a text; null for files. */
  excerpt: z.string().nullable(),
});
export type Mistake = z.infer<typeof mistakeSchema>;

export const classifierEvaluationSchema = z.object({
  /** Before the temperature; null where it was not fitted here. */
  uncalibrated: z.array(reliabilityBinSchema).nullable(),
  calibrated: z.array(reliabilityBinSchema),
  /** Mean squared distance of the probabilities from the truth over all classes, 0–2. */
  brier: z.number(),
  /** Mean one-vs-rest average precision; null when a class has no sample. */
  averagePrecision: probability.nullable(),
  /** Two classes: the positive one. More: the hardest, and the mean. */
  curves: z.array(curveSchema),
  thresholds: thresholdsSchema.nullable(),
  /** Named groups among the judged samples, the weakest first. */
  groups: z.array(groupRowSchema),
  /** Most confident first. */
  mistakes: z.array(mistakeSchema),
  mistakeCount: z.number().int(),
  /** SHA-256 of ids and classes of the judged samples: equal for two Runs judged on the same ones. */
  testPart: z.string(),
});
export type ClassifierEvaluation = z.infer<typeof classifierEvaluationSchema>;
