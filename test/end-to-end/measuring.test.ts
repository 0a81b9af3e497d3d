/** `/recommend` with data, models of the Hub among the candidates: a job of the worker, from the command to the Run after it. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/catalogue/knowledge.ts';
import { fixturePath } from '../architectures/fixtures.ts';
import { pictureFolders, zipOf } from '../datasets/build-files.ts';
import { FIXTURES, type Mirror, startMirror } from '../hub/mirror.ts';
import { startTestBot, type TestBot } from './bot.ts';

let mirror: Mirror;
let bot: TestBot;
beforeAll(async () => {
  mirror = await startMirror();
  // Every model of the catalogue, each as a tiny one: a BERT for texts, a network of timm's for pictures.
  for (const { hubId, kind, fits } of loadKnowledge().models) {
    if (hubId === null || fits['text-generation']) continue;
    if (kind === 'text') mirror.models.set(hubId.value, join(FIXTURES, 'tiny', 'bert-weights'));
    if (kind === 'image') mirror.models.set(hubId.value, fixturePath('efficientnet-lite'));
  }
  bot = await startTestBot({ HF_ENDPOINT: mirror.endpoint, MEASURE_MAX_MIB: '230' });
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await mirror?.close();
});

interface Answer {
  ranking: {
    id: string;
    runsHere: string;
    measured: { accuracy: number; difference: { standardError: number } | null; tied: boolean } | null;
  }[];
  measured: {
    n: number;
    noTransfer: object | null;
    zeroShot: { name: string; accuracy: number } | null;
    skipped: { id: string; reason: string }[];
  } | null;
}

/** Says the line; what the answer said while it was measured, and at the end. */
async function ask(line: string) {
  const said: string[] = [];
  const before = bot.person.waitForMessage(({ message }) => {
    if (message.content.includes('Measuring ')) said.push(message.content);
    return false;
  }, 300_000);
  before.catch(() => undefined);
  const { last } = await bot.tell(line);
  const { ranking, measured } = last.result as unknown as Answer;
  const hub = ranking.filter((one) => one.runsHere === 'hub' && one.measured !== null);
  return { said, content: last.message.content, ranking, measured, hub };
}

function writeTexts(path: string): void {
  const topics = {
    weather: ['rain and wind', 'sun all day', 'a storm at night', 'grey clouds'],
    cooking: ['hot soup', 'fresh bread', 'an oven dish', 'salt and pepper'],
  };
  const rows = Object.entries(topics).flatMap(([label, words]) =>
    Array.from(
      { length: 24 },
      (_, i) => `"${words[i % 4]} and ${words[(i * 3 + 1) % 4]}, day ${i}",${label}`,
    ),
  );
  writeFileSync(path, `headline,topic\n${rows.join('\n')}\n`);
}

describe('texts', () => {
  let answer: Awaited<ReturnType<typeof ask>>;
  it('are measured by models of the Hub too, after a word of how long and how much', async () => {
    const path = join(bot.dir, 'texts.csv');
    writeTexts(path);
    answer = await ask(`/recommend dataset:${path} top:10`);
    expect(answer.measured).toMatchObject({ n: 48, noTransfer: expect.anything(), skipped: [] });
    expect(answer.said[0]).toMatch(
      /Measuring \d models on your data, at most 3 m; about \d+ MiB are fetched/,
    );
    expect(answer.hub.length).toBeGreaterThanOrEqual(2);
    expect(answer.ranking.find(({ id }) => id === 'use_lite')!.measured).not.toBeNull();
  }, 180_000);

  it('are answered before the last model is measured, with what is known so far', () => {
    const early = answer.said.filter((content) => /Tried on 48 of your texts/.test(content));
    expect(early.length).toBeGreaterThanOrEqual(1);
  });

  it('say what goes without training, since the classes have names', () => {
    expect(answer.measured!.zeroShot!.accuracy).toBeGreaterThan(0.6);
    expect(answer.content).toMatch(/by the names of the classes alone/i);
  });

  it('are not embedded again by the Run that follows', async () => {
    const folder = join(bot.dir, 'data', 'cache', 'features');
    const packs = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/'));
    const before = packs().sort();
    const model = answer.hub[0]!.id;
    const { last } = await bot.tell(
      `/finetune dataset:${join(bot.dir, 'texts.csv')} model:${model} unfreeze:none budget:10s`,
    );
    expect(last.result).toMatchObject({ state: 'succeeded' });
    const folders = new Set(before.map((name) => name.split('/')[0]));
    expect(
      packs()
        .sort()
        .filter((name) => folders.has(name.split('/')[0])),
    ).toEqual(before);
  }, 120_000);
});

it('measures pictures by networks of timm, and tells of those that are not there', async () => {
  const path = join(bot.dir, 'shapes.zip');
  writeFileSync(path, await zipOf(await pictureFolders(['red', 'blue'], 12)));
  for (const name of mirror.models.keys()) if (/convnext/.test(name)) mirror.models.delete(name);
  const { measured, hub, ranking } = await ask(`/recommend dataset:${path} top:10`);
  expect(measured!.n).toBe(24);
  expect(hub.length).toBeGreaterThanOrEqual(1);
  expect(ranking.filter((one) => one.runsHere === 'embedded' && one.measured).length).toBe(3);
  for (const { reason } of measured!.skipped) expect(reason).toMatch(/does not exist|not found|no such/i);
}, 240_000);
