/** Posting and editing by channel id with the bot's token: what the announcer needs of Discord, and no more. */
import { type Client, DiscordAPIError, type SendableChannels, SnowflakeUtil } from 'discord.js';
import { payload, type Reply } from '../reply.ts';

interface PostedMessage {
  id: string;
  /** Footers of its embeds, and the small print of its text: how a report already posted is recognised. */
  footers: string[];
}

export interface Channel {
  /** @param nonce the same nonce within minutes posts once only. Returns the message id. */
  post(channelId: string, reply: Reply, nonce: string): Promise<string>;
  edit(channelId: string, messageId: string, reply: Reply): Promise<void>;
  /** The bot's own messages since that moment, whoever else wrote between; empty where history may not be read. */
  ownMessagesSince(channelId: string, since: Date): Promise<PostedMessage[]>;
}

export class ChannelGoneError extends Error {
  override readonly name = 'ChannelGoneError';
}

// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
const GONE = [10_003, 10_004];
const FORBIDDEN = [50_001, 50_013];
const UNKNOWN_MESSAGE = 10_008;
const TOO_MANY_EDITS_OF_OLD = 30_046;
const TOO_LARGE = 40_005;
const INVALID = [50_006, 50_035];

const hasCode = (error: unknown, codes: readonly number[]): boolean =>
  error instanceof DiscordAPIError && codes.includes(Number(error.code));
/** The message to edit was deleted, or is too old for so many edits: a new one is due. */
export const needsNewMessage = (error: unknown): boolean =>
  hasCode(error, [UNKNOWN_MESSAGE, TOO_MANY_EDITS_OF_OLD]);
export const isTooLarge = (error: unknown): boolean =>
  hasCode(error, [TOO_LARGE]) || (error instanceof DiscordAPIError && error.status === 413);
/** Discord will never take it: a field is empty, too long or of a wrong form. */
export const isInvalid = (error: unknown): boolean => hasCode(error, INVALID);
/** A permission is missing, which somebody may give back. */
export const isForbidden = (error: unknown): boolean => hasCode(error, FORBIDDEN);
/** Nobody can be told any more: the channel was deleted, or the bot removed from the server. */
export const isChannelGone = (error: unknown): boolean =>
  error instanceof ChannelGoneError || hasCode(error, GONE);

export function createChannel(client: Client<true>): Channel {
  const open = async (channelId: string) => {
    const channel = await client.channels.fetch(channelId);
    if (channel?.isSendable()) return channel;
    throw new ChannelGoneError(`channel ${channelId} takes no messages`);
  };
  return {
    async post(channelId, reply, nonce) {
      const channel = await open(channelId);
      return (await channel.send({ ...payload(reply), nonce, enforceNonce: true })).id;
    },
    async edit(channelId, messageId, reply) {
      await (await open(channelId)).messages.edit(messageId, payload(reply));
    },
    async ownMessagesSince(channelId, since) {
      try {
        return await readSince(await open(channelId), since);
      } catch (error) {
        if (isChannelGone(error) || isForbidden(error)) return [];
        throw error;
      }
    },
  };
}

interface Footed {
  content?: string;
  embeds?: readonly { footer?: { text: string } | null }[];
}

export const footersOf = ({ content = '', embeds = [] }: Footed): string[] => [
  ...embeds.flatMap(({ footer }) => (footer ? [footer.text] : [])),
  ...content.split('\n').filter((line) => line.startsWith('-# ')),
];

/** So many messages of all authors are looked through at most, 100 a request. */
const MOST_PAGES = 50;

async function readSince(channel: SendableChannels, since: Date): Promise<PostedMessage[]> {
  const own: PostedMessage[] = [];
  let after = SnowflakeUtil.generate({ timestamp: since, increment: 0n }).toString();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const messages = await channel.messages.fetch({ after, limit: 100, cache: false });
    for (const message of messages.values()) {
      const { id, author } = message;
      if (BigInt(id) > BigInt(after)) after = id;
      if (author.id === channel.client.user.id) own.push({ id, footers: footersOf(message) });
    }
    if (messages.size < 100) break;
  }
  return own;
}
