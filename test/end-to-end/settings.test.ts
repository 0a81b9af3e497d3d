import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Events } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClient } from '../../src/discord/client.ts';
import { reportChannel } from '../../src/discord/server/report-channel.ts';
import { welcome } from '../../src/discord/server/welcome.ts';
import { createLogger } from '../../src/log.ts';
import { privateChannelId } from '../../src/playground/discord/world.ts';
import { isEphemeral, Person } from '../../src/playground/person/person.ts';
import { startPlayground } from '../../src/playground/server.ts';
import { DEFAULT_SETTINGS } from '../../src/runs/servers/settings.ts';
import { makeSpec } from '../runs/samples.ts';
import { startTestBot, type TestBot } from './bot.ts';

let bot: TestBot;
let member: Person;
let trainer: Person;
beforeAll(async () => {
  bot = await startTestBot(
    { WORKER_CONCURRENCY: '0', RUNS_PER_USER: '5' },
    { privateChannels: [{ name: 'board', role: 'board' }] },
  );
  member = await Person.connect(bot.app.url!, { name: 'Mo' });
  trainer = await Person.connect(bot.app.url!, { name: 'Tia', roles: ['trainers'] });
  const rows = Array.from(
    { length: 40 },
    (_, i) => `"word${i} and ${i % 2 ? 'rain' : 'soup'}",${i % 2 ? 'a' : 'b'}`,
  );
  writeFileSync(join(bot.dir, 'texts.csv'), `text,label\n${rows.join('\n')}\n`);
}, 120_000);
afterAll(async () => {
  member?.close();
  trainer?.close();
  await bot?.close();
});

const change = async (options: string) => {
  const { last } = await bot.tell(`/settings change ${options}`);
  expect(last.result.error).toBeUndefined();
  return last;
};
const code = (said: { last: { result: { error?: { code: string } } } }) => said.last.result.error?.code;
const train = (person: Person) =>
  bot.tell(`/finetune dataset:${join(bot.dir, 'texts.csv')} model:wonder`, person);

describe('/settings', () => {
  it('is for those who manage the server, and begins with the defaults', async () => {
    // Discord does not offer it to others; one who calls it all the same is refused.
    await expect(bot.tell('/settings show', member)).rejects.toMatchObject({ code: 'unknown-command' });
    const { last } = await bot.tell('/settings show');
    expect(isEphemeral(last.message)).toBe(true);
    expect(last.result.settings).toEqual(DEFAULT_SETTINGS);
    expect(last.message.embeds[0]!.description).toContain('5 (the operator allows 5)');
  });

  it('limits training to roles; the others are told which', async () => {
    const [role] = trainer.session.roles;
    await change(`roles:"<@&${role!.id}>"`);
    const refused = await train(member);
    expect(code(refused)).toBe('not-a-trainer');
    expect(refused.last.message.content).toContain(role!.id);
    // Past the question of roles, to that of the model.
    expect(code(await train(trainer))).toBe('unknown-model');
    await change('roles:everybody');
    expect(code(await train(member))).toBe('unknown-model');
  });

  it('limits Runs below the operator’s limit, and never above it', async () => {
    const { runs } = bot.app.services;
    const place = { guildId: member.session.guild.id, channelId: '1', locale: 'en' };
    const last = await change('runs-per-person:1 runs-at-once:2');
    expect(last.message.embeds[0]!.description).toContain('1 (the operator allows 5)');
    const first = await runs.create(makeSpec(), { ...place, userId: 'a' });
    await expect(runs.checkQuota({ ...place, userId: 'a' })).rejects.toMatchObject({
      code: 'server-quota-person',
    });
    const second = await runs.create(makeSpec(), { ...place, userId: 'b' });
    await expect(runs.checkQuota({ ...place, userId: 'c' })).rejects.toMatchObject({ code: 'server-quota' });
    await runs.checkQuota({ guildId: 'elsewhere', userId: 'a' });
    const raised = await change('runs-per-person:900 runs-at-once:0');
    expect(raised.message.embeds[0]!.description).toContain('5 (the operator allows 5)');
    for (const { id } of [first, second]) await runs.cancel(id, 'u');
  });

  it('sets the language of the server, and takes models of the Hub away', async () => {
    await change('language:zh-CN downloads:False');
    expect(JSON.stringify((await bot.tell('/help', member)).last.message)).toMatch(/[一-龥]{4}/);
    const { last } = await bot.tell(
      `/finetune dataset:${join(bot.dir, 'texts.csv')} model:Xenova/all-MiniLM-L6-v2`,
      member,
    );
    expect(last.result.error).toMatchObject({ code: 'downloads-off' });
    expect(last.message.content).toMatch(/[一-龥]/);
  });

  it('is kept, also for another process, until it is reset', async () => {
    const { runs, settings } = bot.app.services;
    const guildId = member.session.guild.id;
    expect(await runs.servers.get(guildId)).toMatchObject({ language: 'zh-CN', modelDownloads: false });
    await bot.tell('/settings reset');
    expect(await runs.servers.get(guildId)).toEqual(DEFAULT_SETTINGS);
    expect(await settings.get(guildId)).toEqual(DEFAULT_SETTINGS);
    expect(await settings.get(null)).toEqual(DEFAULT_SETTINGS);
  });

  it('names what is no role and no channel of this server', async () => {
    expect(code(await bot.tell('/settings change roles:trainers'))).toBe('bad-roles');
    expect(code(await bot.tell('/settings change channel:"<#123456789012345678>"'))).toBe('bad-channel');
    expect(await bot.app.services.runs.servers.get(member.session.guild.id)).toEqual(DEFAULT_SETTINGS);
  });

  it('sends reports to a channel, where the bot must be able to write', async () => {
    const board = privateChannelId(member.session.guild.name, 'board');
    await change(`channel:"<#${board}>"`);
    const { last } = await train(member);
    expect(last.result.error).toMatchObject({ code: 'bot-lacks-permission' });
    await change('channel:none');
    expect(code(await train(member))).toBe('unknown-model');
  });
});

