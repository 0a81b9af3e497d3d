/**
 * A file or bytes → the folder store, under a temporary name that becomes the key's when all is there: whoever reads the
 * key meanwhile reads the old object to its end, and a process that is killed leaves no half object. Used by `objects.ts`;
 * S3 shows an object when it is whole.
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Beside the objects, on the same disk. */
const DRAFTS = '.drafts';

/** @param key checked by the driver before */
export async function putWhole(folder: string, key: string, source: string | Uint8Array): Promise<void> {
  const draft = join(folder, DRAFTS, randomUUID());
  const path = join(folder, key);
  await mkdir(dirname(draft), { recursive: true });
  try {
    await (typeof source === 'string' ? copyFile(source, draft) : writeFile(draft, source));
    await mkdir(dirname(path), { recursive: true });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
