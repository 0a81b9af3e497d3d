/**
 * RunEvents: what happens to a Run, in order, each a row of `run_events`: what its child tells, and what becomes of it.
 * The announcer turns them into messages.
 */
import { z } from 'zod';
import { childEventSchema } from '../child/events.ts';
import { failureSchema } from '../failure.ts';

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('queued') }),
  z.object({ type: z.literal('started'), attempt: z.number().int() }),
  ...childEventSchema.options,
  z.object({ type: z.literal('retried'), reason: z.string() }),
  z.object({ type: z.literal('succeeded'), artifactKey: z.string() }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
  z.object({ type: z.literal('cancelled'), by: z.string() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
