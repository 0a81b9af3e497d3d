/**
 * An attachment → a file in the work folder and in object storage. Only hosts on the list are asked, over https
 * (the playground's loopback host over http); size and time are limited while the bytes stream; nothing is held in
 * memory.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { isUserError, UserError } from '../errors.ts';
import type { LocalFile, StoredFile } from '../files.ts';
import { requireSpace } from '../storage/free-space.ts';
import type { ObjectStore } from '../storage/objects.ts';
import { formatBytes } from '../text/duration.ts';
import { safeFileName } from '../text/escape.ts';
import type { AttachmentRef } from './attachment.ts';

const DISCORD_HOSTS = ['cdn.discordapp.com', 'media.discordapp.net'];
const TIMEOUT_MS = 120_000;

export interface Downloaded {
  local: LocalFile;
  sha256: string;
  bytes: number;
  /** Copies the file to object storage, where workers find it; content-addressed unless told, so twice is once. */
  store(key?: string): Promise<StoredFile>;
}

export interface Downloads {
  /** A folder of its own for the length of `use`, removed afterwards. */
  inFolder<T>(use: (folder: string) => Promise<T>): Promise<T>;
  /** @throws UserError `attachment-host`, `attachment-too-large`, `attachment-empty`, `attachment-unreachable` */
  fetch(attachment: AttachmentRef, folder: string): Promise<Downloaded>;
  /** A file that was stored before. @throws UserError `object-missing` */
  fetchStored(file: StoredFile, folder: string): Promise<Downloaded>;
}

export interface DownloadOptions {
  objects: ObjectStore;
  /** Work folder; sub-folders are made and removed. */
  dir: string;
  maxBytes: number;
  /** Extra hosts (`host` for https, `host:port` for loopback http). */
  extraHosts: readonly string[];
  timeoutMs?: number;
  /** Below so much free space nothing is taken. */
  minFreeBytes?: number;
}

export const createDownloads = (options: DownloadOptions): Downloads => ({
  async inFolder(use) {
    const folder = join(options.dir, randomUUID());
    await mkdir(folder, { recursive: true });
    await requireSpace(options.dir, options.minFreeBytes ?? 0);
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  async fetch(attachment, folder) {
    const url = allowedUrl(attachment.url, options.extraHosts);
    if (attachment.bytes > options.maxBytes)
      throw tooLarge(attachment.name, attachment.bytes, options.maxBytes);
    const path = join(folder, `${randomUUID().slice(0, 8)}-${safeFileName(attachment.name)}`);
    const { sha256, bytes } = await stream(url, path, attachment.name, options);
    return downloaded({ path, name: attachment.name, sha256, bytes }, options.objects);
  },
  async fetchStored(file, folder) {
    const path = join(folder, `${randomUUID().slice(0, 8)}-${safeFileName(file.name)}`);
    await options.objects.getToFile(file.key, path, file.sha256);
    return downloaded({ ...file, path }, options.objects);
  },
});

/** A file on disk as something that can be stored. */
export function downloaded(
  { path, name, sha256, bytes }: LocalFile & { sha256: string; bytes: number },
  objects: ObjectStore,
): Downloaded {
  return {
    local: { path, name },
    sha256,
    bytes,
    async store(key = `uploads/${sha256}/${safeFileName(name)}`) {
      // What is stored is not touched: a worker may be reading it.
      const isThere = (await objects.exists(key)) && (await objects.size(key)) === bytes;
      if (!isThere) await objects.putFile(key, path);
      return { key, name, bytes, sha256 };
    },
  };
}

function allowedUrl(text: string, extraHosts: readonly string[]): URL {
  const url = new URL(text);
  const secure = url.protocol === 'https:' && [...DISCORD_HOSTS, ...extraHosts].includes(url.host);
  const loopback =
    url.protocol === 'http:' &&
    extraHosts.includes(url.host) &&
    /^(127\.0\.0\.1|localhost)$/.test(url.hostname);
  if (secure || loopback) return url;
  throw new UserError('attachment-host', { protocol: url.protocol, host: url.host });
}

const tooLarge = (name: string, bytes: number, maxBytes: number) =>
  new UserError('attachment-too-large', { name, size: formatBytes(bytes), limit: formatBytes(maxBytes) });

async function stream(url: URL, path: string, name: string, options: DownloadOptions) {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > options.maxBytes) return done(tooLarge(name, bytes, options.maxBytes));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  try {
    // No redirect is followed: it could lead off the list of hosts.
    const response = await fetch(url, { signal, redirect: 'error' });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    // The DOM's type of the stream and Node's describe one and the same object.
    const body = response.body as ReadableStream<Uint8Array>;
    await pipeline(Readable.fromWeb(body), meter, createWriteStream(path), { signal });
  } catch (error) {
    if (isUserError(error)) throw error;
    const reason = signal.aborted
      ? 'it took too long'
      : error instanceof Error
        ? error.message
        : String(error);
    throw new UserError('attachment-unreachable', { name, reason }, { cause: error });
  }
  if (bytes === 0) throw new UserError('attachment-empty', { name });
  return { sha256: hash.digest('hex'), bytes };
}
