/**
 * What a chat model read in a description, after the check in `ask-model.ts`: values of our enumerations and numbers
 * of the text, each with the words it was read from. It fills what the rules left open and overrides none of them.
 */
import { z } from 'zod';
import { taskIdSchema } from '../../../knowledge/schema.ts';
import { HARDWARE, LICENCE_WISHES } from '../requirements.ts';

const found = <T extends z.ZodType>(value: T) => z.object({ value, evidence: z.string() }).nullable();

export const hintsSchema = z.object({
  task: found(taskIdSchema),
  hardware: found(z.enum(HARDWARE)),
  licence: found(z.enum(LICENCE_WISHES)),
  access: found(z.enum(['open', 'paid-api'])),
  priority: found(z.enum(['accuracy', 'speed', 'size'])),
  /** ISO 639-1, of those that the lexicon knows. */
  language: found(z.string()),
  offline: found(z.literal(true)),
  maxLatencyMs: found(z.number().positive()),
  maxSizeMiB: found(z.number().positive()),
  sampleCount: found(z.number().int().positive()),
  classCount: found(z.number().int().positive()),
});
export type Hints = z.infer<typeof hintsSchema>;
