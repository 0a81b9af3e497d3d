/**
 * The discord.js client: only the Guilds intent, no mentions ever, Discord's address or the playground's. In: the
 * token. Out: a client that is ready; interactions go to the dispatcher.
 */
import { Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayIntentBits } from 'discord.js';
import type { Shard } from '../config.ts';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';

interface ConnectOptions {
  token: string;
  /** `http://127.0.0.1:PORT/api` of a playground; Discord when left out. */
  apiUrl?: string | undefined;
  /** Of the servers: all, unless several processes share them. */
  shard?: Shard;
  log: Logger;
}

/** @throws UserError `bad-token`; errors of the network as they come. */
export async function connectClient({ token, apiUrl, shard, log }: ConnectOptions): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    // Alone it opens as many as Discord recommends: one up to about a thousand servers.
    ...(shard && shard.count > 1 ? { shards: [shard.index], shardCount: shard.count } : { shards: 'auto' }),
    ...(apiUrl ? { rest: { api: apiUrl } } : {}),
  });
  client.on(Events.Error, (error) => log.error({ err: error }, 'discord client error'));
  client.on(Events.Warn, (message) => log.warn({ message }, 'discord client warning'));
  // Discord ended the session for good and discord.js does not log in again, whichever of the two it says: the entry
  // point logs it and leaves with 1, rather than being deaf. Before the first login, that fails by itself.
  let wasReady = false;
  client.once(Events.ClientReady, () => {
    wasReady = true;
  });
  const leave = (code?: number) => {
    if (!wasReady) return;
    setImmediate(() => {
      throw new Error(`Discord has invalidated the session of the bot${code ? ` (${code})` : ''}.`);
    });
  };
  client.on(Events.Invalidated, () => leave());
  client.on(Events.ShardDisconnect, ({ code }) => {
    log.warn({ code }, 'gateway disconnected, and not again');
    leave(code);
  });
  client.on(Events.ShardResume, () => log.info('gateway resumed'));
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(token);
    return await ready;
  } catch (error) {
    await client.destroy();
    throw isInvalidToken(error) ? badToken() : error;
  }
}

const isInvalidToken = (error: unknown): boolean =>
  error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;

const badToken = () => new UserError('bad-token');

/** Which of the shards hears of a server. https://docs.discord.com/developers/events/gateway#sharding */
export const inShard = (guildId: string, { index, count }: Shard): boolean =>
  Number((BigInt(guildId) >> 22n) % BigInt(count)) === index;
