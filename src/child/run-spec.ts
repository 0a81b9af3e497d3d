/** What a Run is asked to do: written by `/finetune`, stored with the Run, sent to the child that trains. */
import { z } from 'zod';
import { DATA_KINDS } from '../datasets/dataset.ts';
import { storedFileSchema } from '../files.ts';

/** `together:…` is Together AI, `remote:…` whichever service the operator named that speaks OpenAI's API. */
export const SERVICE_IDS = ['together', 'remote'] as const;
export type ServiceId = (typeof SERVICE_IDS)[number];

export const UNFREEZE_MODES = ['none', 'head', 'top', 'deep', 'all', 'auto'] as const;

/** A job at a fine-tuning service, as the person agreed to it. */
export const serviceJobSchema = z.object({
  id: z.enum(SERVICE_IDS),
  /** As the service names it. */
  model: z.string(),
  epochs: z.number().int().positive(),
  /** Estimated, of all epochs. */
  tokens: z.number().int(),
  /** What it may cost. */
  dollars: z.number(),
});
export type ServiceJob = z.infer<typeof serviceJobSchema>;

/** What the person asked for. Complete: a worker needs nothing else. */
export const runSpecSchema = z.object({
  dataset: storedFileSchema,
  test: storedFileSchema.nullable().default(null),
  kind: z.enum(DATA_KINDS),
  /** `auto`, a catalogue id, a Hub id with an optional `@revision`, or `together:` or `remote:` with a model of that service. */
  model: z.string().default('auto'),
  /** Of `auto`: the models among which it chooses, in the order in which they are measured; absent, those that are embedded. */
  candidates: z.array(z.string()).optional(),
  /** Of `auto`: names of models that were not fetched from the Hub, though they might be better. */
  notFetched: z.array(z.string()).optional(),
  modelFile: storedFileSchema.nullable().default(null),
  target: z.string().nullable().default(null),
  /** Rare near spellings of classes are taken as the common one. */
  mergeSpellings: z.boolean().optional(),
  unfreeze: z.enum(UNFREEZE_MODES).default('auto'),
  budgetSeconds: z.number().positive(),
  seed: z.number().int(),
  horizon: z.number().int().positive().nullable().default(null),
  /** Where the work is done by a service; absent: here. */
  service: serviceJobSchema.optional(),
});
export type RunSpec = z.infer<typeof runSpecSchema>;
