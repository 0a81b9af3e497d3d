import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isEphemeral, type Message, Person } from '../../src/playground/person/person.ts';
import { keepRecordsFor } from '../../src/storage/kept-records.ts';
import { dropOldFeatures } from '../../src/worker/work-folder.ts';
import { makeSpec } from '../runs/samples.ts';
import { startTestBot, type TestBot } from './bot.ts';

let bot: TestBot;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  bot = await startTestBot({
    WORKER_CONCURRENCY: '0',
    KEEP_RUNS_DAYS: '0',
    KEEP_UPLOADS_DAYS: '45',
    KEEP_RECOMMENDATIONS_DAYS: '3',
    OPERATOR_CONTACT: 'privacy@bot.example',
    ALLOWED_GUILDS: '',
  });
  ada = await Person.connect(bot.app.url!, { name: 'Ada' });
  ben = await Person.connect(bot.app.url!, { name: 'Ben', locale: 'zh-CN' });
}, 120_000);
afterAll(async () => {
  keepRecordsFor(7);
  ada?.close();
  ben?.close();
  await bot?.close();
});

const button = (message: Message, name: string) =>
  JSON.stringify(message.components).match(new RegExp(`"(${name}:[^"]*)"`))?.[1] ?? '';

describe('/privacy', () => {
  it('tells from the configuration what is kept, how long, and whom to ask', async () => {
    const { last } = await bot.tell('/privacy', ada);
    expect(isEphemeral(last.message)).toBe(true);
    const text = JSON.stringify(last.message.embeds);
    for (const said of ['45 days', '3 days', 'until you delete it', 'privacy@bot.example', 'No chat model'])
      expect(text).toContain(said);
    expect(JSON.stringify((await bot.tell('/privacy', ben)).last.message.embeds)).toContain('45 天');
  });
});

describe('/forget-me', () => {
  const file = (sha256: string) => ({ key: `uploads/${sha256}/a.csv`, name: 'a.csv', bytes: 1, sha256 });

  async function makeRun(
    sha256: string,
    userId: string,
    more: { guildId?: string; consentOf?: string } = {},
  ) {
    const { objects, runs } = bot.app.services;
    const { session } = ada;
    const consent = more.consentOf && {
      consent: { userId: more.consentOf, at: new Date().toISOString(), messageUrl: '' },
    };
    const guildId = more.guildId ?? session.guild.id;
    const place = { guildId, channelId: session.channel.id, userId, locale: 'en', ...(consent || {}) };
    await objects.putBytes(file(sha256).key, Buffer.from('x'));
    const run = await runs.create(makeSpec({ dataset: file(sha256) }), place);
    await objects.putBytes(`runs/${run.id}/1/report.json`, Buffer.from('{}'));
    return run.id;
  }

  it('removes everything of a person everywhere, once confirmed, and nothing of others', async () => {
    const { objects, runs } = bot.app.services;
    const [adaId, benId] = [ada.session.user.id, ben.session.user.id];
    const mine = await makeRun('aaaa', adaId);
    const elsewhere = await makeRun('bbbb', adaId, { guildId: '4711' });
    const ofMyMessage = await makeRun('cccc', benId, { consentOf: adaId });
    const others = await makeRun('aaaa', benId);
    await bot.tell('/recommend description:"classify photos"', ada);
    await bot.tell('/recommend description:"classify songs"', ben);
    const posted = await ada.post('which model suits this?');
    await ben.useMessageCommand('Recommend a model for this', posted.id);
    expect(await objects.list('consents')).toHaveLength(1);

    const { last } = await bot.tell('/forget-me', ada);
    expect(isEphemeral(last.message)).toBe(true);
    expect(last.result).toMatchObject({ runs: 3, active: 3 });
    expect(await runs.ofPerson(adaId)).toHaveLength(3);

    await ada.click(last.message.id, button(last.message, 'forget-me'));
    const { result, message } = await ada.waitForMessage(
      (event) => (event.result as { forgotten?: boolean } | undefined)?.forgotten === true,
    );
    expect(result).toMatchObject({ runs: 3, recommendations: 1, requests: 1, left: [] });
    expect(message.content).toContain('3 runs');
    expect(message.components).toEqual([]);

    for (const id of [mine, elsewhere, ofMyMessage]) {
      expect(await runs.get(id)).toBeNull();
      expect(await objects.list(`runs/${id}`)).toEqual([]);
    }
    expect(await objects.list('uploads')).toEqual(['uploads/aaaa/a.csv']);
    expect(await runs.get(others)).not.toBeNull();
    expect(await objects.list('consents')).toEqual([]);
    expect((await objects.list('recommendations')).filter((key) => key.endsWith('.json'))).toHaveLength(1);
    for (const key of await objects.list('')) {
      const text = Buffer.from(await objects.getBytes(key)).toString('utf8');
      expect(text.includes(adaId), key).toBe(false);
    }
  });

  it('deletes nothing when the person thinks better of it', async () => {
    const { last } = await bot.tell('/forget-me', ben);
    await ben.click(last.message.id, button(last.message, 'forget-nothing'));
    await ben.waitForMessage(
      (event) => (event.result as { forgotten?: boolean } | undefined)?.forgotten === false,
    );
    expect(await bot.app.services.runs.ofPerson(ben.session.user.id)).toHaveLength(1);
  });
});

it('drops features of samples when the days of files are over', async () => {
  const dataDir = join(bot.dir, 'features-test');
  const folder = join(dataDir, 'cache', 'features', 'a-backbone');
  mkdirSync(folder, { recursive: true });
  for (const name of ['old.pack', 'new.pack']) writeFileSync(join(folder, name), 'x');
  const longAgo = new Date(Date.now() - 31 * 86_400_000);
  utimesSync(join(folder, 'old.pack'), longAgo, longAgo);
  await dropOldFeatures(dataDir, 0);
  expect(await readdir(folder)).toHaveLength(2);
  await dropOldFeatures(dataDir, 30);
  expect(await readdir(folder)).toEqual(['new.pack']);
});
