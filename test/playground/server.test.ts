import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionRowBuilder, ButtonBuilder, ButtonStyle, type Interaction } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { interactionOf, isEphemeral, isThinking, Person } from '../../src/playground/person/person.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { startBot, type TestBot } from './bot.ts';

let playground: Playground;
let bot: TestBot | undefined;
let person: Person;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playground-test-'));
  playground = await startPlayground({ port: 0, log: createLogger('warn') });
  person = await Person.connect(playground.url);
});
afterEach(async () => {
  person.close();
  await bot?.close();
  bot = undefined;
  await playground.close();
  await rm(folder, { recursive: true, force: true });
});

const start = async (
  commands: Parameters<typeof startBot>[1],
  handle: (one: Interaction) => Promise<unknown>,
) => {
  bot = await startBot(playground, commands, handle);
};

test('a deferred command is seen thinking, then answered with a file under the same message', async () => {
  await writeFile(join(folder, 'in.csv'), 'a,b\n1,2\n');
  await start(
    [
      {
        name: 'echo',
        description: 'Echoes a file',
        options: [{ type: 11, name: 'file', description: 'The file', required: true }],
      },
    ],
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      const file = interaction.options.getAttachment('file', true);
      const text = await (await fetch(file.url)).text();
      await interaction.editReply({
        content: `${file.name} ${file.size} ${file.contentType}`,
        files: [{ attachment: Buffer.from(text.toUpperCase()), name: 'out.csv' }],
      });
    },
  );
  const seen: string[] = [];
  person.onMessage(({ kind, message }) => seen.push(`${kind} ${isThinking(message)}`));
  const answer = await person.runLine(`/echo file:${join(folder, 'in.csv')}`);
  expect(answer.kind).toBe('deferred');
  const { message } = await person.waitForMessage((event) => event.message.content.startsWith('in.csv'));
  expect(message.content).toBe('in.csv 8 text/csv; charset=utf-8');
  expect(interactionOf(message)).toBe(answer.interactionId);
  expect(seen).toEqual(['create true', 'update false']);
  await person.download(message.attachments[0]!.url, join(folder, 'out.csv'));
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('A,B\n1,2\n');
  expect(bot?.failures).toEqual([]);
});

test('a button updates its message, an ephemeral answer reaches only who asked', async () => {
  await start([{ name: 'ask', description: 'Asks' }], async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const button = new ButtonBuilder().setCustomId('go').setLabel('Go').setStyle(ButtonStyle.Primary);
      await interaction.reply({
        content: 'ready?',
        components: [new ActionRowBuilder<ButtonBuilder>().addComponents(button)],
      });
    }
    if (interaction.isButton()) {
      await interaction.update({ content: 'gone', components: [] });
      await interaction.followUp({ content: 'psst', flags: 64 });
    }
  });
  const other = await Person.connect(playground.url, { name: 'Bob' });
  const asked = await person.runCommand({ name: 'ask' });
  if (asked.kind !== 'replied') throw new Error(asked.kind);
  expect((await other.click(asked.messageId, 'go')).kind).toBe('updated');
  const { message } = await other.waitForMessage((event) => event.message.content === 'psst');
  expect(isEphemeral(message)).toBe(true);
  expect((await person.messages()).map((one) => one.message.content)).toEqual(['gone']);
  other.close();
});

test('a person learns that the playground is gone', async () => {
  await playground.close();
  await person.closed;
  await expect(person.commands()).rejects.toThrow('No playground answers');
});
