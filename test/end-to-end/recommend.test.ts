/** What follows on the answer of `/recommend`: changing, correcting, comparing, training; and messages as questions. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behindButtons, withAnswers } from '../../src/cli/behind-buttons.ts';
import { isEphemeral, type Message, Person } from '../../src/playground/person/person.ts';
import { recordTraffic } from '../playground/contract.ts';
import { NOTHING, said, startFakeChat } from '../recommend/fake-chat-endpoint.ts';
import { type Listing, startListing } from '../recommend/hub-listing.ts';
import { startTestBot, type TestBot } from './bot.ts';

const traffic = recordTraffic();

let bot: TestBot;
let listing: Listing;
beforeAll(async () => {
  listing = await startListing();
  bot = await startTestBot({ HF_ENDPOINT: listing.endpoint }, traffic.hooks);
}, 120_000);
afterAll(async () => {
  await bot?.close();
  listing?.close();
});

interface Answered {
  ranking: { id: string; name: string; runsHere: string; hub: object | null }[];
  requirements: Record<string, unknown>;
  measured: { n: number; measurements?: unknown } | null;
  consultationId: string;
}

const ids = (message: Message): string[] =>
  (message.components ?? []).flatMap((row) =>
    'components' in row ? row.components.flatMap((one) => ('custom_id' in one ? [one.custom_id] : [])) : [],
  );
const control = (message: Message, name: string) => ids(message).find((id) => id.startsWith(`${name}:`))!;

async function ask(line: string, as?: Person) {
  const { last } = await bot.tell(line, as);
  return { message: last.message, answer: last.result as unknown as Answered };
}

/** Presses and waits until the answer itself says that it was changed so. */
async function change(message: Message, wanted: Record<string, unknown>, act: () => Promise<unknown>) {
  const changed = bot.person.waitForMessage((event) => {
    const needs = (event.result as Answered | undefined)?.requirements;
    const met = Object.entries(wanted).every(([name, value]) => needs?.[name] === value);
    return event.message.id === message.id && met && ids(event.message).length > 0;
  }, 60_000);
  await act();
  const event = await changed;
  return { message: event.message, answer: event.result as unknown as Answered };
}

/** The answer with its selects, which "Change something" shows. */
async function opened(message: Message): Promise<Message> {
  if (control(message, 'recommend-task')) return message;
  const shown = bot.person.waitForMessage(
    (event) => event.message.id === message.id && Boolean(control(event.message, 'recommend-task')),
  );
  await bot.person.click(message.id, control(message, 'recommend-open'));
  return (await shown).message;
}

async function pick(message: Message, name: string, value: string, wanted: Record<string, unknown>) {
  const id = control(await opened(message), name);
  return change(message, wanted, () => bot.person.click(message.id, id, [value]));
}

