import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DiscordAPIError, type Interaction, PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { uploadBytesOfTier } from '../../src/discord/upload-limit.ts';
import { createLogger } from '../../src/log.ts';
import { Person } from '../../src/playground/person/person.ts';
import { type Playground, type PlaygroundOptions, startPlayground } from '../../src/playground/server.ts';
import { startBot, type TestBot } from './bot.ts';

const MIB = 2 ** 20;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let folder: string;
let playground: Playground;
let bot: TestBot;
let person: Person;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playground-limits-'));
});
afterEach(async () => {
  person.close();
  await bot.close();
  await playground.close();
  await rm(folder, { recursive: true });
});

/** Starts everything with one command `/go` (or `commands`) handled by `handle`. */
async function open(
  handle: (interaction: Interaction) => Promise<unknown>,
  options: Partial<PlaygroundOptions> = {},
  commands: Parameters<typeof startBot>[1] = [{ name: 'go', description: 'Goes' }],
): Promise<void> {
  playground = await startPlayground({ port: 0, log: createLogger('error'), ...options });
  bot = await startBot(playground, commands, handle);
  person = await Person.connect(playground.url);
}

test('without an answer in time the person is told, and the late answer is refused with 10062', async () => {
  let refused: unknown;
  let done: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  await open(
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await pause(250);
      await interaction.reply('late').catch((error: DiscordAPIError) => {
        refused = error.code;
      });
      done();
    },
    { limits: { firstResponseMs: 150 } },
  );
  const answer = await person.runCommand({ name: 'go' });
  expect(answer).toMatchObject({ kind: 'failed', reason: 'The application did not respond' });
  await finished;
  expect(refused).toBe(10062);
  expect(await person.messages()).toEqual([]);
});

test('a second first answer is refused with 40060', async () => {
  await open(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply();
    const answer = { body: { type: 4, data: { content: 'again' } }, auth: false };
    await interaction.client.rest.post(
      `/interactions/${interaction.id}/${interaction.token}/callback`,
      answer,
    );
  });
  await person.runCommand({ name: 'go' });
  await expect.poll(() => bot.failures).toMatchObject([{ code: 40060, status: 400 }]);
});

test('after the token has run out, edits are refused with 50027', async () => {
  await open(
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('hello');
      await pause(120);
      await interaction.editReply('too late');
    },
    { limits: { tokenMs: 60 } },
  );
  await person.runCommand({ name: 'go' });
  await expect.poll(() => bot.failures).toMatchObject([{ code: 50027 }]);
});

test('a message older than the window is not edited: 30046', async () => {
  await open(
    async (interaction) => {
      if (!interaction.isChatInputCommand() || !interaction.channel?.isSendable()) return;
      await interaction.reply('ok');
      const sent = await interaction.channel.send('old');
      await pause(80);
      await sent.edit('new');
    },
    { limits: { editWindowMs: 40 } },
  );
  await person.runCommand({ name: 'go' });
  await expect.poll(() => bot.failures).toMatchObject([{ code: 30046 }]);
});

test('a file above the upload limit is refused with 40005, and the limit stands in the interaction', async () => {
  let limit = 0;
  await open(
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      limit = interaction.attachmentSizeLimit;
      await interaction.deferReply();
      await interaction.editReply({ files: [{ attachment: Buffer.alloc(2_000), name: 'big.bin' }] });
    },
    { uploadLimitBytes: 1_000 },
  );
  await person.runCommand({ name: 'go' });
  await expect.poll(() => bot.failures).toMatchObject([{ code: 40005, status: 413 }]);
  expect(limit).toBe(1_000);
  await writeFile(join(folder, 'big.bin'), Buffer.alloc(1_001));
  await expect(person.post('', [join(folder, 'big.bin')])).rejects.toThrow('upload limit here is 1000');
});

const BEYOND: [string, object][] = [
  ['2,001 characters', { content: 'x'.repeat(2_001) }],
  ['11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 't' })) }],
  ['6,001 characters of embeds', { embeds: [1, 2].map(() => ({ description: 'x'.repeat(3_001) })) }],
  ['an empty embed field', { embeds: [{ fields: [{ name: 'n', value: '' }] }] }],
  [
    'six buttons in a row',
    {
      components: [
        {
          type: 1,
          components: [1, 2, 3, 4, 5, 6].map((n) => ({ type: 2, style: 1, label: 'b', custom_id: `${n}` })),
        },
      ],
    },
  ],
  [
    'a custom_id of 101',
    {
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'b', custom_id: 'x'.repeat(101) }] }],
    },
  ],
  [
    'the same custom_id twice',
    {
      components: [
        { type: 1, components: [1, 2].map(() => ({ type: 2, style: 1, label: 'b', custom_id: 'same' })) },
      ],
    },
  ],
  ['Components V2', { flags: 1 << 15, components: [{ type: 10, content: 'text' }] }],
  ['a poll', { content: 'x', poll: { question: { text: 'q' }, answers: [] } }],
];

