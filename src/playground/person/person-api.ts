/**
 * The playground's own HTTP API below `/person`, used by the page and by Person: sessions, uploads, commands and
 * the other acts, and the stream of events (SSE). Errors are `{code, message}` for the person to read.
 */

import type { IncomingMessage } from 'node:http';
import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isUserError, UserError } from '../../errors.ts';
import type { PlaygroundEvent } from '../discord/hub.ts';
import type { Actor } from '../discord/interaction-payload.ts';
import { UPLOAD_BYTES_OF_TIER } from '../discord/limits.ts';
import { addRole, apiGuild, makeUser, OWNER_NAME, type Place, userId } from '../discord/world.ts';
import type { Parts } from '../playground-parts.ts';
import { DiscordError } from '../wire/discord-error.ts';
import { createActs } from './person-acts.ts';
import {
  autocompleteRequest,
  commandRequest,
  componentRequest,
  localeRequest,
  messageCommandRequest,
  modalRequest,
  postRequest,
  type Session,
  sessionRequest,
  tierRequest,
} from './person-schema.ts';

const PING_MS = 20_000;
const MAX_UNREAD_BYTES = 16 * 2 ** 20;

export function registerPersonApi(app: FastifyInstance, parts: Parts): void {
  app.register(
    async (api) => {
      const sessions = new Map<string, Actor>();
      api.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      api.setErrorHandler((error, _request, reply) => answerError(error, reply, parts));
      api.addHook('onRequest', async (request) => {
        if (!parts.access.knowsKey(request.headers)) throw noKey();
      });
      registerSessions(api, parts, sessions);
      registerActs(api, parts, sessions);
    },
    { prefix: '/person' },
  );
}

const noKey = () => new UserError('playground-key');

function answerError(error: unknown, reply: FastifyReply, parts: Parts) {
  if (isUserError(error)) {
    const { code, message, context } = error;
    return reply.code(400).send({ code, message, context });
  }
  if (error instanceof DiscordError && error.code === 40005) {
    const limit = parts.limits.uploadBytes;
    const message = `The file is larger than the upload limit of ${limit} bytes. Send a smaller one.`;
    return reply.code(413).send({ code: 'file-too-large', message });
  }
  if (error instanceof DiscordError)
    return reply.code(error.status).send({ code: 'refused', message: error.message });
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    return reply
      .code(400)
      .send({ code: 'bad-request', message: `${issue?.path.join('.')}: ${issue?.message}` });
  }
  const refused = refusalSchema.safeParse(error);
  if (refused.success)
    return reply.code(refused.data.statusCode).send({ code: 'bad-request', message: refused.data.message });
  parts.log.error({ err: error }, 'the playground failed at a person’s request');
  return reply.code(500).send({ code: 'internal', message: 'The playground failed; its log says why.' });
}

/** Fastify's own, of a body that was cut off, is of a wrong length or is no JSON. */
const refusalSchema = z.object({ statusCode: z.number().int().min(400).max(499), message: z.string() });

/** The person behind a request: the header `x-session`, or `?session=` for EventSource. */
function actorOf(sessions: Map<string, Actor>, request: FastifyRequest): Actor {
  const query = z.object({ session: z.string().optional() }).parse(request.query);
  const id = request.headers['x-session'] ?? query.session;
  const actor = typeof id === 'string' ? sessions.get(id) : undefined;
  if (!actor) throw new UserError('unknown-session');
  return actor;
}

