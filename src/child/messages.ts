/**
 * What goes in and out of the child process (`child.ts`). Paths only: the child has no database, no Discord, no
 * secret. Every message is checked on both sides with these schemas.
 */
import { z } from 'zod';
import { DATA_KINDS, datasetProfileSchema } from '../datasets/dataset.ts';

import { failureSchema } from '../failure.ts';
import { localFileSchema } from '../files.ts';
import { OUTAGE_KINDS } from '../outage/outage.ts';

import { classifierEvaluationSchema } from '../report/evaluation.ts';
import {
  classificationMetricsSchema,
  measureSchema,
  reportFileSchema,
  serviceResultSchema,
} from '../report/report.ts';
import { noteSchema } from '../text/notes.ts';
import { childEventSchema } from './events.ts';
import { MADE_FORMATS } from './export-formats.ts';
import { runSpecSchema } from './run-spec.ts';

/** Folders the child may write to. `cacheDir` is shared between children: write to a temporary name, then rename. */
const folders = z.object({ workDir: z.string(), cacheDir: z.string() });
export type Folders = z.infer<typeof folders>;

const serviceData = {
  dataset: localFileSchema,
  test: localFileSchema.nullable(),
  target: z.string().nullable(),
  mergeSpellings: z.boolean().optional(),
  seed: z.number().int(),
};

export const childTaskSchema = z.discriminatedUnion('kind', [
  /** Parse, check and profile; result: `inspected`. */
  z.object({
    kind: z.literal('inspect'),
    folders,
    file: localFileSchema,
    target: z.string().nullable(),
    task: z.enum(DATA_KINDS).nullable(),
    /** What the person wrote beside the file. */
    description: z.string().nullable().optional(),
    mergeSpellings: z.boolean().optional(),
  }),
  /** Whether a person's own model can be read; result: `checked`. */
  z.object({ kind: z.literal('check-model'), folders, file: localFileSchema }),
  /** The whole Run; result: `trained`. Resumes from `workDir` when it holds a checkpoint. */
  z.object({
    kind: z.literal('train'),
    folders,
    runId: z.string(),
    spec: runSpecSchema,
    dataset: localFileSchema,
    test: localFileSchema.nullable(),
    modelFile: localFileSchema.nullable(),
    artifactDir: z.string(),
    /** Of who asked: what is drawn and written for people is in it. */
    locale: z.string().optional(),
  }),
  /** A labelled data set → the files that a fine-tuning service learns from, and questions for what it makes; result: `service-prepared`. */
  z.object({
    kind: z.literal('service-prepare'),
    folders,
    ...serviceData,
    outDir: z.string(),
  }),
  /** What a service's model answered → the artifact folder of a Run; result: `trained`. */
  z.object({
    kind: z.literal('service-report'),
    folders,
    ...serviceData,
    runId: z.string(),
    /** JSON: an answer a question, in their order; null where it was not asked. */
    answersPath: z.string(),
    service: serviceResultSchema,
    artifactDir: z.string(),
    locale: z.string().optional(),
  }),
  /** Predict with a delivered model; result: `predicted`. */
  z.object({
    kind: z.literal('predict'),
    folders,
    artifactDir: z.string(),
    text: z.string().nullable(),
    file: localFileSchema.nullable(),
  }),
  /** Make a delivered model ready to be taken away; result: `exported`. */
  z.object({ kind: z.literal('export'), folders, artifactDir: z.string(), format: z.enum(MADE_FORMATS) }),
  /** Score a later labelled file with a delivered model; result: `evaluated`. */
  z.object({
    kind: z.literal('evaluate'),
    folders,
    artifactDir: z.string(),
    file: localFileSchema,
    /** Label column, where it is not the one of the training data. */
    target: z.string().nullable(),
    /** Of who asked; charts are in it. */
    locale: z.string().optional(),
  }),
  /** Measure candidates of a Ranking on a data set; result: `measured`. Progress as events. */
  z.object({
    kind: z.literal('measure'),
    folders,
    file: localFileSchema,
    target: z.string().nullable(),
    task: z.enum(DATA_KINDS).nullable(),
    /** Ids of models that are here, best prior first. What was measured in the same work folder is not measured again. */
    candidates: z.array(z.string()),
    budgetSeconds: z.number().positive(),
    seed: z.number().int(),
  }),
]);
export type ChildTask = z.infer<typeof childTaskSchema>;
export type ChildTaskOf<K extends ChildTask['kind']> = Extract<ChildTask, { kind: K }>;

