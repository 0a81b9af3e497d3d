/** Messages of a channel under the bot token: post, read, edit, delete; with the permissions they need. */
import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import type { FastifyInstance } from 'fastify';
import type { StoredMessage } from '../discord/message-store.ts';
import { type Place, permissionsOf } from '../discord/world.ts';
import type { Parts } from '../playground-parts.ts';
import { type MessageBody, messageBody } from '../schemas/message-schema.ts';
import {
  invalidForm,
  missingPermissions,
  notTheAuthor,
  parseBody,
  tooManyOldEdits,
  unknownMessage,
} from '../wire/discord-error.ts';
import { createNonces } from '../wire/nonces.ts';
import { bodyOf } from './body.ts';
import { placeOfChannel } from './place-routes.ts';

interface Params {
  channel: string;
  id: string;
}

export function registerMessageRoutes(api: FastifyInstance, parts: Parts): void {
  const { messages, world } = parts;
  const nonces = createNonces(parts.now);

  const requirePermission = (place: Place, needed: bigint) => {
    const bot = place.members.get(world.bot.id);
    if (!bot || (permissionsOf(place, bot) & needed) !== needed) throw missingPermissions();
  };
  /** A message that the channel routes know: of this channel and not ephemeral. */
  const find = ({ channel, id }: Params): StoredMessage => {
    const stored = messages.get(id);
    if (stored.message.channel_id !== channel || stored.visibleTo !== null) throw unknownMessage();
    return stored;
  };

  api.post<{ Params: Params }>('/channels/:channel/messages', async (request) => {
    const place = placeOfChannel(world, request.params.channel);
    const { json, files } = bodyOf(request);
    requirePermission(place, Permission.ViewChannel | Permission.SendMessages);
    if (files.length > 0) requirePermission(place, Permission.AttachFiles);
    const body = parseBody(messageBody, json);
    if ((body.flags ?? 0) & 64)
      throw invalidForm(['flags'], 'FLAGS_INVALID', 'Only an interaction answers ephemerally');
    const channelId = place.channel.id;
    const nonce = body.enforce_nonce && body.nonce != null ? String(body.nonce) : null;
    const earlier = nonce === null ? null : nonces.find(channelId, nonce);
    if (earlier) {
      for (const { file } of files) await parts.files.delete(file.id);
      return earlier;
    }
    const extra = {
      ...referenceOf(parts, place, body),
      ...(body.nonce == null ? {} : { nonce: body.nonce }),
    };
    const message = messages.create({ channelId, author: world.bot, body, files, extra });
    if (nonce !== null) nonces.remember(channelId, nonce, message);
    return message;
  });
  api.get<{ Params: Params; Querystring: Paging }>(
    '/channels/:channel/messages',
    async ({ params, query }) => {
      const place = placeOfChannel(world, params.channel);
      requirePermission(place, Permission.ViewChannel | Permission.ReadMessageHistory);
      const shown = messages.list(place.channel.id).filter(({ visibleTo }) => visibleTo === null);
      return pageOf(shown, query).map(({ message }) => message);
    },
  );
  api.get<{ Params: Params }>('/channels/:channel/messages/:id', async ({ params }) => find(params).message);
  api.patch<{ Params: Params }>('/channels/:channel/messages/:id', async (request) => {
    const stored = find(request.params);
    if (stored.message.author.id !== world.bot.id) throw notTheAuthor();
    if (parts.now() - stored.createdMs > parts.limits.editWindowMs) throw tooManyOldEdits();
    const { json, files } = bodyOf(request);
    if (files.length > 0)
      requirePermission(placeOfChannel(world, request.params.channel), Permission.AttachFiles);
    return messages.edit(request.params.id, parseBody(messageBody, json), files);
  });
  api.delete<{ Params: Params }>('/channels/:channel/messages/:id', async (request, reply) => {
    if (find(request.params).message.author.id !== world.bot.id) throw missingPermissions();
    messages.delete(request.params.id);
    return reply.code(204).send();
  });
}

interface Paging {
  limit?: string;
  before?: string;
  after?: string;
}

/** Newest first: those before an id, or those that follow upon one, else the newest. */
function pageOf(shown: readonly StoredMessage[], { limit, before, after }: Paging): StoredMessage[] {
  const count = Math.min(100, Math.max(1, Number(limit ?? 50) || 50));
  const idOf = ({ message }: StoredMessage) => BigInt(message.id);
  if (after)
    return shown
      .filter((one) => idOf(one) > BigInt(after))
      .slice(0, count)
      .reverse();
  const earlier = before ? shown.filter((one) => idOf(one) < BigInt(before)) : shown;
  return earlier.slice(-count).reverse();
}

/** The fields of a reply to another message. */
function referenceOf(parts: Parts, place: Place, body: MessageBody) {
  const id = body.message_reference?.message_id;
  if (!id) return {};
  try {
    const referenced = parts.messages.get(id).message;
    return {
      type: 19 as const,
      message_reference: {
        type: 0 as const,
        message_id: id,
        channel_id: place.channel.id,
        guild_id: place.id,
      },
      referenced_message: referenced,
    };
  } catch (error) {
    if (body.message_reference?.fail_if_not_exists === false) return {};
    throw error;
  }
}
