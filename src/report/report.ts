/**
 * The Report: everything a finished Run has to say, as `report.json` in its artifact folder. Training writes it;
 * `summary.ts`, `model-card.ts` and `charts/` read it; nothing is computed from data after it.
 */

import { z } from 'zod';
import { DATA_KINDS, datasetProfileSchema } from '../datasets/dataset.ts';
import { storedNoteSchema, storedNotesSchema } from '../text/notes.ts';
import { deliverySchema } from './delivery.ts';
import { classifierEvaluationSchema } from './evaluation.ts';
import { insightSchema } from './insight.ts';
import { guessingSchema, transferOutcomeSchema } from './outcome.ts';
import { probability } from './probability.ts';

export const classificationMetricsSchema = z.object({
  n: z.number().int(),
  accuracy: probability,
  /** Wilson 95 % interval of the accuracy. */
  accuracyInterval: z.tuple([probability, probability]),
  macroPrecision: probability,
  macroRecall: probability,
  macroF1: probability,
  perClass: z.array(
    z.object({
      name: z.string(),
      precision: probability,
      recall: probability,
      f1: probability,
      support: z.number().int(),
    }),
  ),
  /** confusion[true][predicted], counts, in the order of `perClass`. */
  confusion: z.array(z.array(z.number().int())),
  logLoss: z.number(),
  /** Expected calibration error, 10 equal-width bins, 0–1. */
  ece: probability,
  /** Macro one-vs-rest; null when a class has no sample or no negative. */
  rocAuc: probability.nullable(),
});
export type ClassificationMetrics = z.infer<typeof classificationMetricsSchema>;

/** One competitor of the race, scored on validation; only the chosen one (and the baselines) also on test. */
const contenderSchema = z.object({
  /** `majority`, `no-transfer`, `scratch`, `probe`, `probe+no-transfer`, `unfrozen`, … */
  id: z.string(),
  name: z.string(),
  role: z.enum(['baseline', 'transfer']),
  /** Higher is better; what it measures stands in `Report.scoreName`. */
  validationScore: z.number(),
  testScore: z.number().nullable(),
  hyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  seconds: z.number(),
});
export type Contender = z.infer<typeof contenderSchema>;

/** One setting that was tried and scored on validation; a setting that went on to more epochs has one entry a rung. */
export const trialSchema = z.object({
  /** The same in every rung. */
  id: z.string(),
  /** What was being chosen: a pretrained model, the head's settings, or how layers are tuned. */
  stage: z.enum(['backbone', 'head', 'layers']),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** 1 is the cheapest; of layers, the last one is the full training on all folds. */
  rung: z.number().int().positive(),
  /** Epochs (iterations of a head) it was given; null where there are none. */
  epochs: z.number().int().nullable(),
  /** Accuracy; null when it could not be finished. */
  validationScore: z.number().nullable(),
  /** In nats, after the temperature. */
  logLoss: z.number().nullable(),
  /** Settings of a head are trained side by side, so that each has its share. */
  seconds: z.number(),
  outcome: z.enum(['kept', 'dropped', 'chosen', 'out-of-time']),
});
export type Trial = z.infer<typeof trialSchema>;

export const measureSchema = z.object({
  name: z.string(),
  value: z.number(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  baseline: z.number().nullable(),
  note: storedNoteSchema.default(null),
});

/** The tuned model of a fine-tuning service: it stays there. */
export const serviceResultSchema = z.object({
  /** Of the service, for a person; and where it is. */
  name: z.string(),
  url: z.string(),
  baseModel: z.string(),
  model: z.string(),
  jobId: z.string(),
  /** What was agreed to; what the service counted is null where it does not tell. */
  dollars: z.number(),
  tokens: z.number().nullable(),
  /** Of the service. */
  trainLoss: z.number().nullable(),
  validationLoss: z.number().nullable(),
  /** Why it could not be asked; null where it was. */
  notAsked: z.string().nullable(),
});
export type ServiceResult = z.infer<typeof serviceResultSchema>;

export const reportFileSchema = z.object({
  path: z.string(),
  role: z.enum(['chart', 'model', 'card', 'table', 'page']),
  title: z.string(),
});

export type ReportFile = z.infer<typeof reportFileSchema>;

export const reportSchema = z.object({
  version: z.literal(1),
  runId: z.string(),
  kind: z.enum(DATA_KINDS),
  createdAt: z.string(),
  dataset: datasetProfileSchema,
  split: z.object({
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
    seed: z.number().int(),
    /** How the test part came about. */
    note: storedNotesSchema,
  }),
  backbone: z
    .object({ id: z.string(), name: z.string(), licence: z.string(), source: z.string(), frozen: z.string() })
    .nullable(),
  /** Names and versions of what computed: head engine (`tfjs-node` or `tfjs-wasm`), trunk engine. */
  engines: z.record(z.string(), z.string()),
  scoreName: z.string(),
  contenders: z.array(contenderSchema),
  /** Id of the delivered contender. */
  chosen: z.string(),
  /** Did transfer learning win, beyond chance and confirmed by the test part? */
  transferWon: z.boolean(),
  /** With against without transfer; null where that is no question, and in reports of earlier versions. */
  transfer: transferOutcomeSchema.nullable().default(null),
  /** Of classifiers: the model against guessing; null in reports of earlier versions. */
  guessing: guessingSchema.nullable().default(null),
  verdict: z.string(),
  classification: classificationMetricsSchema.nullable(),
  /** Of classifiers, on the test part; null for other kinds and in reports of earlier versions. */
  evaluation: classifierEvaluationSchema.nullable().default(null),
  /** Metrics of series and policies: name, value, optional 95 % interval, unit, baseline for comparison. */
  measures: z.array(measureSchema),
  /** Learning curve of the chosen model, one entry an epoch. */
  history: z.array(
    z.object({
      epoch: z.number().int(),
      trainLoss: z.number(),
      validationLoss: z.number(),
      trainScore: z.number().nullable(),
      validationScore: z.number().nullable(),
    }),
  ),
  /** Series: some test windows with what came before and what was forecast; null marks a gap. */
  forecasts: z
    .array(
      z.object({
        id: z.string(),
        history: z.array(z.number().nullable()),
        actual: z.array(z.number().nullable()),
        point: z.array(z.number()),
        /** Ends of the 80 % interval. */
        low: z.array(z.number()),
        high: z.array(z.number()),
        /** One a step, of history and horizon. */
        times: z.array(z.string()),
      }),
    )
    .default([]),
  /** Settings that were tried, in the order of trying. */
  trials: z.array(trialSchema).default([]),
  /** How the search for settings went and how the pretrained model was chosen; empty without a search. */
  searchNote: storedNotesSchema.default([]),
  /** Labels that look wrong and what more data would bring; null for data without classes. */
  insight: insightSchema.nullable().default(null),
  temperature: z.number().nullable(),
  /** Where a service tuned it; null for what was trained here. */
  service: serviceResultSchema
    .extend({
      /** Samples of the test part that it was asked, and how many answers were none of the classes. */
      asked: z.number().int(),
      unclear: z.number().int(),
    })
    .nullable()
    .default(null),
  /** How the model is delivered; null in reports of earlier versions. */
  delivery: deliverySchema.nullable().default(null),
  warnings: storedNotesSchema,
  seconds: z.record(z.string(), z.number()),
  /** Files of the artifact folder worth sending, relative to it: charts, model, card. */
  files: z.array(reportFileSchema),
});
export type Report = z.infer<typeof reportSchema>;
