/** SHA-256 (hex) of a text, of bytes and of files: the name under which content is stored and known again. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** Streamed. @param more files that follow the first, as if they were one */
export async function hashFile(path: string, ...more: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [path, ...more])
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Where content stands in a draw with this seed; SHA-1, for no secret hangs on it. */
export const drawKey = (seed: number, content: string): string =>
  createHash('sha1').update(`${seed}\n${content}`).digest('hex');
