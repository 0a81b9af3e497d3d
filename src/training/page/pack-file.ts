/** Bytes → text that a page carries: gzip in base64. `browser/unpack.ts` reads it. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

export const packFile = async (bytes: Uint8Array): Promise<string> =>
  (await compress(bytes, { level: 9 })).toString('base64');
