/**
 * The Run: one request to fine-tune (`child/run-spec.ts`), as it is stored, queued and shown. State is a discriminated union; the
 * store is the only writer.
 */
import { z } from 'zod';
import type { RunSpec } from '../child/run-spec.ts';
import { consentSchema } from '../consent.ts';
import type { Failure } from '../failure.ts';
import type { RemoteState } from '../remote/job-state.ts';
import type { Headline } from '../report/short/headline.ts';

/** Where the Run is announced, with the bot's token: interaction tokens live only 15 minutes. */
export const runPlaceSchema = z.object({
  guildId: z.string(),
  channelId: z.string(),
  userId: z.string(),
  locale: z.string(),
  /** Absent where the person attached their own. */
  consent: consentSchema.optional(),
});
export type RunPlace = z.infer<typeof runPlaceSchema>;

export type RunState =
  | { state: 'queued' }
  | { state: 'running'; startedAt: Date; attempt: number }
  | { state: 'succeeded'; finishedAt: Date; artifactKey: string; headline: Headline | null }
  | { state: 'failed'; finishedAt: Date; failure: Failure }
  | { state: 'cancelled'; finishedAt: Date };

export type Run = RunState & {
  /** Short, speakable, unique: eight characters of Crockford base32. */
  id: string;
  createdAt: Date;
  spec: RunSpec;
  place: RunPlace;
  /** Which bot took it, and alone announces it: `discord:<application>` or `playground:<application>`. */
  chat: string | null;
  /** The live progress message, once posted. */
  progressMessageId: string | null;
  /** Its files and its job at a service; absent where there are none. */
  remote?: RemoteState | undefined;
  /** True once the final report (or failure) has been posted to the channel. */
  announced: boolean;
};
