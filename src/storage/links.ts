/**
 * Links to stored files that Discord does not take. In: a key of the object store. Out: an address that expires, of the
 * store itself where it has such (S3) or of this bot under PUBLIC_URL; null where there is neither. Next: the reply says it.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { ObjectStore } from './objects.ts';
import { signedPath } from './signed-path.ts';

/** The longest an S3 signature lasts. */
const LASTS_SECONDS = 7 * 24 * 3_600;
const SECRET_BYTES = 32;

export interface Links {
  linkTo(key: string): Promise<string | null>;
}

interface LinkOptions {
  objects: ObjectStore;
  /** Without a slash at its end; undefined: this bot serves no files. */
  publicUrl: string | undefined;
  secret: Uint8Array;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export const createLinks = ({ objects, publicUrl, secret, now = Date.now }: LinkOptions): Links => ({
  linkTo: async (key) => {
    const own = await objects.signedUrl(key, LASTS_SECONDS);
    if (own !== null || publicUrl === undefined) return own;
    return publicUrl + signedPath(secret, key, Math.floor(now() / 1_000) + LASTS_SECONDS);
  },
});

/** Made at the first start and kept in the data folder, so that links outlast a restart. */
export async function linkSecret({ dataDir }: Pick<Config, 'dataDir'>): Promise<Uint8Array> {
  const path = join(dataDir, 'link-secret');
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, randomBytes(SECRET_BYTES), { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  return readFile(path);
}