const predictionSchema = z.object({
  /** `row` number or `file` name, as in the CSV. */
  id: z.string(),
  prediction: z.string(),
  confidence: z.number().nullable(),
  /** One a class, in the order of `classes`; empty for series and policies without scores. */
  probabilities: z.array(z.number()),
});
export type Prediction = z.infer<typeof predictionSchema>;

export const measurementSchema = z.object({
  id: z.string(),
  /** Stratified 5-fold accuracy of the ridge probe, 0–1. */
  accuracy: z.number(),
  logme: z.number().nullable(),
  seconds: z.number(),
  /** Mean per-sample difference of correctness to the best candidate and its standard error. */
  difference: z.object({ mean: z.number(), standardError: z.number() }).nullable(),
});
export type Measurement = z.infer<typeof measurementSchema>;

const childResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inspected'), profile: datasetProfileSchema }),
  z.object({ kind: z.literal('checked') }),
  z.object({ kind: z.literal('trained') }),
  z.object({
    kind: z.literal('service-prepared'),
    samples: z.object({ train: z.number().int(), validation: z.number().int(), asked: z.number().int() }),
    /** Of one reading of each part, estimated. */
    tokens: z.object({ train: z.number().int(), validation: z.number().int() }),
  }),
  z.object({
    kind: z.literal('predicted'),
    classes: z.array(z.string()),
    /** The first 100; all of them are in the CSV. */
    predictions: z.array(predictionSchema),
    count: z.number().int(),
    csvPath: z.string().nullable(),
    /** Items that could not be read, with the reason. */
    skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
  }),
  /** A zip. */
  z.object({ kind: z.literal('exported'), path: z.string(), bytes: z.number().int() }),
  z.object({
    kind: z.literal('evaluated'),
    profile: datasetProfileSchema,
    /** Of classifiers. */
    classification: classificationMetricsSchema.nullable(),
    evaluation: classifierEvaluationSchema.nullable(),
    /** Of series and policies. */
    measures: z.array(measureSchema),
    /** The headline figure here against that of the Run's own test part, with a 95 % interval of the difference. */
    comparison: z
      .object({
        name: z.string(),
        run: z.number(),
        file: z.number(),
        difference: z.number(),
        interval: z.tuple([z.number(), z.number()]),
      })
      .nullable(),
    /**
     * Rows (series by their last steps, episodes of logs) that the Run learnt from; null where that is unknown. The figures are of
     * the other rows, unless there are none, or it is a log.
     */
    overlap: z
      .object({
        learnt: z.number().int(),
        of: z.number().int(),
        /** The headline figure with the learnt rows; null for logs. */
        withThem: z.number().nullable(),
      })
      .nullable(),
    notes: z.array(noteSchema),
    /** Paths below the work folder. */
    files: z.array(reportFileSchema),
    skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
  }),
  z.object({
    kind: z.literal('measured'),
    profile: datasetProfileSchema,
    /** Sub-sample size the probe used. */
    n: z.number().int(),
    noTransfer: measurementSchema.nullable(),
    /** Without any training, by likeness to the names of the classes: of the candidate by which it goes best. */
    zeroShot: measurementSchema.nullable(),
    measurements: z.array(measurementSchema),
    /** Candidates that ran out of time or could not run, with the reason. */
    skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
  }),
]);
export type ChildResult = z.infer<typeof childResultSchema>;
export type ChildResultOf<K extends ChildResult['kind']> = Extract<ChildResult, { kind: K }>;

export const childMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: childEventSchema }),
  z.object({ type: z.literal('result'), result: childResultSchema }),
  /** A `UserError` of the child: for the person. */
  z.object({ type: z.literal('refused'), failure: failureSchema }),
  /** A part of the machine does not serve: tried again later. */
  z.object({ type: z.literal('outage'), kind: z.enum(OUTAGE_KINDS), reason: z.string() }),
  /** A bug: logged by the parent. */
  z.object({ type: z.literal('crashed'), stack: z.string() }),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;
