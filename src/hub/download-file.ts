/**
 * One file of the Hub → a verified file on disk. A download that was cut goes on where it ended, in this process or the
 * next; what arrives is checked against the Hub's own checksum before it gets its name.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isUserError, UserError } from '../errors.ts';
import type { HubFile } from './choose-files.ts';
import type { Fetch } from './hub-errors.ts';

export interface DownloadOptions {
  url: string;
  file: HubFile;
  /** Where it goes; `<path>.part` until it is whole. */
  path: string;
  fetch: Fetch;
  signal?: AbortSignal | undefined;
  /** Bytes of this file that are on disk. */
  onBytes?: (bytes: number) => void;
  /** Before the second attempt; doubled each time. */
  retryMs?: number;
}

const ATTEMPTS = 5;
const RETRY_MS = 500;
/** Without a byte for this long a connection counts as cut. */
const IDLE_MS = 60_000;

/** @throws UserError `hub-checksum`, `hub-wrong-size`, or what `fetch` throws; the signal's reason when aborted */
export async function downloadFile(options: DownloadOptions): Promise<void> {
  const { path, file, signal } = options;
  if ((await sizeOf(path)) === file.size && (await isIntact(path, file))) return;
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      await receive(options, part);
      break;
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
      await wait((options.retryMs ?? RETRY_MS) * 2 ** (attempt - 1), undefined, { signal });
    }
  }
  await rename(part, path);
}

/** Cuts, refused connections and damage in transit pass; an answer of the Hub does not. */
const isPassing = (error: unknown) =>
  !isUserError(error) || ['hub-unreachable', 'hub-checksum'].includes(error.code);

async function receive(options: DownloadOptions, part: string): Promise<void> {
  const { file } = options;
  let have = await sizeOf(part);
  if (have > file.size) {
    await rm(part);
    have = 0;
  }
  if (have < file.size || file.size === 0) await append(options, part, have);
  if (await isIntact(part, file)) return;
  await rm(part, { force: true });
  throw new UserError('hub-checksum', { file: file.path, checksum: file.checksum.hex.slice(0, 12) });
}

async function append({ url, file, fetch, signal, onBytes }: DownloadOptions, part: string, have: number) {
  const idle = new AbortController();
  const both = signal ? AbortSignal.any([signal, idle.signal]) : idle.signal;
  let timer = setTimeout(() => idle.abort(), IDLE_MS);
  try {
    const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
    const response = await fetch(url, { headers, signal: both });
    let written = response.status === 206 ? have : 0;
    const target = await open(part, written > 0 ? 'a' : 'w');
    try {
      for await (const chunk of response.status === 416 ? [] : (response.body ?? [])) {
        clearTimeout(timer);
        timer = setTimeout(() => idle.abort(), IDLE_MS);
        written += chunk.length;
        if (written > file.size) throw wrongSize(file, written);
        await target.write(chunk);
        onBytes?.(written);
      }
    } finally {
      await target.close();
    }
    if (written < file.size) throw new Error(`the connection ended after ${written} of ${file.size} bytes`);
  } finally {
    clearTimeout(timer);
  }
}

const wrongSize = (file: HubFile, seen: number) =>
  new UserError('hub-wrong-size', { file: file.path, seen, size: file.size });

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;

async function isIntact(path: string, { size, checksum }: HubFile): Promise<boolean> {
  if ((await stat(path)).size !== size) return false;
  const hash = createHash(checksum.algorithm === 'git' ? 'sha1' : 'sha256');
  // Git hashes a header before the contents: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
  if (checksum.algorithm === 'git') hash.update(`blob ${size}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex') === checksum.hex;
}