function registerSessions(api: FastifyInstance, parts: Parts, sessions: Map<string, Actor>): void {
  const { world } = parts;
  const describe = (id: string, { place, member, locale }: Actor): Session => ({
    id,
    user: { id: member.user.id, name: member.user.username },
    guild: { id: place.id, name: place.name, tier: place.tier },
    channel: place.channel,
    roles: place.roles
      .filter((role) => member.roleIds.includes(role.id))
      .map(({ id, name }) => ({ id, name })),
    locale,
    bot: { id: world.bot.id, name: world.bot.username, online: parts.gateway.online },
    uploadLimitBytes: parts.limits.uploadBytes,
    guilds: [...world.places.values()].map(({ id, name }) => ({ id, name })),
  });

  api.post('/session', async (request) => {
    const wish = sessionRequest.parse(request.body ?? {});
    const places = [...world.places.values()];
    const place = wish.guild === undefined ? places[0] : places.find((one) => one.name === wish.guild);
    if (!place) {
      const names = places.map((one) => one.name).join(', ');
      throw new UserError('unknown-guild', { guild: wish.guild ?? '', names });
    }
    const actor = { place, member: joinPlace(parts, place, wish), locale: wish.locale };
    const id = parts.nextId();
    sessions.set(id, actor);
    if (sessions.size > 1_000) sessions.delete([...sessions.keys()][0]!);
    return describe(id, actor);
  });
  api.patch('/session', async (request) => {
    const actor = actorOf(sessions, request);
    actor.locale = localeRequest.parse(request.body).locale;
    return { locale: actor.locale };
  });
  // The boosts of a real server are not one person's to set; here there is nobody else.
  api.patch('/guild', async (request) => {
    const { place } = actorOf(sessions, request);
    const { tier } = tierRequest.parse(request.body);
    for (const one of world.places.values()) {
      one.tier = tier;
      parts.gateway.dispatch('GUILD_UPDATE', apiGuild(one));
    }
    parts.limits.uploadBytes = UPLOAD_BYTES_OF_TIER[tier]!;
    return { tier: place.tier, uploadLimitBytes: parts.limits.uploadBytes };
  });
  api.get('/commands', async (request) => {
    const { place, member } = actorOf(sessions, request);
    return parts.commands.visibleTo(place, member);
  });
  api.get('/messages', async (request) => {
    const { place, member } = actorOf(sessions, request);
    return parts.messages
      .list(place.channel.id)
      .filter((one) => one.visibleTo === null || one.visibleTo === member.user.id)
      .map(({ message, result }) => ({ message, result }));
  });
  api.get('/events', (request, reply) => streamEvents(parts, actorOf(sessions, request), request, reply));
}

/** Finds or makes the member of that name; the nameless person is the owner. */
function joinPlace(parts: Parts, place: Place, wish: z.infer<typeof sessionRequest>) {
  const name = wish.name ?? OWNER_NAME;
  const id = userId(name);
  const known = place.members.get(id);
  const member = known ?? { user: makeUser(id, name), roleIds: [], joinedAt: new Date().toISOString() };
  place.members.set(member.user.id, member);
  const wanted = [...wish.roles, ...(wish.admin ? ['Administrator'] : [])];
  for (const roleName of wanted) {
    let role = place.roles.find((one) => one.name === roleName);
    if (!role) {
      role = addRole(place, roleName, roleName === 'Administrator' ? Permission.Administrator : 0n);
      parts.gateway.dispatch('GUILD_ROLE_CREATE', { guild_id: place.id, role });
    }
    if (!member.roleIds.includes(role.id)) member.roleIds.push(role.id);
  }
  return member;
}

function registerActs(api: FastifyInstance, parts: Parts, sessions: Map<string, Actor>): void {
  const acts = createActs(parts);
  const actor = (request: FastifyRequest) => actorOf(sessions, request);

  api.post<{ Querystring: { filename?: string } }>('/uploads', async (request) => {
    actor(request);
    const stream = request.body as IncomingMessage;
    const file = await parts.files.put(
      stream,
      request.query.filename ?? 'file',
      request.headers['x-file-type']?.toString(),
    );
    return { id: file.id, filename: file.filename, size: file.size };
  });
  api.post('/commands', async (request) =>
    acts.runCommand(actor(request), commandRequest.parse(request.body)),
  );
  api.post('/autocomplete', async (request) =>
    acts.autocomplete(actor(request), autocompleteRequest.parse(request.body)),
  );
  api.post('/components', async (request) =>
    acts.useComponent(actor(request), componentRequest.parse(request.body)),
  );
  api.post('/modals', async (request) => acts.submitModal(actor(request), modalRequest.parse(request.body)));
  api.post('/message-commands', async (request) =>
    acts.useMessageCommand(actor(request), messageCommandRequest.parse(request.body)),
  );
  api.post('/messages', async (request) => acts.post(actor(request), postRequest.parse(request.body)));
}

/** Whether an event concerns this person. */
function concerns(event: PlaygroundEvent, { place, member }: Actor): boolean {
  if (event.type === 'interaction') return event.userId === member.user.id;
  if (event.type !== 'message') return true;
  const mine = event.visibleTo === null || event.visibleTo === member.user.id;
  return mine && event.message.channel_id === place.channel.id;
}

function streamEvents(parts: Parts, actor: Actor, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  const out = reply.raw;
  // A reset, or a write after it, is an event that nobody else hears.
  out.on('error', (err) => parts.log.debug({ err }, 'a stream of events failed'));
  out.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  const write = (event: unknown) => {
    out.write(`data: ${JSON.stringify(event)}\n\n`);
    // Who does not read is cut off, and connects again.
    if (out.writableLength > MAX_UNREAD_BYTES) out.destroy();
  };
  write({ type: 'hello', online: parts.gateway.online });
  const stop = parts.hub.listen((event) => {
    if (concerns(event, actor)) write(event);
  });
  const ping = setInterval(() => out.write(': ping\n\n'), PING_MS);
  request.raw.on('close', () => {
    clearInterval(ping);
    stop();
  });
}
