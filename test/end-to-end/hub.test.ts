/** Models of the Hub, from the command to the delivered files, with a local mirror of the Hub. */
import { writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinNotes, type Note } from '../../src/text/notes.ts';
import { zipModel } from '../../src/training/classifier/export/zip-model.ts';
import { fixturePath } from '../architectures/fixtures.ts';
import { COMMIT, FIXTURES, type Mirror, startMirror } from '../hub/mirror.ts';
import { artifactFolder, startTestBot, type TestBot } from './bot.ts';

const TOKEN = 'secret-of-the-bot';
let mirror: Mirror;
let bot: TestBot;
beforeAll(async () => {
  mirror = await startMirror();
  mirror.bend.token = TOKEN;
  bot = await startTestBot({
    HF_ENDPOINT: mirror.endpoint,
    HF_TOKEN: TOKEN,
    HUB_PRIVATE_REPOS: '*',
    HF_OAUTH_CLIENT_ID: 'app',
  });
  env.allowRemoteModels = false;
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await mirror?.close();
});

const WORDS = ['review', 'meeting', 'server', 'invoice', 'lunch', 'offer', 'prize', 'request', 'friday'];

/** Told apart by the case of the last word alone: terms are in lower case, a model of bytes reads it. */
function toneRows(): string[] {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const at = (k: number) => WORDS[(i * (2 * k + 1) + k * (i >> 3)) % WORDS.length];
    const text = `${at(0)} ${at(1)} ${at(2)} ${at(3)} ${at(4)}`;
    return i % 2 ? `${text} NOW,urgent` : `${text} now,calm`;
  });
  return ['text,tone', ...rows];
}

/** Made of words that the tiny vocabularies have. */
function spamRows(): string[] {
  const spam = ['win a free prize', 'limited offer', 'cheap watches', 'click here now', 'free pills'];
  const work = [
    'the meeting is moved',
    'your invoice',
    'please review',
    'the server is down',
    'pull request',
  ];
  const rows = Array.from({ length: 60 }, (_, i) => {
    const list = i % 2 ? spam : work;
    return `${list[(i >> 1) % 5]} ${list[(i * 3 + 1) % 5]} ${i},${i % 2 ? 'spam' : 'work'}`;
  });
  return ['text,tone', ...rows];
}

/** The delivered files of a Run, as they lie in storage. */
const artifactOf = (runId: string) => artifactFolder(bot.dir, runId);

interface ReportPart {
  dataset: { name: string };
  chosen: string;
  contenders: { name: string }[];
  warnings: Note[];
  backbone: { source: string; licence: string } | null;
}
const reportOf = async (runId: string): Promise<ReportPart> =>
  JSON.parse(await readFile(join(artifactOf(runId), 'report.json'), 'utf8'));

/** Stripes of many widths and shades: upright in one class, lying in the other. */
async function writeImages(folder: string): Promise<void> {
  for (const kind of ['upright', 'lying'])
    for (let i = 0; i < 16; i++) {
      const pixels = Buffer.alloc(40 * 40 * 3, 30 + ((i * 37) % 60));
      for (let y = 0; y < 40; y++)
        for (let x = 0; x < 40; x++)
          if (((kind === 'upright' ? x : y) + i) % (6 + (i % 4)) < 3)
            pixels.fill(200 + (i % 5) * 10, (y * 40 + x) * 3, (y * 40 + x) * 3 + 3);
      await mkdir(join(folder, kind), { recursive: true });
      const image = sharp(pixels, { raw: { width: 40, height: 40, channels: 3 } });
      await image.png().toFile(join(folder, kind, `${i}.png`));
    }
}

