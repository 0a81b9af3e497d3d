/** What the child tells while it works. The worker stores these as events of the Run; see `runs/events.ts`. */
import { z } from 'zod';
import { datasetProfileSchema } from '../datasets/dataset.ts';

const progressSchema = z.object({
  type: z.literal('progress'),
  /** What is being done, for a person: "Extracting features", "Training the head (trial 3 of 8)". */
  step: z.string(),
  /** Of the whole Run, 0–1. */
  fraction: z.number().min(0).max(1),
  etaSeconds: z.number().nonnegative().nullable(),
});

export const childEventSchema = z.discriminatedUnion('type', [
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
]);
export type ChildEvent = z.infer<typeof childEventSchema>;
