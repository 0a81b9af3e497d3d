/**
 * The Run: one request to fine-tune, as it is stored, queued and shown. State is a discriminated union; the
 * store is the only writer.
 */
import { z } from 'zod';
import { DATA_KINDS } from '../datasets/dataset.ts';

export const UNFREEZE_MODES = ['none', 'head', 'top', 'deep', 'auto'] as const;

/** An object in storage: key, file name as the person gave it, size. */
export const storedFileSchema = z.object({
  key: z.string(),
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

/** What the person asked for. Complete: a worker needs nothing else. */
export const runSpecSchema = z.object({
  dataset: storedFileSchema,
  test: storedFileSchema.nullable().default(null),
  kind: z.enum(DATA_KINDS),
  /** `auto`, a catalogue id, or a Hub id with an optional `@revision`. */
  model: z.string().default('auto'),
  modelFile: storedFileSchema.nullable().default(null),
  target: z.string().nullable().default(null),
  unfreeze: z.enum(UNFREEZE_MODES).default('auto'),
  budgetSeconds: z.number().positive(),
  seed: z.number().int(),
  horizon: z.number().int().positive().nullable().default(null),
});
export type RunSpec = z.infer<typeof runSpecSchema>;

/** Where the Run is announced, with the bot's token: interaction tokens live only 15 minutes. */
export const runPlaceSchema = z.object({
  guildId: z.string(),
  channelId: z.string(),
  userId: z.string(),
  locale: z.string(),
});
export type RunPlace = z.infer<typeof runPlaceSchema>;

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  context: z.record(z.string(), z.unknown()).default({}),
});
export type Failure = z.infer<typeof failureSchema>;

export type RunState =
  | { state: 'queued' }
  | { state: 'running'; startedAt: Date; attempt: number }
  | { state: 'succeeded'; finishedAt: Date; artifactKey: string }
  | { state: 'failed'; finishedAt: Date; failure: Failure }
  | { state: 'cancelled'; finishedAt: Date };

export type Run = RunState & {
  /** Short, speakable, unique: eight characters of Crockford base32. */
  id: string;
  createdAt: Date;
  spec: RunSpec;
  place: RunPlace;
  /** The live progress message, once posted. */
  progressMessageId: string | null;
  /** True once the final report (or failure) has been posted to the channel. */
  announced: boolean;
};