describe('a text model of the Hub', () => {
  let runId: string;
  let report: ReportPart;
  it('is fetched with the token of the bot, trained on in the child, and pinned to its commit', async () => {
    const [header, ...lines] = toneRows();
    const part = (from: number, to: number) => Buffer.from([header, ...lines.slice(from, to)].join('\n'));
    mirror.dataSets.set('ada/tone', { 'data/train.csv': part(0, 45), 'data/test.csv': part(45, 60) });
    const command = '/finetune source:ada/tone model:tiny/gpt2@main unfreeze:none budget:10s seed:1';
    const { answers, last } = await bot.tell(command);
    expect(last.result).toMatchObject({ state: 'succeeded' });
    expect(answers[0]!.result).toMatchObject({ profile: { kind: 'text', sampleCount: 60 } });
    runId = String(last.result.runId);
    report = await reportOf(runId);
    expect(report.chosen).toMatch(/^probe/);
    expect(report.backbone).toMatchObject({ source: `tiny/gpt2@${COMMIT}`, licence: 'apache-2.0' });
    const { last: predicted } = await bot.tell(`/predict run:${runId} text:"server offer friday review NOW"`);
    const [prediction] = predicted.result.predictions as { prediction: string }[];
    expect(prediction!.prediction).toBe('urgent');
  }, 120_000);

  it('learns from a data set of the Hub, which the bot fetches and stores', () => {
    expect(report.dataset.name).toBe(`ada--tone@${COMMIT.slice(0, 8)}.zip`);
  });

  it("is pushed to the person's repository after they agreed on a page of the Hub", async () => {
    mirror.signIn.before = ['authorization_pending'];
    const { well, answers, last: pushed } = await bot.tell(`/export run:${runId} repo:ada/tone`);
    expect(well).toBe(true);
    // The code was asked for, then twice whether the person had agreed.
    expect(mirror.signIn.forms.map((form) => 'device_code' in form)).toEqual([false, true, true]);
    expect(pushed.result).toMatchObject({
      runId,
      repo: 'ada/tone',
      url: expect.stringContaining('/commit/'),
    });
    const stored = await readFile(join(artifactOf(runId), 'model', 'onnx', 'model.onnx'));
    expect(mirror.pushed.get('ada/tone/onnx/model.onnx')).toEqual(stored);
    expect([...mirror.pushed.keys()]).toEqual(
      expect.arrayContaining(['ada/tone/README.md', 'ada/tone/config.json', 'ada/tone/tokenizer.json']),
    );
    expect(mirror.pushed.get('ada/tone/README.md')!.toString()).toContain('base_model: "tiny/gpt2"');
    expect(JSON.stringify(answers)).not.toContain('hf_writer');
  });

  it('is taken as a folder with the command that pushes it, and in other forms', async () => {
    const { last: folder } = await bot.tell(`/export run:${runId} format:hub`);
    expect(folder.message.content).toContain('hf upload owner/name hub . --private');
    expect(folder.message.attachments.map(({ filename }) => filename)).toEqual([`${runId}-hub.zip`]);
    for (const format of ['compact', 'node', 'python', 'site']) {
      const { well, last } = await bot.tell(`/export run:${runId} format:${format}`);
      expect(well).toBe(true);
      expect(last.message.attachments.map(({ filename }) => filename)).toEqual([`${runId}-${format}.zip`]);
    }
  }, 120_000);

  it('refuses a repository that is none, and a model that the Hub does not have', async () => {
    const { last } = await bot.tell(`/export run:${runId} repo:tone`);
    expect(JSON.stringify(last)).toContain('bad-repo');
    const path = join(bot.dir, 'tone.csv');
    writeFileSync(path, toneRows().join('\n'));
    const { last: failed } = await bot.tell(`/finetune dataset:${path} model:tiny/none budget:10s`);
    expect(failed.result).toMatchObject({ error: { code: 'hub-not-found' } });
    // Refused before anything was queued.
    expect(failed.result.runId).toBeUndefined();
  }, 60_000);
});

describe('a model of the Hub without ONNX', () => {
  const train = async (depth: 'top' | 'all') => {
    const path = join(bot.dir, 'weights.csv');
    writeFileSync(path, spamRows().join('\n'));
    const command = `/finetune dataset:${path} model:tiny/bert-weights unfreeze:${depth} budget:20s seed:1`;
    const { last } = await bot.tell(command);
    expect(last.result).toMatchObject({ state: 'succeeded' });
    return String(last.result.runId);
  };

  it('is built from its weights, its last block is trained, and what is delivered predicts', async () => {
    const runId = await train('top');
    const report = await reportOf(runId);
    expect(report.backbone).toMatchObject({ source: `tiny/bert-weights@${COMMIT}` });
    expect(report.contenders.map(({ name }) => name)).toContain('tiny/bert-weights, top layers tuned');
    const { last: predicted } = await bot.tell(`/predict run:${runId} text:"win a free prize 7"`);
    expect(predicted.result.predictions).toMatchObject([{ prediction: 'spam' }]);
  }, 180_000);

  it('and without safetensors is built from pytorch_model.bin; every block is trained', async () => {
    mirror.bend.hidden = ['model.safetensors'];
    const runId = await train('all');
    mirror.bend.hidden = [];
    expect(mirror.requests.some(({ line }) => line.endsWith('/pytorch_model.bin'))).toBe(true);
    const report = await reportOf(runId);
    expect(report.contenders.map(({ name }) => name)).toContain('tiny/bert-weights, all layers tuned');
    const { last: predicted } = await bot.tell(`/predict run:${runId} text:"win a free prize 7"`);
    expect(predicted.result.predictions).toMatchObject([{ prediction: 'spam' }]);
  }, 180_000);
});

