/**
 * The gateway, version 10, JSON, no compression: hello, identify, ready, guild create, heartbeats, resume. In: a
 * bot's WebSocket; out: dispatches. The application has no privileged intents, so asking for one ends the
 * connection with 4014, as on Discord.
 */
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Logger } from '../../log.ts';
import type { Faults } from '../faults/faults.ts';
import { acceptSockets, type SocketOptions } from '../wire/sockets.ts';
import type { Hub } from './hub.ts';
import { guildCreate, type World } from './world.ts';

const HEARTBEAT_MS = 41_250;
/** A bot that says goodbye, or that is not let in, does not resume: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const isResumable = (code: number): boolean =>
  code !== 1000 && code !== 1001 && (code < 4004 || code >= 4015 || code === 4008);
/** Events kept for a bot that lost its connection and resumes. */
const REPLAY_KEPT = 250;
/** GuildMembers, GuildPresences, MessageContent. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

const frame = z.object({ op: z.number().int(), d: z.unknown().optional() });
const identify = z.object({
  token: z.string(),
  intents: z.number().int(),
  shard: z.tuple([z.number(), z.number()]).optional(),
});
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number().int() });

interface Session {
  id: string;
  seq: number;
  sent: { seq: number; text: string }[];
  socket: WebSocket | null;
}
export interface Gateway {
  /** Sends to the bot, or keeps it for one that may resume; false when there is none. */
  dispatch(event: string, data: unknown): boolean;
  readonly online: boolean;
  readonly faults: Pick<Faults, 'dropGateway' | 'askToReconnect' | 'invalidateSession'>;
  close(): Promise<void>;
}
interface GatewayParts extends Pick<SocketOptions, 'server' | 'isLocal' | 'identifyMs'> {
  world: World;
  token: string;
  /** `ws://host:port/gateway`; known once the server listens. */
  url: () => string;
  hub: Hub;
  log: Logger;
  onDispatch?: (event: string, data: unknown) => void;
}

export function openGateway(parts: GatewayParts): Gateway {
  let session: Session | null = null;

  const isToken = (given: string) => given.replace(/^Bot /, '') === parts.token;
  const send = (socket: WebSocket, op: number, d: unknown) =>
    socket.send(JSON.stringify({ op, d, s: null, t: null }));

  const push = (to: Session, event: string, data: unknown) => {
    to.seq += 1;
    const text = JSON.stringify({ op: 0, s: to.seq, t: event, d: data });
    to.sent.push({ seq: to.seq, text });
    if (to.sent.length > REPLAY_KEPT) to.sent.shift();
    if (to.socket?.readyState === to.socket?.OPEN) to.socket?.send(text);
    parts.onDispatch?.(event, data);
  };

  const attach = (to: Session, socket: WebSocket) => {
    if (to.socket && to.socket !== socket) to.socket.close(4000, 'Replaced by a newer connection');
    to.socket = socket;
    parts.hub.emit({ type: 'bot', online: true });
  };

  const onIdentify = (socket: WebSocket, data: unknown) => {
    const parsed = identify.safeParse(data);
    if (!parsed.success) return socket.close(4002, 'Error while decoding payload');
    if (session?.socket === socket) return socket.close(4005, 'Already authenticated');
    if (!isToken(parsed.data.token)) return socket.close(4004, 'Authentication failed');
    if (parsed.data.intents & PRIVILEGED) return socket.close(4014, 'Disallowed intent(s)');
    // One bot at a time: a second one takes the place of the first, as after a crash.
    session?.socket?.close(4000, 'Replaced by a newer connection');
    session = { id: randomUUID(), seq: 0, sent: [], socket: null };
    const { world } = parts;
    const guilds = [...world.places.values()];
    session.socket = socket;
    push(session, 'READY', {
      v: 10,
      user: { ...world.bot, verified: true, mfa_enabled: true, flags: 0 },
      guilds: guilds.map((place) => ({ id: place.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: parts.url(),
      session_type: 'normal',
      private_channels: [],
      application: { id: world.applicationId, flags: 0 },
      ...(parsed.data.shard ? { shard: parsed.data.shard } : {}),
    });
    for (const place of guilds) push(session, 'GUILD_CREATE', guildCreate(place));
    attach(session, socket);
  };

  const onResume = (socket: WebSocket, data: unknown) => {
    const parsed = resume.safeParse(data);
    const known =
      parsed.success &&
      session?.id === parsed.data.session_id &&
      isToken(parsed.data.token) &&
      session.seq - parsed.data.seq <= session.sent.length;
    if (!known || !session) return send(socket, 9, false);
    for (const missed of session.sent) if (missed.seq > parsed.data.seq) socket.send(missed.text);
    attach(session, socket);
    push(session, 'RESUMED', {});
  };

  const onFrame = (socket: WebSocket, json: unknown) => {
    const parsed = frame.safeParse(json);
    if (!parsed.success) return socket.close(4002, 'Error while decoding payload');
    switch (parsed.data.op) {
      case 1:
        return send(socket, 11, null);
      case 2:
        return onIdentify(socket, parsed.data.d);
      case 3: // presence: nobody sees it here
        return;
      case 6:
        return onResume(socket, parsed.data.d);
      default:
        parts.log.warn({ op: parsed.data.op }, 'the playground gateway does not implement this opcode');
        return socket.close(4001, 'Unknown opcode');
    }
  };

  const close = acceptSockets({
    server: parts.server,
    isLocal: parts.isLocal,
    identifyMs: parts.identifyMs,
    isKnown: (socket) => session?.socket === socket,
    onOpen: (socket) => send(socket, 10, { heartbeat_interval: HEARTBEAT_MS }),
    onFrame,
    onClose: (socket, code) => {
      if (session?.socket !== socket) return;
      session.socket = null;
      if (!isResumable(code)) session = null;
      parts.hub.emit({ type: 'bot', online: false });
    },
    log: parts.log,
  });

  return {
    dispatch(event, data) {
      // A bot that lost its connection may resume, and is then told what it missed.
      if (!session) return false;
      push(session, event, data);
      return true;
    },
    faults: {
      dropGateway: (code = 4000) => session?.socket?.close(code, 'Dropped at the wish of a test'),
      askToReconnect: () => session?.socket && send(session.socket, 7, null),
      invalidateSession() {
        const socket = session?.socket;
        session = null;
        parts.hub.emit({ type: 'bot', online: false });
        if (socket) send(socket, 9, false);
      },
    },
    get online() {
      return Boolean(session?.socket);
    },
    close,
  };
}
