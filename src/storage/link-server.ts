/**
 * Serves stored files to whoever has a signed address of `links.ts`. In: the store, the secret, a port. Out: a running HTTP
 * server on the loopback interface, behind which the operator puts what PUBLIC_URL names. One range a request; nothing is
 * read into memory. Other paths, methods and signatures get 404.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Logger } from '../log.ts';
import type { ObjectStore } from './objects.ts';
import { openPath } from './signed-path.ts';

interface LinkServerOptions {
  objects: ObjectStore;
  secret: Uint8Array;
  port: number;
  host: string;
  log: Logger;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export interface LinkServer {
  port: number;
  close(): Promise<void>;
}

export async function startLinkServer(options: LinkServerOptions): Promise<LinkServer> {
  const { log, port, host } = options;
  const server = createServer((request, response) => {
    serve(request, response, options).catch((error: unknown) => {
      log.warn({ err: error }, 'a linked file could not be sent');
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address ? address.port : port;
  log.info({ port: listening, host }, 'linked files are served');
  return {
    port: listening,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { objects, secret, now = Date.now }: LinkServerOptions,
): Promise<void> {
  const end = (status: number, text: string, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(text);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(404, 'Not found.');
  const opened = openPath(secret, (request.url ?? '').split('?')[0]!, Math.floor(now() / 1_000));
  if ('refused' in opened)
    return opened.refused === 'expired' ? end(410, 'This link has expired.') : end(404, 'Not found.');
  const path = objects.localPath(opened.key);
  const file = path === null ? null : await stat(path).catch(() => null);
  if (path === null || !file?.isFile()) return end(404, 'This file was deleted.');
  const range = rangeOf(request.headers.range, file.size);
  if (range === 'unsatisfiable')
    return end(416, 'There is no such range.', { 'content-range': `bytes */${file.size}` });
  const { from, to } = range ?? { from: 0, to: file.size - 1 };
  response.writeHead(range ? 206 : 200, {
    ...headersOf(opened.key),
    'content-length': to - from + 1,
    ...(range && { 'content-range': `bytes ${from}-${to}/${file.size}` }),
  });
  if (request.method === 'HEAD' || file.size === 0) {
    response.end();
    return;
  }
  await pipeline(createReadStream(path, { start: from, end: to }), response);
}

/** Always a download: nothing that a person uploaded runs as a page of this address. */
const headersOf = (key: string): Record<string, string> => {
  const name = key
    .split('/')
    .at(-1)!
    .replace(/[^\w.-]/g, '_');
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'referrer-policy': 'no-referrer',
  };
};

/** One range of RFC 9110, § 14.1.2; null: all of it, as for several ranges, which may be ignored. */
export function rangeOf(
  header: string | undefined,
  size: number,
): { from: number; to: number } | null | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { from: size - length, to: size - 1 };
  }
  const [from, to] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
  if (last !== '' && Number(last) < from) return null;
  return from >= size ? 'unsatisfiable' : { from, to };
}
