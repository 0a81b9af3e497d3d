/** RunEvents: what happens to a Run, in order, each a row of `run_events`. The announcer turns them into messages. */
import { z } from 'zod';
import { datasetProfileSchema } from '../datasets/dataset.ts';
import { failureSchema } from './run.ts';

const progressSchema = z.object({
  type: z.literal('progress'),
  /** What is being done, for a person: "Extracting features", "Training the head (trial 3 of 8)". */
  step: z.string(),
  /** Of the whole Run, 0–1. */
  fraction: z.number().min(0).max(1),
  etaSeconds: z.number().nonnegative().nullable(),
});

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('queued') }),
  z.object({ type: z.literal('started'), attempt: z.number().int() }),
  z.object({ type: z.literal('dataset'), profile: datasetProfileSchema }),
  progressSchema,
  z.object({
    type: z.literal('epoch'),
    model: z.string(),
    epoch: z.number().int(),
    trainLoss: z.number(),
    validationLoss: z.number(),
    validationScore: z.number(),
  }),
  z.object({ type: z.literal('retried'), reason: z.string() }),
  z.object({ type: z.literal('succeeded'), artifactKey: z.string() }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
  z.object({ type: z.literal('cancelled'), by: z.string() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