describe("a repository of timm's", () => {
  it('is built by its name, its last block is trained, and what is delivered classifies', async () => {
    const fixture = fixturePath('efficientnet-lite');
    const file = (name: string) => readFile(join(fixture, name));
    mirror.dataSets.set('timm/lite', {
      'config.json': await file('config.json'),
      'model.safetensors': await file('model.safetensors'),
    });
    const folder = join(bot.dir, 'timm');
    await writeImages(folder);
    await zipModel(folder);
    const command = `/finetune dataset:${join(folder, 'model.zip')} model:timm/lite unfreeze:top budget:20s seed:1`;
    const { last } = await bot.tell(command);
    expect(last.result).toMatchObject({ state: 'succeeded' });
    const runId = String(last.result.runId);
    const report = await reportOf(runId);
    expect(report.backbone).toMatchObject({ source: `timm/lite@${COMMIT}`, licence: 'apache-2.0' });
    expect(report.contenders.map(({ name }) => name)).toContain('timm/lite, top layers tuned');
    const delivered = join(artifactOf(runId), 'model');
    const preprocessor = JSON.parse(await readFile(join(delivered, 'preprocessor_config.json'), 'utf8'));
    expect(preprocessor).toMatchObject({
      image_mean: [0.485, 0.456, 0.406],
      crop_size: { height: 19, width: 19 },
    });
    const picture = join(folder, 'upright', '3.png');
    const { last: predicted } = await bot.tell(`/predict run:${runId} file:${picture}`);
    expect(predicted.result.predictions).toHaveLength(1);
  }, 180_000);
});

describe('a forecaster of the Hub', () => {
  it('takes part in the race beside the other methods, as it is and fine-tuned', async () => {
    const file = (name: string) => readFile(join(fixturePath('chronos-bolt'), name));
    mirror.dataSets.set('tiny/chronos', {
      'config.json': await file('config.json'),
      'model.safetensors': await file('model.safetensors'),
    });
    const rows = Array.from({ length: 96 }, (_, i) => {
      const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
      return `${day},${100 + 20 * Math.sin((2 * Math.PI * i) / 7) + ((i * 37) % 11)}`;
    });
    const path = join(bot.dir, 'days.csv');
    writeFileSync(path, ['date,visits', ...rows].join('\n'));
    const command = `/finetune dataset:${path} model:tiny/chronos horizon:5 budget:30s seed:1`;
    const { last } = await bot.tell(command);
    expect(last.result).toMatchObject({ state: 'succeeded' });
    const report = await reportOf(String(last.result.runId));
    expect(report.contenders.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['tiny/chronos, zero-shot', 'tiny/chronos, fine-tuned']),
    );
  }, 120_000);
});

describe("a person's own ONNX file", () => {
  it('is trained on in the child, and the delivered folder classifies in transformers.js', async () => {
    const folder = join(bot.dir, 'stripes');
    await writeImages(folder);
    await zipModel(folder);
    const model = join(FIXTURES, 'tiny', 'vit', 'onnx', 'model.onnx');
    const command = `/finetune dataset:${join(folder, 'model.zip')} model-file:${model} unfreeze:none budget:10s seed:1`;
    const { last } = await bot.tell(command);
    expect(last.result).toMatchObject({ state: 'succeeded' });
    const runId = String(last.result.runId);
    const report = await reportOf(runId);
    expect(report.contenders.some(({ name }) => name.includes('model.onnx'))).toBe(true);
    expect(joinNotes(report.warnings)).toMatch(/assumed: RGB, 32 × 32 pixels/);
    env.localModelPath = artifactOf(runId);
    const classifier = await pipeline('image-classification', 'model', { dtype: 'fp32' });
    const answers = [
      await classifier(join(folder, 'upright', '3.png')),
      await classifier(join(folder, 'lying', '4.png')),
    ];
    await classifier.dispose();
    expect(answers.map((answer) => answer[0])).toMatchObject([{ label: 'upright' }, { label: 'lying' }]);
  }, 120_000);
});
