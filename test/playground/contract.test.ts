import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { Person } from '../../src/playground/person/person.ts';
import { startPlayground } from '../../src/playground/server.ts';
import { startBot } from './bot.ts';
import { openContract, recordTraffic } from './contract.ts';
import { handleShop, shopCommands } from './shop-bot.ts';

test('requests of discord.js and the answers to them fit the schema of Discord', async () => {
  const traffic = recordTraffic();
  const folder = await mkdtemp(join(tmpdir(), 'playground-contract-'));
  await writeFile(join(folder, 'pets.csv'), 'text,label\nmeow,cat\n');
  const playground = await startPlayground({ port: 0, log: createLogger('warn'), ...traffic.hooks });
  const bot = await startBot(playground, shopCommands, handleShop);
  const person = await Person.connect(playground.url);
  await person.autocomplete({ name: 'train', options: { model: 'm' }, focused: 'model' });
  await person.runLine(`/train dataset:${join(folder, 'pets.csv')}`);
  const { message } = await person.waitForMessage((event) => event.message.embeds.length > 0);
  await person.click(message.id, 'details');
  await person.click(message.id, 'class', ['dog']);
  const form = await person.click(message.id, 'predict');
  await person.submitModal(form.interactionId, { text: 'a tabby' });
  const fileForm = await person.click(message.id, 'predict-file');
  await person.submitModal(fileForm.interactionId, {}, { file: join(folder, 'pets.csv') });
  await person.useMessageCommand('Describe this', message.id);
  const channel = await bot.client.channels.fetch(message.channel_id);
  if (!channel?.isSendable()) throw new Error('the channel takes no messages');
  const sent = await channel.send({
    content: 'plain',
    files: [{ attachment: Buffer.from('x'), name: 'x.txt' }],
  });
  await sent.edit('edited');
  await sent.fetch(true);
  await sent.reply('a reply');
  await sent.delete();
  await bot.client.application.commands.fetch({ withLocalizations: true });
  await bot.client.application.fetch();
  person.close();
  await bot.close();
  await playground.close();
  await rm(folder, { recursive: true });

  expect(bot.failures).toEqual([]);
  expect(traffic.exchanges.length).toBeGreaterThan(15);
  expect(traffic.exchanges.some((exchange) => exchange.files === 2)).toBe(true);
  expect(traffic.dispatches.map(({ event }) => event)).toContain('INTERACTION_CREATE');
  expect(traffic.problems()).toEqual([]);
});

test('the contract check names a request that Discord would refuse', () => {
  const contract = openContract();
  const base = { method: 'PUT', path: '/applications/123456789012345678/commands', files: 0, status: 200 };
  const body = [{ type: 1, name: 'x', description: 'd'.repeat(101) }];
  expect(contract.check({ ...base, body, response: [] })).toEqual([
    expect.stringMatching(/: \/0\/description /),
  ]);
  const strange = { method: 'GET', path: '/guilds/1/no-such-thing', body: undefined, files: 0, status: 200 };
  expect(contract.check({ ...strange, response: {} })).toEqual([expect.stringContaining('no such route')]);
});
