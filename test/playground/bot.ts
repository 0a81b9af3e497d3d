/** A small real bot for the tests: discord.js, unmodified, against a playground. */
import {
  type ApplicationCommandDataResolvable,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
} from 'discord.js';
import type { Playground } from '../../src/playground/server.ts';

export interface TestBot {
  client: Client<true>;
  /** What a handler threw, for the test to look at. */
  failures: unknown[];
  close(): Promise<void>;
}

/** Logs in, registers `commands` and answers interactions with `handle`. */
export async function startBot(
  playground: Playground,
  commands: readonly ApplicationCommandDataResolvable[],
  handle: (interaction: Interaction) => Promise<unknown>,
): Promise<TestBot> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: playground.apiUrl },
  });
  const failures: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    handle(interaction).catch((error: unknown) => failures.push(error));
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(playground.token);
  const online = await ready;
  await online.application.commands.set([...commands]);
  return { client: online, failures, close: () => client.destroy() };
}
