import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isEphemeral, type Message, Person } from '../../src/playground/person/person.ts';
import { recordTraffic } from '../playground/contract.ts';
import { startTestBot, type TestBot } from './bot.ts';

const traffic = recordTraffic();
let bot: TestBot;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  bot = await startTestBot({ WORKER_CONCURRENCY: '0', RUNS_PER_USER: '1' }, traffic.hooks);
  ada = await Person.connect(bot.app.url!, { name: 'Ada' });
  ben = await Person.connect(bot.app.url!, { name: 'Ben' });
  const topics = { weather: 'rain wind snow', kitchen: 'soup bread oven' };
  const rows = Object.entries(topics).flatMap(([topic, words]) =>
    Array.from({ length: 20 }, (_, i) => `"${words.split(' ')[i % 3]} today, number ${i}",${topic}`),
  );
  writeFileSync(join(bot.dir, 'topics.csv'), `text,topic\n${rows.join('\n')}\n`);
}, 120_000);
afterAll(async () => {
  ada?.close();
  ben?.close();
  await bot?.close();
});

type Result = Record<string, unknown> & { error?: { code: string } };
const answerTo = async (person: Person, accept: (result: Result, message: Message) => boolean) => {
  const { message, result } = await person.waitForMessage(
    (event) => event.result !== undefined && accept(event.result as Result, event.message),
    30_000,
  );
  return { message, result: result as Result };
};
const button = (message: Message, name: string): string => {
  const found = JSON.stringify(message.components).match(new RegExp(`"(${name}:[^"]+)"`));
  return found?.[1] ?? '';
};

/** Ada's message with a file, on which Ben uses a command; the question that appears. */
async function ask(command: string, text = 'mine') {
  const posted = await ada.post(text, [join(bot.dir, 'topics.csv')]);
  const before = new Set((await ada.messages()).map(({ message }) => message.id));
  await ben.useMessageCommand(command, posted.id);
  const { message } = await answerTo(ada, (result, { id }) => result.consent === 'asked' && !before.has(id));
  return { posted, question: message };
}

