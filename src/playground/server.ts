/**
 * A local Discord: REST v10 and gateway v10 for an unmodified discord.js, a CDN for attachments, an API and a page
 * for the person. `startPlayground` builds the parts and listens on 127.0.0.1 only. Next: rest/api.ts for the bot's
 * side, person-api.ts for the person's, page-routes.ts for the page.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import Fastify, { type FastifyInstance } from 'fastify';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type Access, createAccess } from './access.ts';
import { createCommandBook } from './discord/commands.ts';
import { openFileStore, type StoredFile } from './discord/file-store.ts';
import { openGateway } from './discord/gateway.ts';
import { createHub } from './discord/hub.ts';
import { createInteractions } from './discord/interactions.ts';
import { DEFAULT_LIMITS, type Limits } from './discord/limits.ts';
import { createMessageStore } from './discord/message-store.ts';
import { createSnowflakes } from './discord/snowflake.ts';
import { createWorld } from './discord/world.ts';
import { createFaultSwitches, type FaultSwitches, type Faults } from './faults/faults.ts';
import { registerPage } from './page-routes.ts';
import { registerPersonApi } from './person/person-api.ts';
import type { Exchange, Parts } from './playground-parts.ts';
import { registerApi } from './rest/api.ts';

export type { Exchange } from './playground-parts.ts';

export interface PlaygroundOptions {
  /** 0 takes a free port. */
  port: number;
  log: Logger;
  uploadLimitBytes?: number;
  /** Other limits, shortened by tests that cannot wait an hour. */
  limits?: Partial<Limits>;
  botName?: string;
  /** The secret of the page's address; made anew at every start unless a test gives one. */
  key?: string;
  /** Names of the guilds; each has one channel. */
  guilds?: readonly string[];
  /** Where uploads are kept, emptied at start and at close; absent: a new temporary folder. */
  filesFolder?: string;
  /** Channels of every guild that a role alone sees, as the gateway describes them. */
  privateChannels?: readonly { name: string; role: string }[];
  /** Permission bits of the bot's role; absent: those of an ordinary member. */
  botPermissions?: bigint;
  /** Hears of every REST request of the bot after its answer. */
  onRequest?: (exchange: Exchange) => void;
  /** Hears of every gateway event sent to the bot. */
  onDispatch?: (event: string, data: unknown) => void;
}

export interface Playground {
  /** The page: `http://127.0.0.1:PORT/?key=SECRET`. Whoever has it may act as any person. */
  url: string;
  /** For discord.js: `rest: { api }`. */
  apiUrl: string;
  /** `host:port` of attachment addresses. */
  cdnHost: string;
  /** What the bot logs in with; made anew at every start. */
  token: string;
  /** Attaches a structured result to a message, for Persons to read. */
  annotate(messageId: string, result: unknown): void;
  /** What goes wrong on the wire at a test's wish. */
  faults: Faults;
  close(): Promise<void>;
}

export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  if (options.uploadLimitBytes !== undefined) limits.uploadBytes = options.uploadLimitBytes;
  const app = Fastify({
    forceCloseConnections: true,
    bodyLimit: 2 ** 20,
    routerOptions: { maxParamLength: 512 },
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  let port = options.port;
  const access = createAccess(() => port, options.key);
  const { switches, connect } = createFaultSwitches();
  const parts = await createParts(app, { ...options, access, faults: switches }, limits);
  guardHost(app, access);
  registerApi(app, parts, options.onRequest);
  registerPersonApi(app, parts);
  registerCdn(app, parts);
  registerPage(app, access);

  try {
    await app.listen({ port, host: '127.0.0.1' });
  } catch (error) {
    await parts.files.close();
    throw portError(error, port);
  }
  const address = app.server.address();
  if (typeof address === 'object' && address) port = address.port;
  options.log.info({ port }, 'the playground listens');

  return {
    url: `${parts.address()}/?key=${access.key}`,
    apiUrl: `${parts.address()}/api`,
    cdnHost: `127.0.0.1:${port}`,
    token: parts.token,
    annotate: (messageId, result) => parts.messages.annotate(messageId, result),
    faults: connect({
      world: parts.world,
      dispatch: (event, data) => parts.gateway.dispatch(event, data),
      gateway: parts.gateway.faults,
    }),
    async close() {
      parts.interactions.close();
      await parts.gateway.close();
      await app.close();
      await parts.files.close();
    },
  };
}

async function createParts(
  app: FastifyInstance,
  options: PlaygroundOptions & { access: Access; faults: FaultSwitches },
  limits: Limits,
): Promise<Parts> {
  const { access, faults, log } = options;
  const now = () => Date.now() + faults.skewMs();
  const nextId = createSnowflakes(now);
  const hub = createHub();
  const world = createWorld({
    botName: options.botName ?? 'Tunesmith',
    guilds: options.guilds ?? ['Tunesmith playground'],
    botPermissions: options.botPermissions,
    privateChannels: options.privateChannels,
  });
  const token = `playground.${randomBytes(24).toString('base64url')}`;
  const address = (): string => {
    const bound = app.server.address();
    return `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : options.port}`;
  };
  const files = await openFileStore(nextId, () => limits.uploadBytes, options.filesFolder);
  const fileUrl = (channelId: string, file: StoredFile) => {
    const path = `/cdn/attachments/${channelId}/${file.id}/${encodeURIComponent(file.filename)}`;
    return `${address()}${path}?hm=${access.sign(file.id)}`;
  };
  const messages = createMessageStore({
    nextId,
    now,
    hub,
    files,
    fileUrl,
    messagesKept: limits.messagesKept,
  });
  const commands = createCommandBook(world.applicationId, nextId, () => hub.emit({ type: 'commands' }));
  const gateway = openGateway({
    server: app.server,
    isLocal: access.isLocal,
    identifyMs: limits.identifyMs,
    world,
    token,
    url: () => `${address().replace(/^http/, 'ws')}/gateway`,
    hub,
    log,
    onDispatch: options.onDispatch,
  });
  const dispatch = (payload: Record<string, unknown>) => gateway.dispatch('INTERACTION_CREATE', payload);
  const interactions = createInteractions({ world, nextId, now, hub, messages, limits, dispatch });
  return {
    access,
    world,
    token,
    limits,
    now,
    nextId,
    hub,
    files,
    messages,
    commands,
    interactions,
    gateway,
    faults,
    address,
    fileUrl,
    log,
  };
}

/** Of everybody together; the bot and a page need a few. */
const MAX_CONNECTIONS = 256;

function guardHost(app: FastifyInstance, access: Access): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!access.isLocal(request.headers)) return reply.code(403).send({ message: 'Loopback only', code: 0 });
  });
}

function registerCdn(app: FastifyInstance, parts: Parts): void {
  app.get<{ Params: { id: string; name: string }; Querystring: { hm?: unknown } }>(
    '/cdn/attachments/:channel/:id/:name',
    (request, reply) => {
      const file = parts.files.get(request.params.id);
      const signed = parts.access.isSigned(request.params.id, String(request.query.hm ?? ''));
      if (!signed || !file || file.filename !== request.params.name)
        return reply.code(404).send('This content is no longer available.');
      const shown = /^(image\/(png|jpeg|gif|webp)|audio\/)/.test(file.contentType);
      return reply
        .headers({
          'content-type': file.contentType,
          'content-length': file.size,
          'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
          'x-content-type-options': 'nosniff',
          'content-security-policy': "sandbox; default-src 'none'",
        })
        .send(createReadStream(file.path));
    },
  );
}

function portError(error: unknown, port: number): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) return error;
  return new UserError('port-in-use', { port }, { cause: error });
}