test('what is beyond the limits, or not implemented, is refused with 50035 and the field', async () => {
  const bodies = new Map(BEYOND);
  await open(
    async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { id, token } = interaction;
      const path = `/interactions/${id}/${token}/callback` as const;
      const data = bodies.get(interaction.options.getString('body', true));
      await interaction.client.rest.post(path, { body: { type: 4, data }, auth: false });
    },
    {},
    [
      {
        name: 'go',
        description: 'Goes',
        options: [{ type: 3, name: 'body', description: 'Which', required: true }],
      },
    ],
  );
  for (const [index, [name]] of BEYOND.entries()) {
    void person.runCommand({ name: 'go', options: { body: name } });
    await expect.poll(() => bot.failures.length, { message: name }).toBe(index + 1);
    expect(bot.failures[index], name).toMatchObject({
      code: 50035,
      rawError: { errors: { data: expect.anything() } },
    });
  }
});

test('routes that are not implemented answer in the shape of Discord', async () => {
  await open(async () => {});
  await expect(bot.client.rest.get('/guilds/1/audit-logs')).rejects.toMatchObject({
    status: 404,
    rawError: { code: 0 },
  });
  const answer = await fetch(`${playground.apiUrl}/v10/users/@me`, {
    headers: { authorization: 'Bot wrong' },
  });
  expect([answer.status, await answer.json()]).toEqual([401, { message: '401: Unauthorized', code: 0 }]);
});

test('rate limits are announced in headers and discord.js waits for them', async () => {
  await open(async (interaction) => {
    if (!interaction.isChatInputCommand() || !interaction.channel?.isSendable()) return;
    await interaction.reply({ content: 'ok', flags: 64 });
    await Promise.all(
      [1, 2, 3].map((n) => interaction.channel?.isSendable() && interaction.channel.send(`n${n}`)),
    );
  });
  const seen = await fetch(`${playground.apiUrl}/v10/channels/${person.session.channel.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${playground.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ content: 'hello' }),
  });
  expect(seen.headers.get('x-ratelimit-limit')).toBe('5');
  expect(seen.headers.get('x-ratelimit-remaining')).toBe('4');
  await person.runCommand({ name: 'go' });
  await person.waitForMessage((event) => event.message.content === 'n3');
});

test('a command that needs permissions is hidden from those without, and the bot’s own are enforced', async () => {
  await open(
    async (interaction) => {
      if (!interaction.isChatInputCommand() || !interaction.channel?.isSendable()) return;
      await interaction.reply(String(interaction.appPermissions.has(PermissionFlagsBits.AttachFiles)));
      await interaction.channel.send({ files: [{ attachment: Buffer.from('x'), name: 'x.txt' }] });
    },
    { botPermissions: PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages },
    [{ name: 'go', description: 'Goes', defaultMemberPermissions: PermissionFlagsBits.ManageGuild }],
  );
  const member = await Person.connect(playground.url, { name: 'Bob' });
  await expect(member.runCommand({ name: 'go' })).rejects.toThrow('There is no command /go here');
  member.close();
  await person.runCommand({ name: 'go' });
  expect((await person.messages())[0]?.message.content).toBe('false');
  await expect.poll(() => bot.failures).toMatchObject([{ code: 50013, status: 403 }]);
});

test('a bot that comes back after a crash takes its place, and its commands are still known', async () => {
  await open(async (interaction) => interaction.isChatInputCommand() && interaction.reply('first'));
  await bot.close();
  const alone = await person.runCommand({ name: 'go' });
  expect(alone.kind).toBe('failed');
  bot = await startBot(playground, [{ name: 'go', description: 'Goes' }], async (interaction) =>
    interaction.isChatInputCommand() ? interaction.reply('second') : null,
  );
  expect((await person.runCommand({ name: 'go' })).kind).toBe('replied');
  expect((await person.messages()).at(-1)?.message.content).toBe('second');
});

test('the boosts of the server raise what a file may have: for interactions, for the bot, and for uploads', async () => {
  const seen: { limit: number; tier: number | undefined }[] = [];
  await open(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    seen.push({ limit: interaction.attachmentSizeLimit, tier: interaction.guild?.premiumTier });
    await interaction.reply({
      content: 'a file',
      files: [{ attachment: Buffer.alloc(11 * MIB), name: 'a.bin' }],
    });
  });
  const filesAfter = async () => {
    await person.runCommand({ name: 'go' });
    return (await person.messages()).filter(({ message }) => message.attachments.length > 0).length;
  };
  expect(await filesAfter()).toBe(0);
  for (const [tier, mebibytes, files] of [
    [2, 50, 1],
    [3, 100, 2],
    [0, 10, 2],
  ] as const) {
    expect((await person.boost(tier)).uploadLimitBytes).toBe(mebibytes * MIB);
    expect(await filesAfter()).toBe(files);
  }
  expect(seen.map(({ limit }) => limit / MIB)).toEqual([10, 50, 100, 10]);
  expect(seen.map(({ tier }) => uploadBytesOfTier(tier))).toEqual(seen.map(({ limit }) => limit));
});
