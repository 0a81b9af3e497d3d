/**
 * A UserError on its way between processes, and as it is stored: code and values, which every reader reads in their own
 * language. Made from `errors.ts`; told by `text/localise.ts`.
 */
import { z } from 'zod';
import { storedValuesSchema } from './text/term.ts';

export const failureSchema = z.object({
  code: z.string(),
  /** In English, for logs, and for readers of a later version whose texts have other codes. */
  message: z.string(),
  context: storedValuesSchema,
});
export type Failure = z.infer<typeof failureSchema>;