it('welcomes a server once, where it may write, in the language of the server', async () => {
  const log = createLogger('silent');
  const playground = await startPlayground({ port: 0, log });
  const client = await connectClient({ token: playground.token, apiUrl: playground.apiUrl, log });
  const guest = await Person.connect(playground.url);
  const { servers } = bot.app.services.runs;
  const guild = client.guilds.cache.first()!;
  client.on(
    Events.GuildCreate,
    (joined) => void welcome(joined, { servers, config: { allowedGuilds: [] }, log }),
  );
  try {
    await welcome(guild, { servers, config: { allowedGuilds: ['4711'] }, log });
    expect(await guest.messages()).toEqual([]);
    client.emit(Events.GuildCreate, guild);
    const { message } = await guest.waitForMessage(({ message: one }) => one.content.includes('/recommend'));
    expect(message.content.length).toBeLessThan(400);
    await Promise.all([1, 2].map(() => welcome(guild, { servers, config: { allowedGuilds: [] }, log })));
    expect(await guest.messages()).toHaveLength(1);
  } finally {
    guest.close();
    await client.destroy();
    await playground.close();
  }
});

it('sends to the channel that is set what was asked for where everybody reads, and nothing else', async () => {
  const log = createLogger('silent');
  const privateChannels = ['board', 'vault'].map((name) => ({ name, role: name }));
  const playground = await startPlayground({ port: 0, log, privateChannels });
  const client = await connectClient({ token: playground.token, apiUrl: playground.apiUrl, log });
  try {
    const guild = client.guilds.cache.first()!;
    const [board, vault] = privateChannels.map(({ name }) => privateChannelId(guild.name, name));
    const open = guild.channels.cache.find(({ name }) => name === 'tunesmith')!.id;
    const from = (here: string, reportChannelId: string | null) =>
      reportChannel(guild, here, { reportChannelId })?.id ?? null;
    expect(from(open, board!)).toBe(board);
    expect(from(vault!, board!)).toBeNull();
    expect(from(vault!, open)).toBeNull();
    expect(from(open, null)).toBeNull();
    expect(from(open, open)).toBeNull();
    expect(from(open, '999999999999999999')).toBeNull();
    expect(reportChannel(null, open, { reportChannelId: board! })).toBeNull();
  } finally {
    await client.destroy();
    await playground.close();
  }
});
