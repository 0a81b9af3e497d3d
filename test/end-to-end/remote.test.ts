/** Fine-tuning at a service, through the whole bot: a plan with a price, one press, a report; and what interrupts it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Message, Person } from '../../src/playground/person/person.ts';
import { startOpenAi } from '../remote/fake-openai.ts';
import { examplesOf, type FakeService } from '../remote/fake-service.ts';
import { startTogether } from '../remote/fake-together.ts';
import { startTestBot, type TestBot } from './bot.ts';

interface Said {
  question?: string;
  runId?: string;
  state?: string;
  job?: { tokens: number; dollars: number; epochs: number };
  spec?: { service?: { dollars: number } };
  error?: { code: string };
  report?: {
    transferWon: boolean;
    measures: { name: string; value: number; baseline: number | null }[];
    service: { model: string; asked: number; validationLoss: number | null; notAsked: string | null };
  };
}

let bot: TestBot;
let services: { together: FakeService; remote: FakeService };
let texts: string;

beforeAll(async () => {
  services = { together: await startTogether(), remote: await startOpenAi() };
  bot = await startTestBot({
    HF_ENDPOINT: 'http://127.0.0.1:9',
    RUNS_PER_USER: '20',
    TOGETHER_API_KEY: services.together.key,
    TOGETHER_URL: services.together.url,
    TOGETHER_PRICE: '0.48',
    REMOTE_TUNING_URL: services.remote.url,
    REMOTE_TUNING_KEY: services.remote.key,
    REMOTE_TUNING_NAME: 'Example Tuning',
    REMOTE_TUNING_PRICE: '3',
  });
  texts = join(bot.dir, 'tickets.csv');
  const rows = Array.from({ length: 90 }, (_, i) =>
    i % 2 === 0
      ? `the sum on receipt ${nameOf(i)} is wrong and was paid twice,billing`
      : `the parcel ${nameOf(i)} that we ordered never came to our door,shipping`,
  );
  writeFileSync(texts, `text,label\n${rows.join('\n')}\n`);
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await Promise.all(Object.values(services).map((one) => one.close()));
});
beforeEach(() => {
  for (const one of Object.values(services))
    Object.assign(one, {
      jobs: [],
      questions: [],
      requests: [],
      mishaps: [],
      deleted: [],
      looks: 2,
      serves: true,
      estimate: null,
      fails: null,
      busy: 0,
    });
});

/** A word of its own, so that no two texts are near-duplicates. */
function nameOf(i: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ru', 'te', 'so', 'ne', 'vi', 'da', 'po'];
  return (
    [i % 10, Math.floor(i / 10) % 10, (i * 7) % 10].map((place) => syllables[place]).join('') +
    'x'.repeat(i % 3)
  );
}

const startId = (message: Message): string =>
  (message.components ?? [])
    .flatMap((row) =>
      'components' in row ? row.components.flatMap((one) => ('custom_id' in one ? [one.custom_id] : [])) : [],
    )
    .find((id) => id.startsWith('finetune-service:'))!;

async function plan(model: string) {
  const { last } = await bot.tell(`/finetune dataset:${texts} model:${model}`);
  return { message: last.message, said: last.result as Said };
}

/** Presses the button; returns the Run's id. */
async function press(message: Message): Promise<string> {
  const started = bot.person.waitForMessage(
    ({ message: { id }, result }) => id === message.id && (result as Said | undefined)?.runId !== undefined,
    180_000,
  );
  await bot.person.click(message.id, startId(message));
  return ((await started).result as Said).runId!;
}

const finalOf = async (runId: string) => {
  const event = await bot.person.waitForMessage(
    ({ result }) =>
      (result as (Said & { final?: boolean }) | undefined)?.runId === runId &&
      Boolean((result as { final?: boolean }).final),
    180_000,
  );
  return { message: event.message, said: event.result as Said };
};

const stateOf = async (runId: string) => (await bot.app.services.runs.get(runId))?.state;

