import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { type ChannelEvent, Person } from '../../src/playground/person/person.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { startBot, type TestBot } from './bot.ts';
import { handleShop, shopCommands } from './shop-bot.ts';

let playground: Playground;
let bot: TestBot;
let person: Person;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playground-person-'));
  await writeFile(join(folder, 'pets.csv'), 'text,label\nmeow,cat\n');
  playground = await startPlayground({ port: 0, log: createLogger('error'), guilds: ['Here', 'Elsewhere'] });
  const runs = {
    name: 'runs',
    description: 'Runs',
    options: [
      { type: 1, name: 'list', description: 'All' },
      {
        type: 1,
        name: 'show',
        description: 'One',
        options: [{ type: 3, name: 'run', description: 'Id', required: true }],
      },
    ],
  } as const;
  bot = await startBot(playground, [...shopCommands, runs as never], async (interaction) => {
    if (interaction.isChatInputCommand() && interaction.commandName === 'runs') {
      const sub = interaction.options.getSubcommand();
      await interaction.reply(`${sub} ${interaction.options.getString('run') ?? ''} ${interaction.locale}`);
      const { id } = await interaction.fetchReply();
      playground.annotate(id, { runs: [sub] });
    } else await handleShop(interaction);
  });
  person = await Person.connect(playground.url, { locale: 'zh-CN' });
});
afterAll(async () => {
  person.close();
  await bot.close();
  await playground.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['/nope', 'There is no command /nope here. The commands are: /train, /ask, /silent, /runs.'],
  ['/train', '/train needs the option "dataset": A CSV file.'],
  ['/train file:x', '/train has no option "file". Its options are: dataset, model, epochs, access, verbose.'],
  ['/train dataset:./none.csv', 'The option "dataset" names "./none.csv", which does not exist.'],
  ['/train dataset:DATA epochs:ten', 'The option "epochs" is "ten"; it takes a whole number.'],
  ['/train dataset:DATA epochs:51', 'The option "epochs" is "51"; it takes at most 50.'],
  ['/train dataset:DATA access:closed', 'The option "access" is "closed"; it takes one of: open, any.'],
  ['/train dataset:DATA verbose:maybe', 'The option "verbose" is "maybe"; it takes true or false.'],
  ['/runs', '/runs needs one of its subcommands: list, show.'],
  ['/runs drop', '/runs has no subcommand "drop". It has: list, show.'],
  ['/runs show', '/runs show needs the option "run": Id.'],
])('%s is refused in words', async (line, message) => {
  await expect(person.runLine(line.replace('DATA', join(folder, 'pets.csv')))).rejects.toThrow(message);
});

test('subcommands, the locale and the annotated result reach their ends', async () => {
  const events: ChannelEvent[] = [];
  const stop = person.onMessage((event) => events.push(event));
  await person.runLine('/runs show run:r1');
  await expect.poll(() => events.at(-1)?.result).toEqual({ runs: ['show'] });
  expect(events.at(-1)?.message.content).toBe('show r1 zh-CN');
  stop();
});

test('autocompletion answers what is typed', async () => {
  const choices = await person.autocomplete({ name: 'train', options: { model: 'v' }, focused: 'model' });
  expect(choices.map((choice) => choice.value)).toEqual(['mobilenet-v2', 'inception-v3']);
});

test('a message command sees the message and its file', async () => {
  const posted = await person.post('my data', [join(folder, 'pets.csv')]);
  await person.useMessageCommand('Describe this', posted.id);
  const { message } = await person.waitForMessage((event) => event.message.content.startsWith('files:'));
  expect(message.content).toBe('files: pets.csv');
});

test('a form is checked, sent once, and answered', async () => {
  await person.runLine(`/train dataset:${join(folder, 'pets.csv')}`);
  const { message } = await person.waitForMessage((event) => event.message.embeds.length > 0);
  expect(message.embeds[0]?.image?.url).toBe(message.attachments[0]?.url);
  await expect(person.click(message.id, 'cancel')).rejects.toThrow('"cancel" is disabled');
  await expect(person.click(message.id, 'nope')).rejects.toThrow(
    'It has: predict, details, cancel, predict-file, class.',
  );
  await expect(person.click(message.id, 'class', ['cow'])).rejects.toThrow('it takes 1 to 1 of: cat, dog');
  const form = await person.click(message.id, 'predict');
  await expect(person.submitModal(form.interactionId, { text: 'x'.repeat(101) })).rejects.toThrow(
    'has 101 characters',
  );
  expect((await person.submitModal(form.interactionId, { text: 'tabby' })).kind).toBe('replied');
  await expect(person.submitModal(form.interactionId, { text: 'tabby' })).rejects.toThrow('no longer open');
});

test('a guild does not see the messages of another', async () => {
  const elsewhere = await Person.connect(playground.url, { guild: 'Elsewhere' });
  expect(await elsewhere.messages()).toEqual([]);
  await elsewhere.runLine('/runs list');
  expect(await elsewhere.messages()).toHaveLength(1);
  elsewhere.close();
});

test('people and places keep their ids over a restart, so that a Run finds its channel again', async () => {
  const filesFolder = join(folder, 'files');
  const again = await startPlayground({ port: 0, log: createLogger('error'), guilds: ['Here'], filesFolder });
  const same = await Person.connect(again.url);
  const { user, guild, channel, bot } = person.session;
  expect(same.session).toMatchObject({ user, guild, channel, bot: { id: bot.id } });
  await same.post('', [join(folder, 'pets.csv')]);
  expect(await readdir(filesFolder)).toHaveLength(1);
  same.close();
  await again.close();
  await expect(readdir(filesFolder)).rejects.toThrow('ENOENT');
});

test('requests of another origin or host name are refused', async () => {
  const foreign = await fetch(playground.url, { headers: { origin: 'http://evil.example' } });
  expect(foreign.status).toBe(403);
});

test('a playground that is not there is named', async () => {
  await expect(Person.connect('http://127.0.0.1:9')).rejects.toThrow(
    'No playground answers at http://127.0.0.1:9.',
  );
});
