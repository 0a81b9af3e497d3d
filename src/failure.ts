/** A UserError on its way between processes, and as it is stored. Made from `errors.ts`; read by whoever tells a person. */
import { z } from 'zod';

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  context: z.record(z.string(), z.unknown()).default({}),
});
export type Failure = z.infer<typeof failureSchema>;
