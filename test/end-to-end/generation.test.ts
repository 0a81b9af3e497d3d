/** A text generator of the Hub, tuned on plain text, from the command to the delivered files. */
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactHost } from '../../src/delivered/artifact-host.ts';
import { reportSchema } from '../../src/report/report.ts';
import { summaryEmbed } from '../../src/report/summary.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import { sample } from '../../src/training/generation/continue-text.ts';
import { openCodec } from '../../src/training/generation/open-codec.ts';
import { openGenerator } from '../../src/training/generation/open-generator.ts';
import { type Mirror, startMirror } from '../hub/mirror.ts';
import { leftoverEnglish } from '../report/leftover-english.ts';
import { artifactFolder, startTestBot, type TestBot } from './bot.ts';

let mirror: Mirror;
let bot: TestBot;
beforeAll(async () => {
  mirror = await startMirror();
  bot = await startTestBot({ HF_ENDPOINT: mirror.endpoint });
  env.allowRemoteModels = false;
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await mirror?.close();
});

const SENTENCES = [
  'the meeting is moved to friday',
  'your invoice is attached',
  'the server is down again',
  'please review the request before lunch',
];

/** Few sentences in many orders: easy to learn, for a trigram model too. */
function writeCorpus(path: string): void {
  const texts = Array.from({ length: 90 }, (_, i) =>
    [i % 4, (i * 7 + 1) % 4, (i * 5 + (i >> 3)) % 4, (i >> 2) % 4].map((at) => SENTENCES[at]).join('. '),
  );
  writeFileSync(path, `text\n${texts.map((text, i) => `note ${i * 37}: ${text}.`).join('\n')}\n`);
}

/** The most probable tokens one after another, read without a mark before the text, as transformers.js does. */
async function greedy(artifactDir: string, prompt: string, count: number): Promise<string> {
  const generator = await openGenerator(artifactHost(artifactDir));
  const codec = await openCodec(join(artifactDir, 'model'));
  const written: number[] = [];
  let next = codec.encode(prompt);
  while (written.length < count) {
    const logits = await generator.read(next);
    const last = logits.subarray(logits.length - logits.length / next.length);
    const token = sample(last, { topK: 1, temperature: 1 }, seededRandom(1));
    if (token === generator.pipeline.endToken) break;
    written.push(token);
    next = [token];
  }
  await generator.close();
  return codec.decode(written);
}

async function comparedWithTransformers(artifactDir: string): Promise<void> {
  env.localModelPath = artifactDir;
  const generate = await pipeline('text-generation', 'model', { dtype: 'fp32' });
  const prompt = 'the meeting is';
  const answer = await generate(prompt, { max_new_tokens: 8, do_sample: false });
  await generate.dispose();
  expect(answer).toMatchObject([{ generated_text: prompt + (await greedy(artifactDir, prompt, 8)) }]);
}

interface ReportPart {
  chosen: string;
  verdict: string;
  warnings: { code: string }[];
  history: { validationLoss: number }[];
  measures: { name: string; value: number; interval: [number, number] | null; baseline: number | null }[];
  contenders: { id: string; validationScore: number; testScore: number | null }[];
}