describe('a message of somebody else', () => {
  it('is used by nobody before its author agrees, and by the author alone it can be agreed', async () => {
    const { posted, question } = await ask('Fine-tune on this');
    expect(isEphemeral(question)).toBe(false);
    expect(question.content).toContain(`<@${ada.session.user.id}>`);
    expect(question.content).toContain('topics.csv');
    const { objects, runs } = bot.app.services;
    expect(await objects.list('uploads')).toEqual([]);
    expect(await runs.active()).toEqual([]);

    // The last press is still being answered when the author presses.
    for (const name of ['consent-agree', 'consent-decline'])
      await ben.click(question.id, button(question, name));
    await ada.click(question.id, button(question, 'consent-agree'));
    const { result } = await answerTo(ben, ({ runId }) => typeof runId === 'string');
    const noes = (await ben.messages()).filter(
      (one) => (one.result as Result | undefined)?.error?.code === 'not-your-consent',
    );
    expect(noes.map(({ message }) => isEphemeral(message))).toEqual([true, true]);
    expect(await runs.active()).toHaveLength(1);
    const run = (await runs.get(String(result.runId)))!;
    expect(run.place.userId).toBe(ben.session.user.id);
    expect(run.place.consent).toMatchObject({ userId: ada.session.user.id });
    expect(run.place.consent!.messageUrl).toContain(posted.id);
    expect(Date.now() - Date.parse(run.place.consent!.at)).toBeLessThan(60_000);
    expect(run.spec.dataset.name).toBe('topics.csv');
    const shown = await bot.tell(`/runs show run:${run.id}`);
    expect(shown.last.message.content).toContain(`<@${ada.session.user.id}> agreed`);
    expect(await objects.list('consents')).toEqual([]);
  });

  it('tells in the channel what stands in the way of what was agreed to', async () => {
    // Ben's one Run still waits.
    const { question } = await ask('Fine-tune on this');
    await ada.click(question.id, button(question, 'consent-agree'));
    const { message } = await answerTo(ben, ({ error }) => error?.code === 'quota-user');
    expect(message.id).toBe(question.id);
    expect(message.content).toContain(`<@${ben.session.user.id}>`);
    expect(await bot.app.services.runs.active()).toHaveLength(1);
  });

  it('is forgotten when its author says no, and the question cannot be answered again', async () => {
    const { question } = await ask('Recommend a model for this', 'classify these texts');
    const agree = button(question, 'consent-agree');
    const stored = await bot.app.services.objects.list('consents');
    expect(stored).toHaveLength(1);
    await ada.click(question.id, button(question, 'consent-decline'));
    const { message } = await answerTo(
      ada,
      ({ consent }, { id }) => consent === 'declined' && id === question.id,
    );
    expect(message.components).toEqual([]);
    expect(await bot.app.services.objects.list('consents')).toEqual([]);
    const by = { guildId: ada.session.guild.id, userId: ada.session.user.id };
    await expect(
      bot.app.services.consents.take(agree.slice('consent-agree:'.length), by),
    ).rejects.toMatchObject({
      code: 'consent-expired',
    });
  });

  it('gives a recommendation that carries the consent', async () => {
    // No worker of this bot trains or measures: this one says that nothing could be measured.
    const stop = await bot.app.services.runs.measures.work(async () => ({
      failure: { code: 'measure-failed', message: 'Nothing was measured.', context: {} },
    }));
    const { question } = await ask('Recommend a model for this', 'classify these texts');
    await ada.click(question.id, button(question, 'consent-agree'));
    const { result } = await answerTo(ben, ({ consultationId, pending }) => !!consultationId && !pending);
    const { openOwnConsultation } = await import('../../src/recommend/consultation.ts');
    const asker = { guildId: ben.session.guild.id, userId: ben.session.user.id };
    const kept = await openOwnConsultation(bot.app.services.objects, String(result.consultationId), asker);
    expect(kept.consent).toMatchObject({ userId: ada.session.user.id });
    expect(kept.description).toBe('classify these texts');
    await stop();
  }, 90_000);

  it('of a program is not used at all', async () => {
    const ours = (await bot.person.messages()).find(
      ({ message }) => message.author.bot && message.content !== '' && !isEphemeral(message),
    )!;
    const answer = await bot.act((person) =>
      person.useMessageCommand('Recommend a model for this', ours.message.id),
    );
    expect(answer.last.result.error?.code).toBe('author-cannot-agree');
    expect(isEphemeral(answer.last.message)).toBe(true);
  });
});

it('calls the author, and nobody else, by the question alone', () => {
  const called = traffic.exchanges
    .map(({ body }) => body as { data?: { allowed_mentions?: { users?: string[] } } } | undefined)
    .flatMap((body) => body?.data?.allowed_mentions?.users ?? []);
  expect(new Set(called)).toEqual(new Set([ada.session.user.id]));
  expect(traffic.requestProblems()).toEqual([]);
});

it('a question is open for a day, and of two presses at once one counts', async () => {
  const { consents } = bot.app.services;
  const message = { id: '1', url: '', author: { id: 'ada', isBot: false }, content: '', attachments: [] };
  const asked = {
    purpose: 'finetune' as const,
    ...{ guildId: 'g', userId: 'ben', roles: [], locale: 'en' },
    message,
  };
  const { id } = await consents.keep(asked);
  const by = { guildId: 'g', userId: 'ada' };
  const both = await Promise.allSettled([consents.take(id, by), consents.take(id, by)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);

  const old = await consents.keep(asked);
  const { objects } = bot.app.services;
  const key = `consents/${old.id.slice(0, 5)}/${old.id}/request.json`;
  const yesterday = new Date(Date.now() - 86_400_001).toISOString();
  await objects.deletePrefix(`consents/${old.id.slice(0, 5)}/${old.id}`);
  await objects.putBytes(key, Buffer.from(JSON.stringify({ ...old, askedAt: yesterday })));
  await expect(consents.take(old.id, by)).rejects.toMatchObject({ code: 'consent-expired' });
  expect(await consents.forget('ben')).toBe(1);
  expect(await objects.list('consents')).toEqual([]);
});
