/**
 * The edge of the gateway. In: HTTP upgrades of anybody. Out: WebSockets of this computer's programs, each with a size
 * limit, a pace and a time within which it must say who it is; everything else is refused or cut off, and no sequence of
 * bytes throws. Next: gateway.ts, which speaks with them.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../../log.ts';

const MAX_FRAME_BYTES = 64 * 1_024;
/** Sockets that have not said who they are; discord.js opens one at a time. */
const MAX_STRANGERS = 32;
/** Discord's own limit of frames a minute (4008 beyond it). */
const MAX_FRAMES = 120;
const PACE_MS = 60_000;
/** A peer that does not read what it is sent is cut off. */
const MAX_UNREAD_BYTES = 4 * 2 ** 20;

export interface SocketOptions {
  server: Server;
  /** Whether host and origin are ours. */
  isLocal: (headers: IncomingMessage['headers']) => boolean;
  /** Within which a socket must have identified itself (`isKnown`), or is closed with 4003. */
  identifyMs: number;
  isKnown: (socket: WebSocket) => boolean;
  onOpen: (socket: WebSocket) => void;
  onFrame: (socket: WebSocket, json: unknown) => void;
  onClose: (socket: WebSocket, code: number) => void;
  log: Logger;
}

/** Returns what closes them all. */
export function acceptSockets(options: SocketOptions): () => Promise<void> {
  const { server, log } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Before anything else: a reset during the upgrade is an event that nobody else hears.
    socket.on('error', (err) => log.debug({ err }, 'upgrade failed'));
    const refusal = refusalOf(request, options);
    if (refusal)
      return void socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n\r\n`, () => socket.destroy());
    const strangers = [...sockets.clients].filter((client) => !options.isKnown(client)).length;
    if (strangers >= MAX_STRANGERS)
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n', () =>
        socket.destroy(),
      );
    sockets.handleUpgrade(request, socket, head, (client) => welcome(client, options));
  };
  sockets.on('wsClientError', (err, socket) => {
    log.debug({ err }, 'not a WebSocket');
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n', () => socket.destroy());
  });
  server.on('upgrade', onUpgrade);
  return () =>
    new Promise((resolve) => {
      server.off('upgrade', onUpgrade);
      for (const client of sockets.clients) client.terminate();
      sockets.close(() => resolve());
    });
}

/** The status with which an upgrade is refused, or null. */
function refusalOf(request: IncomingMessage, { isLocal }: SocketOptions): string | null {
  if (!isLocal(request.headers)) return '403 Forbidden';
  const [path, query = ''] = (request.url ?? '').split('?', 2);
  if (path !== '/gateway' && path !== '/gateway/') return '404 Not Found';
  const asked = new URLSearchParams(query);
  const fits = (asked.get('encoding') ?? 'json') === 'json' && !asked.has('compress');
  return fits ? null : '400 Bad Request';
}

function welcome(client: WebSocket, options: SocketOptions): void {
  const { log, isKnown } = options;
  client.on('error', (err) => log.debug({ err }, 'gateway socket failed'));
  const patience = setTimeout(() => {
    if (!isKnown(client)) cutOff(client, 4003, 'Not authenticated');
  }, options.identifyMs);
  const pace = { sinceMs: Date.now(), frames: 0 };
  const isTooFast = (): boolean => {
    if (Date.now() - pace.sinceMs > PACE_MS) Object.assign(pace, { sinceMs: Date.now(), frames: 0 });
    pace.frames += 1;
    return pace.frames > MAX_FRAMES || client.bufferedAmount > MAX_UNREAD_BYTES;
  };
  client.on('message', (raw) => {
    if (client.readyState !== client.OPEN) return;
    if (isTooFast()) return cutOff(client, 4008, 'Rate limited');
    options.onFrame(client, parseJson(raw));
  });
  client.on('ping', () => {
    if (isTooFast()) cutOff(client, 4008, 'Rate limited');
  });
  client.on('close', (code) => {
    clearTimeout(patience);
    options.onClose(client, code);
  });
  options.onOpen(client);
}

/** Says why, and does not wait for an answer. */
function cutOff(client: WebSocket, code: number, reason: string): void {
  client.close(code, reason);
  setTimeout(() => client.terminate(), 1_000).unref();
}

function parseJson(raw: RawData): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return undefined;
  }
}
