import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChannel } from '../../src/discord/announce/channel.ts';
import { createLogger } from '../../src/log.ts';
import { Person } from '../../src/playground/person/person.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { startBot, type TestBot } from './bot.ts';

let playground: Playground;
let bot: TestBot;
let channelId: string;
beforeAll(async () => {
  playground = await startPlayground({ port: 0, log: createLogger('silent') });
  bot = await startBot(playground, [], async () => {});
  channelId = bot.client.channels.cache.findKey((channel) => channel.isSendable())!;
});
afterAll(async () => {
  await bot.close();
  await playground.close();
});

test('a message sent twice with one nonce is posted once', async () => {
  const channel = createChannel(bot.client);
  const first = await channel.post(channelId, { content: 'report' }, 'f-7K2M9QXC');
  expect(await channel.post(channelId, { content: 'report' }, 'f-7K2M9QXC')).toBe(first);
  expect(await channel.post(channelId, { content: 'report' }, 'g-7K2M9QXC')).not.toBe(first);
});

test('an earlier report is found behind hundreds of messages, and none from before the moment', async () => {
  const channel = createChannel(bot.client);
  const person = await Person.connect(playground.url);
  const footer = (text: string) => ({ embeds: [{ title: 'x', footer: { text } }] });
  await channel.post(channelId, footer('long before'), 'a');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const since = new Date();
  for (let i = 0; i < 240; i += 1) await person.post(`noise ${i}`);
  const report = await channel.post(channelId, footer('Run 7K2M9QXC: succeeded'), 'b');
  const own = await channel.ownMessagesSince(channelId, since);
  expect(own.flatMap(({ footers }) => footers)).toEqual(['Run 7K2M9QXC: succeeded']);
  expect(own.find(({ id }) => id === report)).toBeDefined();
  expect(own).toHaveLength(1);
  await person.close();
}, 60_000);
