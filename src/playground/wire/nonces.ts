/**
 * A message sent twice with one nonce and `enforce_nonce` → the message of the first time, for some minutes: how a bot that
 * got no answer may send again. https://docs.discord.com/developers/resources/message#create-message
 */
import type { APIMessage } from 'discord-api-types/v10';

/** Discord says "the past few minutes". */
const KEPT_MS = 3 * 60_000;

interface Nonces {
  /** The message that was made with it in this channel, or null. */
  find(channelId: string, nonce: string): APIMessage | null;
  remember(channelId: string, nonce: string, message: APIMessage): void;
}

export function createNonces(now: () => number): Nonces {
  const made = new Map<string, { message: APIMessage; atMs: number }>();
  const keyOf = (channelId: string, nonce: string) => `${channelId} ${nonce}`;
  return {
    find(channelId, nonce) {
      const known = made.get(keyOf(channelId, nonce));
      return known && now() - known.atMs <= KEPT_MS ? known.message : null;
    },
    remember(channelId, nonce, message) {
      // Oldest first: a Map keeps the order in which its keys came.
      for (const [key, { atMs }] of made) {
        if (now() - atMs <= KEPT_MS) break;
        made.delete(key);
      }
      made.set(keyOf(channelId, nonce), { message, atMs: now() });
    },
  };
}
