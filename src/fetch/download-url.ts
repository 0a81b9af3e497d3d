/**
 * An https URL on a host of the operator's list → a file in the work folder. Each hop of a redirect is checked as the
 * first address was; size, silence and total time are limited while the bytes stream. Next: `data-source.ts`.
 */

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { isUserError, UserError } from '../errors.ts';
import { formatBytes } from '../text/duration.ts';
import { safeFileName } from '../text/escape.ts';
import { timeLimit } from '../time-limit.ts';

const MOST_HOPS = 5;
const TOTAL_MS = 600_000;
const IDLE_MS = 30_000;

export interface UrlDownload {
  /** `host` for https; `host:port` of this machine for http too. */
  hosts: readonly string[];
  folder: string;
  maxBytes: number;
  totalMs?: number;
  /** Without a byte for this long the download ends. */
  idleMs?: number;
}

/** @throws UserError `source-host`, `source-too-large`, `source-unreachable`, `source-is-a-page`, `source-empty` */
export async function downloadUrl(
  text: string,
  options: UrlDownload,
): Promise<{ path: string; name: string }> {
  const idle = new AbortController();
  const ms = options.idleMs ?? IDLE_MS;
  let timer = setTimeout(() => idle.abort(), ms);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(), ms);
  };
  const signal = timeLimit(options.totalMs ?? TOTAL_MS, idle.signal);
  try {
    const { response, url } = await follow(text, options.hosts, signal);
    const name = nameOf(response, url);
    refusePage(response, name);
    const path = join(options.folder, `source-${safeFileName(name)}`);
    await receive(response, { path, name, maxBytes: options.maxBytes, alive, signal });
    return { path, name };
  } catch (error) {
    if (isUserError(error)) throw error;
    const reason = signal.aborted ? 'it took too long' : reasonOf(error);
    throw new UserError('source-unreachable', { host: hostOf(text), reason }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};

const hostOf = (text: string): string => (URL.canParse(text) ? new URL(text).host : text.slice(0, 100));

function checkHost(text: string, hosts: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url?.protocol === 'http:' && /^(127\.0\.0\.1|localhost):\d+$/.test(url.host);
  const plain = url?.username === '' && url.password === '';
  if (url && plain && (url.protocol === 'https:' || loopback) && hosts.includes(url.host)) return url;
  const allowed = hosts.length === 0 ? 'none; the operator sets DATASET_HOSTS' : hosts.join(', ');
  const host = url ? `${url.protocol}//${url.host}` : text.slice(0, 100);
  throw new UserError('source-host', { host, allowed });
}

/** Redirects are followed by hand, so that none leads off the list. */
async function follow(text: string, hosts: readonly string[], signal: AbortSignal) {
  let url = checkHost(text, hosts);
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const response = await fetch(url, { signal, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) {
      if (response.ok) return { response, url };
      await response.body?.cancel();
      throw new Error(`the server answered HTTP ${response.status}`);
    }
    await response.body?.cancel();
    url = checkHost(URL.canParse(location, url) ? new URL(location, url).href : location, hosts);
  }
  throw new Error(`more than ${MOST_HOPS} redirects`);
}

/** The file's name as the server gives it (RFC 6266), else the end of the address. */
function nameOf(response: Response, url: URL): string {
  const header = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*\s*=\s*UTF-8'[^']*'([^;]+)/i.exec(header)?.[1];
  const given = /filename\s*=\s*(?:"([^"]*)"|([^;]+))/i.exec(header);
  const raw = encoded ?? given?.[1] ?? given?.[2] ?? url.pathname;
  const decoded = decode(raw.trim());
  return decoded.split(/[/\\]/).findLast((part) => part !== '') ?? 'data';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refusePage(response: Response, name: string): void {
  const type = response.headers.get('content-type') ?? '';
  if (!/^\s*(text\/html|application\/xhtml)/i.test(type)) return;
  response.body?.cancel().catch(() => undefined);
  throw new UserError('source-is-a-page', { name, type });
}

interface Receiving {
  path: string;
  name: string;
  maxBytes: number;
  alive: () => void;
  signal: AbortSignal;
}

async function receive(
  response: Response,
  { path, name, maxBytes, alive, signal }: Receiving,
): Promise<void> {
  const tooLarge = (bytes: number) =>
    new UserError('source-too-large', { name, size: formatBytes(bytes), limit: formatBytes(maxBytes) });
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > maxBytes || !response.body) {
    await response.body?.cancel();
    throw tooLarge(announced);
  }
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      alive();
      bytes += chunk.length;
      done(bytes > maxBytes ? tooLarge(bytes) : null, chunk);
    },
  });
  // The DOM's type of the stream and Node's describe one and the same object.
  const body = response.body as ReadableStream<Uint8Array>;
  await pipeline(Readable.fromWeb(body), meter, createWriteStream(path), { signal });
  if (bytes > 0) return;
  throw new UserError('source-empty', { name });
}
