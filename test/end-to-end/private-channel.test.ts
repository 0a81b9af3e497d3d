import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { privateChannelId } from '../../src/playground/discord/world.ts';
import { Person } from '../../src/playground/person/person.ts';
import { makeSpec } from '../runs/samples.ts';
import { startTestBot, type TestBot } from './bot.ts';

let bot: TestBot;
let member: Person;
let insider: Person;
const made = { open: '', secret: '', own: '' };

beforeAll(async () => {
  bot = await startTestBot(
    { WORKER_CONCURRENCY: '0' },
    { privateChannels: [{ name: 'medical', role: 'doctors' }] },
  );
  member = await Person.connect(bot.app.url!, { name: 'Mo' });
  insider = await Person.connect(bot.app.url!, { name: 'Ina', roles: ['doctors'] });
  const { guild, channel } = member.session;
  const secret = privateChannelId(guild.name, 'medical');
  const make = async (channelId: string, userId: string, name: string) => {
    const { dataset, ...rest } = makeSpec();
    const place = { guildId: guild.id, channelId, userId, locale: 'en' };
    const run = await bot.app.services.runs.create({ ...rest, dataset: { ...dataset, name } }, place);
    return run.id;
  };
  made.open = await make(channel.id, 'somebody', 'open.csv');
  made.secret = await make(secret, 'somebody', 'patients.csv');
  made.own = await make(secret, member.session.user.id, 'mine.csv');
}, 120_000);
afterAll(async () => {
  member?.close();
  insider?.close();
  await bot?.close();
});

const listed = async (person: Person) => {
  const { last } = await bot.tell('/runs list everybody:true', person);
  return (last.result.runs as { runId: string }[]).map(({ runId }) => runId).sort();
};
const offered = async (person: Person, name: string, path: string[], focused: string) =>
  (await person.autocomplete({ name, path, options: { [focused]: '' }, focused })).map(({ value }) => value);

describe('a Run in a channel that somebody does not see', () => {
  it('is not listed to them, while their own is, and all are to those who see the channel', async () => {
    expect(await listed(member)).toEqual([made.open, made.own].sort());
    expect(await listed(insider)).toEqual(Object.values(made).sort());
    expect(await listed(bot.person)).toEqual(Object.values(made).sort());
  });

  it('is not offered while they type, with the name of its data', async () => {
    expect(await offered(member, 'runs', ['show'], 'run')).toEqual([made.own, made.open]);
    expect(await offered(insider, 'runs', ['show'], 'run')).toContain(made.secret);
  });

  it('does not exist for them by its id, in whatever command', async () => {
    const lines = ['/runs show run:', '/runs cancel run:', '/runs delete run:', '/predict text:x run:'];
    for (const line of [...lines, '/export run:', `/compare run-a:${made.open} run-b:`]) {
      const { last } = await bot.tell(`${line}${made.secret}`, member);
      const code = line.includes('run-a') ? 'run-not-finished' : 'run-unknown';
      expect(last.result.error, line).toMatchObject({ code });
    }
    const { last } = await bot.tell(`/compare run-a:${made.secret} run-b:${made.open}`, member);
    expect(last.result.error).toMatchObject({ code: 'run-unknown' });
    expect((await bot.tell(`/runs show run:${made.secret}`, insider)).well).toBe(true);
    expect((await bot.tell(`/runs show run:${made.own}`, member)).well).toBe(true);
  });
});

describe('/runs list', () => {
  it('has pages and a filter by state', async () => {
    const { runs } = bot.app.services;
    const { guild, channel } = insider.session;
    const place = { guildId: guild.id, channelId: channel.id, locale: 'en' };
    // A person's limit counts what is unfinished only.
    const made: string[] = [];
    for (let i = 0; i < 17; i += 1) {
      const run = await runs.create(makeSpec(), { ...place, userId: insider.session.user.id });
      made.unshift(run.id);
      if (i > 0) await runs.cancel(run.id, 'u');
    }
    const idsOf = (result: Record<string, unknown>) =>
      (result.runs as { runId: string }[]).map(({ runId }) => runId);
    const { last: first } = await bot.tell('/runs list', insider);
    expect(idsOf(first.result)).toEqual(made.slice(0, 15));
    const older = JSON.stringify(first.message.components).match(/"(runs-page:[^"]+)"/)![1]!;
    await insider.click(first.message.id, older);
    const { result, message } = await insider.waitForMessage(
      (event) => (event.result as { page?: number } | undefined)?.page === 1,
    );
    expect(idsOf(result as Record<string, unknown>)).toEqual(made.slice(15));
    expect(JSON.stringify(message.components)).toContain('runs-page:own::0');
    const { last: waiting } = await bot.tell('/runs list state:queued', insider);
    expect(idsOf(waiting.result)).toEqual([made.at(-1)]);
    expect(idsOf((await bot.tell('/runs list state:failed', insider)).last.result)).toEqual([]);
  });
});
