/**
 * Requirements: what a person needs, as understood from slash options, free text and the attached data.
 * `understand/understand.ts` makes them; `recommend.ts` takes them; the person may correct them in between.
 */
import { z } from 'zod';
import { kindSchema, taskIdSchema } from '../../knowledge/schema.ts';

export const HARDWARE = ['phone', 'browser', 'edge', 'laptop', 'server', 'gpu'] as const;
export const LICENCE_WISHES = ['any', 'commercial', 'permissive'] as const;
export const ACCESS_WISHES = ['any', 'open', 'paid-api'] as const;
export const PRIORITIES = ['balanced', 'accuracy', 'speed', 'size'] as const;

/** One thing that was understood: `source` says from where, `evidence` quotes it. */
const understoodSchema = z.object({
  field: z.enum([
    'task',
    'unserved',
    'samples',
    'classes',
    'latency',
    'size',
    'hardware',
    'licence',
    'access',
    'language',
    'priority',
    'offline',
    'families',
    'excluded',
    'actions',
    'conflict',
  ]),
  value: z.string(),
  source: z.enum(['option', 'words', 'model', 'similarity', 'dataset', 'assumed']),
  evidence: z.string(),
});
export type Understood = z.infer<typeof understoodSchema>;

export const requirementsSchema = z.object({
  description: z.string(),
  task: taskIdSchema.nullable(),
  kind: kindSchema.nullable(),
  /** Id in `knowledge/tasks/unserved.json` when the request is one that the catalogue cannot serve. */
  unserved: z.string().nullable(),
  licence: z.enum(LICENCE_WISHES),
  access: z.enum(ACCESS_WISHES),
  /** For one input. */
  maxLatencyMs: z.number().positive().nullable(),
  maxSizeMiB: z.number().positive().nullable(),
  hardware: z.enum(HARDWARE).nullable(),
  priority: z.enum(PRIORITIES),
  offline: z.boolean(),
  sampleCount: z.number().int().nonnegative().nullable(),
  classCount: z.number().int().positive().nullable(),
  /** Counting words and letters solves such a task, without a pretrained model. */
  wordsSuffice: z.boolean().default(false),
  fewSamples: z.boolean(),
  manySamples: z.boolean(),
  continuousActions: z.boolean(),
  /** ISO 639-1; `*` means several languages at once. Empty where language does not matter. */
  languages: z.array(z.string()),
  /** Ids of models whose family or name was asked for, or refused. */
  named: z.array(z.string()),
  excluded: z.array(z.string()),
  /** How many candidates to show. */
  top: z.number().int().min(1).max(10),
  understood: z.array(understoodSchema),
});
export type Requirements = z.infer<typeof requirementsSchema>;

/** Few: at most 50 a class, or 500 in all when the classes are not known. Many: 5,000 and more. */
export function sizeFlags(sampleCount: number | null, classCount: number | null) {
  if (sampleCount === null) return { fewSamples: false, manySamples: false };
  const few = classCount === null ? sampleCount <= 500 : sampleCount / classCount <= 50;
  return { fewSamples: few, manySamples: sampleCount >= 5_000 };
}