describe.each([
  ['together', 'together:meta-llama/Meta-Llama-3.1-8B-Instruct-Reference', 'Together AI'],
  ['remote', 'remote:small-chat-1', 'Example Tuning'],
] as const)('/finetune with a model of the service %s', (id, model, name) => {
  it('shows tokens, price and what leaves, and starts nothing by itself', async () => {
    const { message, said } = await plan(model);
    expect(said).toMatchObject({ question: 'cost', job: { epochs: 3 } });
    const fields = message.embeds[0]!.fields!.map(({ value }) => value).join('\n');
    expect(fields).toContain('Your texts leave this machine');
    expect(fields).toContain(name);
    expect(fields).toMatch(/Tokens: about [\d,]+/);
    // 63 training texts and 13 validation texts of some 50 tokens, three times.
    expect(said.job!.tokens).toBeGreaterThan(76 * 30 * 3);
    expect(said.job!.tokens).toBeLessThan(76 * 110 * 3);
    expect(services[id].requests).toEqual([]);
    expect(await bot.app.services.runs.active()).toEqual([]);
  }, 240_000);

  it('is started by its person alone, once, and reports the tuned model beside the one without transfer', async () => {
    const service = services[id];
    const { message } = await plan(model);
    const stranger = await Person.connect(bot.app.url!, { name: 'stranger' });
    const refused = stranger.waitForMessage(
      ({ result }) => (result as Said | undefined)?.error !== undefined,
    );
    await stranger.click(message.id, startId(message));
    expect((await refused).result).toMatchObject({ error: { code: 'not-your-draft' } });
    stranger.close();
    const runId = await press(message);
    const { said, message: posted } = await finalOf(runId);

    expect(service.jobs).toHaveLength(1);
    const uploaded = [...service.files.values()].map((text) => examplesOf(text));
    const { asked, notAsked, model: tuned } = said.report!.service;
    expect({ notAsked, named: tuned.includes(service.jobs[0]!.id) }).toEqual({ notAsked: null, named: true });
    // No text of the test part was among the examples.
    const learnt = new Set(uploaded.flat().map(([, text]) => text));
    const testAsked = service.questions.length - uploaded.at(-1)!.length;
    expect(asked).toBe(testAsked);
    const unseen = service.questions.filter(
      (one) => !learnt.has((one as { content: string }[]).at(-1)!.content),
    );
    expect(unseen).toHaveLength(asked);

    const [accuracy] = said.report!.measures;
    expect(accuracy).toMatchObject({ name: 'accuracy', value: 1 });
    expect(accuracy!.baseline).toBeGreaterThan(0.8);
    expect(said.report!.service.validationLoss).toBe(id === 'remote' ? 0.42 : null);
    expect(posted.content).toContain(`The model stays with ${name}`);
    const predicted = await bot.tell(`/predict run:${runId} text:"where is my parcel"`);
    expect((predicted.last.result as Said).error?.code).toBe('model-at-service');

    await bot.tell(`/runs delete run:${runId}`);
    expect(service.deleted).toHaveLength(2);
    expect(await bot.app.services.runs.get(runId)).toBeNull();
  }, 240_000);

  it('ends the job there when the Run is cancelled here', async () => {
    const service = services[id];
    service.looks = 1_000;
    const runId = await press((await plan(model)).message);
    await expect.poll(() => service.jobs.length, { timeout: 180_000 }).toBe(1);
    await expect
      .poll(async () => (await bot.app.services.runs.get(runId))?.remote?.jobId, { timeout: 120_000 })
      .toBeTruthy();
    await bot.tell(`/runs cancel run:${runId}`);
    await expect.poll(() => stateOf(runId), { timeout: 120_000 }).toBe('cancelled');
    expect(service.jobs[0]!.cancelled).toBe(true);
  }, 240_000);

  it('makes no second job where the answer to the first was lost, and outlasts a service that is busy', async () => {
    const service = services[id];
    service.mishaps = ['lose-answer'];
    service.busy = 2;
    const runId = await press((await plan(model)).message);
    await expect.poll(() => stateOf(runId), { timeout: 180_000 }).toBe('succeeded');
    expect(service.jobs).toHaveLength(1);
  }, 240_000);

  it('says in the service’s words why a job failed', async () => {
    services[id].fails = 'The training file holds a line that is no chat.';
    const runId = await press((await plan(model)).message);
    await expect.poll(() => stateOf(runId), { timeout: 180_000 }).toBe('failed');
    const run = await bot.app.services.runs.get(runId);
    expect(run).toMatchObject({ failure: { code: 'service-job-failed' } });
    expect(JSON.stringify(run)).toContain('no chat');
    expect(JSON.stringify(run)).not.toContain(services[id].key);
  }, 240_000);

  it('reports without a figure of its own where the tuned model is not served', async () => {
    services[id].serves = false;
    const runId = await press((await plan(model)).message);
    const { said, message } = await finalOf(runId);
    expect(said.report!.service.notAsked).not.toBeNull();
    expect(said.report!.transferWon).toBe(false);
    expect(message.content).toContain('it could not be asked');
  }, 240_000);
});

it('starts nothing at a service that asks for more than was agreed', async () => {
  services.together.estimate = 40;
  const runId = await press((await plan('together:some/model')).message);
  await expect.poll(() => stateOf(runId), { timeout: 180_000 }).toBe('failed');
  expect(await bot.app.services.runs.get(runId)).toMatchObject({ failure: { code: 'service-dearer' } });
  expect(services.together.jobs).toEqual([]);
}, 240_000);

it('is told of by /privacy', async () => {
  const { last } = await bot.tell('/privacy');
  expect(JSON.stringify(last.message.embeds)).toContain('Example Tuning');
});