describe('a text generator of the Hub', () => {
  let runId: string;
  const artifact = () => artifactFolder(bot.dir, runId);

  it('is tuned on plain text: perplexity falls, and the n-gram model stands beside it', async () => {
    const path = join(bot.dir, 'notes.csv');
    writeCorpus(path);
    const { last } = await bot.tell(
      `/finetune task:generation dataset:${path} model:tiny/gpt2 budget:40s seed:1`,
    );
    expect(last.result).toMatchObject({ state: 'succeeded' });
    runId = String(last.result.runId);
    const report: ReportPart = JSON.parse(await readFile(join(artifact(), 'report.json'), 'utf8'));
    expect(report.chosen).toBe('tuned');
    const testOf = (id: string) =>
      Math.exp(-report.contenders.find((contender) => contender.id === id)!.testScore!);
    expect(testOf('tuned')).toBeLessThan(testOf('untouched') / 5);
    const [perplexity] = report.measures;
    expect(perplexity).toMatchObject({ name: 'perplexity', baseline: testOf('ngram') });
    expect(perplexity!.value).toBeCloseTo(testOf('tuned'), 6);
    const [low, high] = perplexity!.interval!;
    expect(low).toBeLessThan(perplexity!.value);
    expect(high).toBeGreaterThan(perplexity!.value);
    const beaten = testOf('tuned') < testOf('ngram');
    expect(report.warnings.some(({ code }) => code === 'trigram-better')).toBe(!beaten);
    expect(report.history.length).toBeGreaterThan(2);
    expect(leftoverEnglish(summaryEmbed(reportSchema.parse(report), 'zh-CN'), ['notes.csv'])).toEqual([]);
    const change = report.measures.find(({ name }) => name.startsWith('change by tuning'))!;
    expect(change.interval![1]).toBeLessThan(0);
  }, 120_000);

  it('continues a text, the same each time', async () => {
    const told = await bot.tell(`/predict run:${runId} text:"the meeting is"`);
    const again = await bot.tell(`/predict run:${runId} text:"the meeting is"`);
    const textOf = ({ last }: typeof told) =>
      (last.result.predictions as { prediction: string }[])[0]!.prediction;
    expect(textOf(told).length).toBeGreaterThan(0);
    expect(textOf(again)).toBe(textOf(told));
  }, 60_000);

  it('loads unchanged in transformers.js and writes what its own reader writes', async () => {
    await comparedWithTransformers(artifact());
  }, 60_000);

  it('says what is missing when no decoder is named', async () => {
    const path = join(bot.dir, 'story.txt');
    writeFileSync(
      path,
      Array.from({ length: 40 }, (_, i) => `Paragraph ${i} ${SENTENCES.join(', ')}.`).join('\n\n'),
    );
    const { last } = await bot.tell(`/finetune dataset:${path} budget:10s`);
    expect(JSON.stringify(last)).toContain('generation-needs-model');
  }, 60_000);
});

describe('a decoder of the Hub without ONNX', () => {
  let runId: string;
  const artifact = () => artifactFolder(bot.dir, runId);

  it('is built from its weights and tuned by low-rank adapters, which are merged into them', async () => {
    const path = join(bot.dir, 'notes-llama.csv');
    writeCorpus(path);
    const { last } = await bot.tell(
      `/finetune task:generation dataset:${path} model:tiny/llama unfreeze:deep budget:25s seed:1`,
    );
    expect(last.result).toMatchObject({ state: 'succeeded' });
    runId = String(last.result.runId);
    const report = reportSchema.parse(JSON.parse(await readFile(join(artifact(), 'report.json'), 'utf8')));
    expect(report.chosen).toBe('tuned');
    const testOf = (id: string) => Math.exp(-report.contenders.find((one) => one.id === id)!.testScore!);
    // A table of random words stays as it is, so that little can be learnt.
    expect(testOf('tuned')).toBeLessThan(0.8 * testOf('untouched'));
    const change = report.measures.find(({ name }) => name.startsWith('change by tuning'))!;
    expect(change.interval![1]).toBeLessThan(0);
    expect(report.backbone?.frozen).toMatch(/2 blocks.* tuned by LoRA \(rank 8, alpha 16\)/);
    expect(leftoverEnglish(summaryEmbed(report, 'zh-CN'), ['notes-llama.csv', 'LoRA', 'alpha'])).toEqual([]);
  }, 120_000);

  it('loads unchanged in transformers.js and writes what its own reader writes', async () => {
    await comparedWithTransformers(artifact());
  }, 60_000);
});

describe('a causal decoder as a classifier', () => {
  it('is tuned above its last token, and the delivered file tells the classes', async () => {
    // Told apart by the case of the last word alone: the last token has to be read.
    const rows = Array.from({ length: 80 }, (_, i) => {
      const text = `${SENTENCES[i % 4]} ${i * 37} ${SENTENCES[(i * 5 + (i >> 2)) % 4]}`;
      return i % 2 ? `${text} NOW,urgent` : `${text} now,calm`;
    });
    const path = join(bot.dir, 'tone.csv');
    writeFileSync(path, `text,tone\n${rows.join('\n')}\n`);
    const { last } = await bot.tell(
      `/finetune dataset:${path} model:tiny/gpt2 unfreeze:top budget:15s seed:1`,
    );
    expect(last.result).toMatchObject({ state: 'succeeded' });
    const runId = String(last.result.runId);
    const folder = artifactFolder(bot.dir, runId);
    const report: ReportPart = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
    expect(report.contenders.map(({ id }) => id)).toContain('unfrozen-top');
    for (const [word, tone] of [
      ['NOW', 'urgent'],
      ['now', 'calm'],
    ]) {
      const { last: told } = await bot.tell(
        `/predict run:${runId} text:"the server is down again 5 your invoice is attached ${word}"`,
      );
      expect(told.result.predictions).toMatchObject([{ prediction: tone }]);
    }
  }, 120_000);
});
