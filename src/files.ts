/** A file by what a person calls it and where it is: on this machine, or in object storage. */
import { z } from 'zod';

export const localFileSchema = z.object({ path: z.string(), name: z.string() });
export type LocalFile = z.infer<typeof localFileSchema>;

/** An object in storage: key, file name as the person gave it, size. */
export const storedFileSchema = z.object({
  key: z.string(),
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;