describe('changing and correcting', () => {
  it('ranks anew under another condition, in place of the old answer', async () => {
    const first = await ask('/recommend description:"classify photos of leaves"');
    expect(first.answer.requirements.hardware).toBeNull();
    const phone = await pick(first.message, 'recommend-change', 'hardware=phone', { hardware: 'phone' });
    expect(phone.message.id).toBe(first.message.id);
    expect(phone.answer.requirements.hardware).toBe('phone');
    const small = await pick(phone.message, 'recommend-change', 'maxSize=25MiB', { maxSizeMiB: 25 });
    expect(small.answer.requirements).toMatchObject({ hardware: 'phone', maxSizeMiB: 25 });
    expect(small.answer.ranking.map(({ id }) => id)).not.toEqual(first.answer.ranking.map(({ id }) => id));
    const free = await pick(small.message, 'recommend-change', 'maxSize=any', { maxSizeMiB: null });
    expect(free.answer.requirements.maxSizeMiB).toBeNull();
  });

  it('lets the task be told where it was not understood', async () => {
    const first = await ask('/recommend description:"please help me"');
    expect(first.message.content).toMatch(/^I could not tell what the model should do/);
    const told = await pick(first.message, 'recommend-task', 'audio-classification', {
      task: 'audio-classification',
    });
    expect(told.answer.ranking.length).toBeGreaterThan(0);
    expect(told.answer.requirements.task).toBe('audio-classification');
  });

  it('fills a form with what was understood; an emptied field lifts the condition', async () => {
    const first = await ask('/recommend description:"classify 400 photos under 20 ms"');
    const open = await opened(first.message);
    const form = await bot.person.click(open.id, control(open, 'recommend-correct'));
    if (form.kind !== 'modal') throw new Error(`a form was expected, not ${form.kind}`);
    expect(JSON.stringify(form.modal)).toContain('"value":"20ms"');
    expect(JSON.stringify(form.modal)).toContain('"value":"400"');
    const fields = {
      description: 'classify 400 photos under 20 ms',
      samples: '9000',
      classes: '7',
      maxLatency: '',
      maxSize: '1GB',
    };
    const changed = await change(first.message, { sampleCount: 9_000 }, () =>
      bot.person.submitModal(form.interactionId, fields),
    );
    expect(changed.answer.requirements).toMatchObject({
      sampleCount: 9_000,
      classCount: 7,
      maxLatencyMs: null,
      maxSizeMiB: 1_024,
      manySamples: true,
    });
  });

  it('refuses a number that is none, to the person alone, and leaves the answer', async () => {
    const first = await ask('/recommend description:"classify photos"');
    const open = await opened(first.message);
    const form = await bot.person.click(open.id, control(open, 'recommend-correct'));
    const { last } = await bot.act((person) =>
      person.submitModal(form.kind === 'modal' ? form.interactionId : '', { samples: 'many' }),
    );
    expect(last.result.error).toMatchObject({ code: 'bad-quantity-option' });
    expect(last.message.content).toContain('many');
    expect(isEphemeral(last.message)).toBe(true);
  });

  it('belongs to the person who asked, and to its server', async () => {
    const { message: closed, answer } = await ask('/recommend description:"classify photos"');
    const message = await opened(closed);
    const stranger = await Person.connect(bot.app.url!, { name: 'stranger' });
    const refused = stranger.waitForMessage(
      ({ message: said, result }) => result !== undefined && said.content.startsWith('⚠️'),
    );
    await stranger.click(message.id, control(message, 'recommend-change'), ['hardware=phone']);
    expect((await refused).result).toMatchObject({ error: { code: 'not-your-recommendation' } });
    stranger.close();
    const { openConsultation } = await import('../../src/recommend/consultation.ts');
    const asker = { guildId: '999999999999999999', userId: bot.person.session.user.id };
    await expect(
      openConsultation(bot.app.services.objects, answer.consultationId, asker),
    ).rejects.toMatchObject({ code: 'recommendation-expired' });
  });
});

describe('comparing', () => {
  it('shows two side by side to the person who chose them', async () => {
    const { message: answered, answer } = await ask('/recommend description:"classify photos of leaves"');
    const why = await bot.act((person) => person.click(answered.id, control(answered, 'recommend-why')));
    const { message } = why.last;
    expect(isEphemeral(message)).toBe(true);
    expect(message.embeds[0]!.title).toBe('My recommendation');
    const [first, second] = answer.ranking;
    const { last } = await bot.act((person) =>
      person.click(message.id, control(message, 'recommend-compare'), [second!.id, first!.id]),
    );
    expect(isEphemeral(last.message)).toBe(true);
    const [, table = ''] = last.message.content.split('```');
    const lines = table.trim().split('\n');
    expect(lines.length).toBeGreaterThan(9);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(54);
    expect(last.message.content).toMatch(new RegExp(`\\*\\*A\\*\\* ${first!.name.slice(0, 6)}`));
    expect((last.result.rows as string[][])[0]).toEqual(['rank', '1', '2']);
  });
});

