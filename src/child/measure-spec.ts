/** What `/recommend` asks a worker to measure, and what it hears meanwhile and at the end. */
import { z } from 'zod';
import { DATA_KINDS, datasetProfileSchema } from '../datasets/dataset.ts';
import { failureSchema } from '../failure.ts';
import { storedFileSchema } from '../files.ts';
import { measurementSchema } from './messages.ts';

export const measureSpecSchema = z.object({
  dataset: storedFileSchema,
  kind: z.enum(DATA_KINDS),
  target: z.string().nullable(),
  /** Ids of the catalogue, best prior first; those that need a download are measured last. */
  candidates: z.array(z.string()),
  /** For all of it, downloads too. */
  budgetSeconds: z.number().positive(),
  seed: z.number().int(),
});
export type MeasureSpec = z.infer<typeof measureSpecSchema>;

const figures = z.object({
  n: z.number().int(),
  noTransfer: measurementSchema.nullable(),
  zeroShot: measurementSchema.nullable(),
  measurements: z.array(measurementSchema),
  skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
});

/** While it goes on: how far it is, and what was found so far where there is something new. */
export const measureNewsSchema = z.object({
  /** For a person, in English; null where there is nothing to say beyond the share. */
  step: z.string().nullable(),
  fraction: z.number(),
  figures: figures.nullable(),
});
export type MeasureNews = z.infer<typeof measureNewsSchema>;

/** The end: figures, or why there are none. */
export const measureOutcomeSchema = z.union([
  z.object({ figures, profile: datasetProfileSchema }),
  z.object({ failure: failureSchema }),
]);
export type MeasureOutcome = z.infer<typeof measureOutcomeSchema>;
