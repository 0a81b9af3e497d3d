/**
 * The consent of a message's author to somebody else's use of its text and files: who agreed, when, and to which message.
 * Noted with the Run and the Consultation that came of it.
 */
import { z } from 'zod';

export const consentSchema = z.object({ userId: z.string(), at: z.iso.datetime(), messageUrl: z.string() });
export type Consent = z.infer<typeof consentSchema>;