describe('the live search of the Hub', () => {
  it('adds candidates that are marked, and a silent Hub delays an answer once only', async () => {
    const { answer } = await ask('/recommend description:"classify photos" top:10');
    const eligible = (answer as unknown as { eligible: { id: string }[] }).eligible.map(({ id }) => id);
    expect(eligible).toContain('someone/leafnet');
    listing.silent = true;
    const started = performance.now();
    await ask('/recommend description:"answer questions from a text"');
    const middle = performance.now();
    await ask('/recommend description:"tag names in sentences"');
    expect(middle - started).toBeLessThan(6_000);
    expect(performance.now() - middle).toBeLessThan(1_400);
    listing.silent = false;
  });
});

/** Two topics that words tell apart. */
function writeTexts(path: string): void {
  const topics = { weather: ['rain', 'sun', 'storm', 'cloud'], kitchen: ['soup', 'bread', 'oven', 'salt'] };
  const rows = Object.entries(topics).flatMap(([label, words]) =>
    Array.from(
      { length: 24 },
      (_, i) => `"the ${words[i % 4]} of day ${i} and ${words[(i * 3 + 1) % 4]}",${label}`,
    ),
  );
  writeFileSync(path, `headline,topic\n${rows.join('\n')}\n`);
}

describe('with a data set', () => {
  const texts = () => join(bot.dir, 'texts.csv');
  let message: Message;
  beforeAll(() => writeTexts(texts()));

  it('keeps what was measured when a condition changes', async () => {
    const first = await ask(`/recommend dataset:${texts()}`);
    expect(first.answer.measured).toMatchObject({ n: 48 });
    const changed = await pick(first.message, 'recommend-change', 'licence=commercial', {
      licence: 'commercial',
    });
    expect(changed.answer.measured).toEqual(first.answer.measured);
    message = changed.message;
  }, 90_000);

  it('shares its features with the Run that follows', async () => {
    const folder = join(bot.dir, 'data', 'cache', 'features');
    const packs = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    const measured = packs();
    expect(measured.filter((name) => name.includes('/')).length).toBeGreaterThan(0);
    const { last } = await bot.tell(`/finetune dataset:${texts()} model:use_lite budget:10s`);
    expect(last.result).toMatchObject({ state: 'succeeded' });
    // A pack is written for whatever was not in the cache: the folders of the measuring got none.
    const folders = measured.filter((name) => !name.includes('/'));
    expect(packs().filter((name) => folders.includes(name.split('/')[0]!))).toEqual(measured);
  }, 120_000);

  it('starts a Run of the winner on the same data', async () => {
    const started = bot.person.waitForMessage(
      ({ result }) => (result as { follow?: boolean } | undefined)?.follow === true,
      60_000,
    );
    const button = ids(message)
      .filter((id) => id.startsWith('recommend-finetune:'))
      .at(-1)!;
    await bot.person.click(message.id, button);
    const { result } = await started;
    const { runId, spec } = result as { runId: string; spec: { model: string; dataset: { name: string } } };
    expect(spec.dataset.name).toBe('texts.csv');
    expect(spec.model).toBe('use_lite');
    await bot.tell(`/runs cancel run:${runId}`);
  }, 90_000);

  it('says what to attach where there is none', async () => {
    const { message: plain } = await ask('/recommend description:"classify photos of leaves"');
    const { last } = await bot.act((person) => person.click(plain.id, control(plain, 'recommend-finetune')));
    expect(isEphemeral(last.message)).toBe(true);
    expect(last.message.content).toMatch(/zip with one folder .*`\/finetune dataset:… model:\w+`/);
  });
});

describe('what stands behind the buttons', () => {
  it('tells how to attach data to the same question', async () => {
    const { message } = await ask('/recommend description:"classify photos of leaves"');
    const { last } = await bot.act((person) =>
      person.click(message.id, control(message, 'recommend-measure')),
    );
    expect(isEphemeral(last.message)).toBe(true);
    expect(last.message.content).toContain('`/recommend dataset:… description:"classify photos of leaves"`');
  });

  it('is shown to whoever asks in the server, to them alone', async () => {
    const { message } = await ask('/recommend description:"classify photos of leaves"');
    const stranger = await Person.connect(bot.app.url!, { name: 'curious' });
    const told = stranger.waitForMessage(
      ({ message: said }) => said.embeds[0]?.title === 'My recommendation',
    );
    await stranger.click(message.id, control(message, 'recommend-why'));
    expect(isEphemeral((await told).message)).toBe(true);
    stranger.close();
  });
});

describe('“Recommend a model for this”', () => {
  const name = 'Recommend a model for this';
  const useOn = (message: Message) => bot.act((person) => person.useMessageCommand(name, message.id));

  it('takes the text of a message as the question', async () => {
    const { last } = await useOn(await bot.person.post('which model tells bird calls apart?'));
    expect((last.result as unknown as Answered).requirements).toMatchObject({ kind: 'audio' });
  });

  it('answers the text where the file is no data set, and says so', async () => {
    const odd = join(bot.dir, 'odd.bin');
    writeFileSync(odd, Buffer.from([1, 2, 3, 4]));
    const { well, last } = await useOn(await bot.person.post('classify photos like this', [odd]));
    expect(well).toBe(true);
    expect(last.message.content.length).toBeGreaterThan(20);
    expect((last.result as unknown as Answered).requirements).toMatchObject({ kind: 'image' });
  });

  it('refuses a message with nothing in it to go by', async () => {
    const odd = join(bot.dir, 'odd.bin');
    const { last } = await useOn(await bot.person.post('two of them', [odd, odd]));
    expect(last.result.error).toMatchObject({ code: 'nothing-to-recommend' });
  });
});

it('serves the buttons of an answer that was given before a restart', async () => {
  const { openOwnConsultation, keepConsultation } = await import('../../src/recommend/consultation.ts');
  const { openObjects } = await import('../../src/storage/objects.ts');
  const { answer } = await ask('/recommend description:"classify photos"');
  // Another process on the same storage.
  const objects = openObjects({ dataDir: join(bot.dir, 'data'), storageUrl: undefined });
  const asker = { guildId: bot.person.session.guild.id, userId: bot.person.session.user.id };
  const kept = await openOwnConsultation(objects, answer.consultationId, asker);
  expect(kept.description).toBe('classify photos');
  await keepConsultation(objects, { ...kept, options: { hardware: 'phone' } });
  expect((await openOwnConsultation(objects, answer.consultationId, asker)).options.hardware).toBe('phone');
});

it('understands with a chat model what the rules leave open', async () => {
  const chat = await startFakeChat((request) =>
    request.messages[0]!.content.startsWith('You read a request')
      ? {
          ...NOTHING,
          task: said('audio-classification', 'what my machines do by the noise they make'),
          hardware: said('phone', 'in the pocket of a worker'),
          sampleCount: said(900, '900 of them'),
          classCount: said(77, '900 of them'),
        }
      : 500,
  );
  const other = await startTestBot({
    HF_ENDPOINT: 'http://127.0.0.1:9',
    LLM_MODEL: 'openai:gpt-test',
    LLM_BASE_URL: chat.baseUrl,
    LLM_API_KEY: 'sk-test',
  });
  const asked = await other.tell(
    '/recommend description:"I want to know what my machines do by the noise they make, in the pocket of a worker; 900 of them"',
  );
  const last = withAnswers(asked.last, await behindButtons(other.person, asked.last));
  await other.close();
  await chat.close();
  const { requirements } = last.result as unknown as Answered;
  expect(requirements).toMatchObject({
    task: 'audio-classification',
    hardware: 'phone',
    sampleCount: 900,
    classCount: null,
  });
  expect(JSON.stringify(last.message.embeds)).toContain('read by the language model');
}, 60_000);

it('sent Discord nothing that its published schema refuses', () => {
  expect(traffic.exchanges.length).toBeGreaterThan(30);
  expect(traffic.requestProblems()).toEqual([]);
});
