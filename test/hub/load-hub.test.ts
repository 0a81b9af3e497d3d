/** Features of tiny models with random weights against PyTorch's; see scripts/fixtures/hub/make-hub-models.py. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Backbone } from '../../src/backbones/backbone.ts';
import type { FedKind } from '../../src/backbones/from-onnx/graph-inputs.ts';
import { loadBackbone, loadOwnFile } from '../../src/backbones/load-backbone.ts';
import { aroundTexts } from '../../src/backbones/tokenizers/special-tokens.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../src/engines/onnxruntime.ts';
import { fetchHubModel } from '../../src/hub/fetch-model.ts';
import { buildModel, DataType, encodeModel, floatTensor, node, valueInfo } from '../../src/onnx/model.ts';
import { zipModel } from '../../src/training/classifier/export/zip-model.ts';
import { embedSamples } from '../../src/training/classifier/features/embed.ts';
import { fixturePath, loadFixture } from '../architectures/fixtures.ts';
import { COMMIT, FIXTURES, type Mirror, startMirror } from './mirror.ts';

/** float32 in another order of operations. */
const TOLERANCE = 2e-5;

let mirror: Mirror;
let cacheDir: string;
let expected: { texts: string[]; features: Record<string, number[][]> };
beforeAll(async () => {
  mirror = await startMirror();
  cacheDir = await mkdtemp(join(tmpdir(), 'hub-load-'));
  expected = JSON.parse(await readFile(join(FIXTURES, 'tiny', 'expected.json'), 'utf8'));
});
afterAll(async () => {
  await mirror.close();
  await rm(cacheDir, { recursive: true, force: true });
});

async function load(name: string, kind: FedKind): Promise<Backbone> {
  const hub = { endpoint: mirror.endpoint };
  await fetchHubModel({ name, revision: 'main' }, { cacheDir, hub, kind, limitBytes: 2 ** 20 });
  return loadBackbone(name, { cacheDir, kind });
}

function expectClose(values: Float32Array, rows: readonly (readonly number[])[]) {
  const wanted = rows.flat();
  expect(values.length).toBe(wanted.length);
  const worst = Math.max(...wanted.map((value, i) => Math.abs(value - values[i]!)));
  expect(worst).toBeLessThan(TOLERANCE);
}

/** Of features [n, d] from several places of a network, the last ones come first. */
function expectFirst(values: Float32Array, rows: readonly (readonly number[])[]) {
  const d = values.length / rows.length;
  const width = rows[0]!.length;
  expect(d).toBeGreaterThan(width);
  expectClose(Float32Array.from(rows.flatMap((_, row) => [...values.slice(row * d, row * d + width)])), rows);
}

/** The generator's pixels and waves: (i · 37 mod 101) / 101. */
const ramp = (count: number) => Float32Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 101);

async function run(backbone: Backbone, data: Float32Array, dims: number[]): Promise<Float32Array> {
  const session = await openSession(backbone.onnxPath);
  const feeds = { [session.inputNames[0]!]: await floatFeed(data, dims) };
  return floatsOf((await runSession(session, feeds)).backbone_features);
}

describe('features of text models', () => {
  it.each([
    ['bert', 'a headless encoder: mean over the real tokens'],
    ['bert-masked', 'a masked language model: its encoder, without the head'],
    ['distilbert-sentiment', 'a classifier: what its last layer reads'],
    ['gpt2', 'a causal decoder with past keys and values: the last real token'],
  ])('tiny/%s, %s', async (name) => {
    const backbone = await load(`tiny/${name}`, 'text');
    const samples = expected.texts.map((text) => ({ text }));
    const { values, d } = await embedSamples({ backbone, samples, cacheDir });
    expect(d).toBe(32);
    expectClose(values, expected.features[name]!);
  });

  it('carry the source with its commit, the licence and the length limit', async () => {
    const backbone = await load('tiny/bert', 'text');
    expect(backbone).toMatchObject({
      id: 'tiny/bert',
      source: `tiny/bert@${COMMIT}`,
      licence: 'apache-2.0',
      preprocessing: { kind: 'text', maxTokens: 64 },
    });
  });
});

describe('a repository without ONNX', () => {
  afterEach(() => {
    mirror.bend.hidden = [];
  });
  it.each([
    ['safetensors', 'pytorch_model.bin'],
    ['torch.save', 'model.safetensors'],
  ])('becomes a graph by its configuration, vocab.txt and weights of 16 bits in %s', async (_, hidden) => {
    mirror.bend.hidden = [hidden];
    const backbone = await load('tiny/bert-weights', 'text');
    const path = join(FIXTURES, 'tiny', 'bert-weights', 'expected.json');
    const { texts, features } = JSON.parse(await readFile(path, 'utf8')) as {
      texts: string[];
      features: number[][];
    };
    const samples = texts.map((text) => ({ text }));
    expectClose((await embedSamples({ backbone, samples, cacheDir })).values, features);
    expect(backbone).toMatchObject({
      source: `tiny/bert-weights@${COMMIT}`,
      preprocessing: { kind: 'text', maxTokens: 64, inputs: { types: 'token_type_ids' } },
    });
  });
});

it('DeBERTa-v3 as its authors publish it, in pytorch_model.bin and spm.model, is read as PyTorch reads it', async () => {
  const backbone = await load('tiny/deberta-v3', 'text');
  const path = join(FIXTURES, 'tiny', 'deberta-v3', 'expected.json');
  const { texts, features } = JSON.parse(await readFile(path, 'utf8')) as {
    texts: string[];
    features: number[][];
  };
  const samples = texts.map((text) => ({ text }));
  expectClose((await embedSamples({ backbone, samples, cacheDir })).values, features);
});

/** A fixture of `test/architectures` as a repository of the Hub. */
async function publish(fixture: string, name: string) {
  const folder = fixturePath(fixture);
  const names = (await readdir(folder)).filter((file) => file !== 'expected.json');
  const files = names.map(async (file) => [file, await readFile(join(folder, file))] as const);
  mirror.dataSets.set(name, Object.fromEntries(await Promise.all(files)));
}

describe("a repository of timm's", () => {
  it('becomes a graph by its name, and its pictures are prepared as its configuration says', async () => {
    await publish('efficientnet-lite', 'timm/lite');
    const backbone = await load('timm/lite', 'image');
    const { inputs, pooled } = await loadFixture('efficientnet-lite');
    const { data, dims } = inputs.pixel_values!;
    const [rows = 0] = dims;
    const d = pooled.values.length / rows;
    const wanted = Array.from({ length: rows }, (_, row) => pooled.values.slice(row * d, (row + 1) * d));
    expectFirst(await run(backbone, Float32Array.from(data, Number), [...dims]), wanted);
    expect(backbone.preprocessing).toMatchObject({
      size: 19,
      cropShare: 19 / 21,
      interpolation: 'bicubic',
      scale: 1 / 255,
      mean: [0.485, 0.456, 0.406],
      deviation: [0.229, 0.224, 0.225],
    });
    expect(backbone.notes).toEqual([]);
  });
});

describe('a sound model without ONNX', () => {
  it.each(['whisper', 'ast'])('%s: hears as its preprocessor says, from the waveform on', async (name) => {
    await publish(name, `tiny/${name}`);
    const backbone = await load(`tiny/${name}`, 'audio');
    const { inputs, pooled } = await loadFixture(name);
    const { data, dims } = inputs.input_values!;
    expectClose(await run(backbone, Float32Array.from(data, Number), [...dims]), [pooled.values]);
    expect(backbone.preprocessing).toMatchObject({ kind: 'audio', rate: 16_000, frontend: 'waveform' });
    expect(backbone.notes).toEqual([]);
  });

  it('WavLM: each clip is brought to mean 0 and variance 1 first', async () => {
    await publish('wavlm', 'tiny/wavlm');
    const backbone = await load('tiny/wavlm', 'audio');
    const { inputs } = await loadFixture('wavlm');
    const [rows = 0, samples = 0] = inputs.input_values!.dims;
    const clips = Float32Array.from(inputs.input_values!.data, Number);
    const plain = await run(backbone, clips, [rows, samples]);
    const louder = clips.map((value) => 3 * value + 0.1);
    expectClose(await run(backbone, louder, [rows, samples]), [[...plain]]);
    expect(backbone.notes?.[0]?.message).toMatch(/mean 0 and variance 1/);
  });
});

/** A tokenizer of whole words, w0 … w29, and around a text the tokens of `around`. */
async function wordTokenizer(around: object): Promise<Buffer> {
  const words = Array.from({ length: 30 }, (_, id) => [`w${id}`, id]);
  const known = JSON.parse(await readFile(join(FIXTURES, 'tiny', 'bert', 'tokenizer.json'), 'utf8'));
  const model = {
    type: 'WordPiece',
    unk_token: 'w0',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words),
  };
  return Buffer.from(JSON.stringify({ ...known, added_tokens: [], model, post_processor: around }));
}

/** The texts whose tokens are a fixture's inputs. */
function textsOf({ inputs }: Awaited<ReturnType<typeof loadFixture>>): { text: string }[] {
  const { data: ids, dims } = inputs.input_ids!;
  const mask = inputs.attention_mask!.data;
  const [rows = 0, tokens = 0] = dims;
  return Array.from({ length: rows }, (_, row) => {
    const words = Array.from({ length: tokens }, (_, i) => row * tokens + i)
      .filter((at) => Number(mask[at]) === 1)
      .map((at) => `w${ids[at]}`);
    return { text: words.join(' ') };
  });
}

describe('a static table', () => {
  it('is taken before an ONNX file that is fed in another way, and reads the tokens of the text alone', async () => {
    await publish('model2vec', 'tiny/potion');
    const around = aroundTexts([{ content: 'w1', id: 1 }], [{ content: 'w2', id: 2 }]);
    Object.assign(mirror.dataSets.get('tiny/potion')!, {
      'tokenizer.json': await wordTokenizer(around),
      'onnx/model.onnx': Buffer.from('no model'),
    });
    const backbone = await load('tiny/potion', 'text');
    const fixture = await loadFixture('model2vec');
    const { values } = await embedSamples({ backbone, samples: textsOf(fixture), cacheDir });
    expectClose(values, [fixture.pooled.values]);
  });
});

describe('a decoder that reads texts', () => {
  it.each(['qwen3', 'embedding-gemma'])('%s: pooled as its files say', async (name) => {
    await publish(name, `tiny/${name}`);
    Object.assign(mirror.dataSets.get(`tiny/${name}`)!, {
      'tokenizer.json': await wordTokenizer(aroundTexts([], [])),
    });
    const backbone = await load(`tiny/${name}`, 'text');
    const fixture = await loadFixture(name);
    const { values } = await embedSamples({ backbone, samples: textsOf(fixture), cacheDir });
    expectClose(values, [fixture.pooled.values]);
  });
});

describe("a sentence-transformer's own files", () => {
  const files = async (changes: Record<string, object>) => {
    const folder = join(FIXTURES, 'tiny', 'bert-weights');
    const names = ['config.json', 'model.safetensors', 'vocab.txt', 'tokenizer_config.json'];
    const own = await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name))] as const),
    );
    const told = Object.entries(changes).map(
      ([name, content]) => [name, Buffer.from(JSON.stringify(content))] as const,
    );
    return Object.fromEntries([...own, ...told]);
  };
  const pooled = async (repository: string, pooling: object) => {
    const changes = { '1_Pooling/config.json': pooling, 'sentence_bert_config.json': { max_seq_length: 20 } };
    mirror.dataSets.set(repository, await files(changes));
    const backbone = await load(repository, 'text');
    const { values } = await embedSamples({
      backbone,
      samples: [{ text: 'the meeting is moved' }],
      cacheDir,
    });
    return { backbone, values: [...values] };
  };

  it('say how tokens become one vector, in the older and the newer form, and how long a text may be', async () => {
    const first = await pooled('ada/cls', { pooling_mode_cls_token: true });
    const last = await pooled('ada/last', { pooling_mode_lasttoken: true, pooling_mode_mean_tokens: false });
    const mean = await pooled('ada/mean', { pooling_mode_mean_tokens: true });
    expect((await pooled('ada/cls-named', { pooling_mode: 'cls' })).values).toEqual(first.values);
    expect((await pooled('ada/last-named', { pooling_mode: 'lasttoken' })).values).toEqual(last.values);
    expect((await pooled('ada/mean-named', { pooling_mode: 'mean' })).values).toEqual(mean.values);
    expect(new Set([first, last, mean].map(({ values }) => String(values))).size).toBe(3);
    expect(first.backbone.preprocessing).toMatchObject({ maxTokens: 20 });
  });
});

describe('features of image and sound models', () => {
  it('ViT: the class token; sizes and normalisation from its preprocessor', async () => {
    const backbone = await load('tiny/vit', 'image');
    expectClose(await run(backbone, ramp(2 * 3 * 32 * 32), [2, 3, 32, 32]), expected.features.vit!);
    expect(backbone.preprocessing).toMatchObject({ size: 32, cropShare: 1, mean: [0.5, 0.5, 0.5] });
  });

  it('ResNet with a classifier: the pooled last stage; crop and kernel as its preprocessor says', async () => {
    const backbone = await load('tiny/resnet', 'image');
    expectFirst(await run(backbone, ramp(2 * 3 * 32 * 32), [2, 3, 32, 32]), expected.features.resnet!);
    expect(backbone.preprocessing).toMatchObject({ size: 32, cropShare: 0.875, interpolation: 'bicubic' });
  });

  it('wav2vec 2.0: the mean over time of the waveform at 16 kHz', async () => {
    const backbone = await load('tiny/wav2vec2', 'audio');
    const wave = ramp(4_000).map((value) => value - 0.5);
    expectClose(await run(backbone, wave, [1, 4_000]), expected.features.wav2vec2!);
    expect(backbone.preprocessing).toMatchObject({ rate: 16_000, frontend: 'waveform' });
  });
});

describe('what cannot be loaded', () => {
  it('names the kind that the model reads', async () => {
    await load('tiny/vit', 'image');
    await expect(load('tiny/vit', 'audio')).rejects.toMatchObject({ code: 'backbone-of-other-kind' });
  });

  it('says that a model was never fetched', async () => {
    await expect(loadBackbone('never/seen', { cacheDir })).rejects.toMatchObject({ code: 'hub-not-cached' });
  });
});

describe("a person's own ONNX file", () => {
  const own = (path: string) => loadOwnFile({ path, name: 'mine.onnx' }, { cacheDir, kind: 'image' });

  it('is understood from its graph, with what was assumed', async () => {
    const backbone = await own(join(FIXTURES, 'tiny/resnet/onnx/model.onnx'));
    expectFirst(await run(backbone, ramp(2 * 3 * 32 * 32), [2, 3, 32, 32]), expected.features.resnet!);
    expect(backbone).toMatchObject({ source: 'attached file mine.onnx', preprocessing: { size: 224 } });
    expect(backbone.notes?.[0]?.message).toMatch(/assumed: RGB, 224 × 224/);
  });

  it('is refused when it is no ONNX, has foreign operators, or reads tokens without a tokenizer', async () => {
    const path = join(cacheDir, 'own.onnx');
    await writeFile(path, 'hello');
    await expect(own(path)).rejects.toMatchObject({ code: 'not-onnx' });

    const foreign = buildModel({
      nodes: [{ ...node('Magic', ['pixels'], ['y']), domain: 'my.ops' }],
      initializers: [],
      inputs: [valueInfo('pixels', DataType.FLOAT, [1, 3, 8, 8])],
      outputs: [valueInfo('y', DataType.FLOAT)],
    });
    await writeFile(path, encodeModel(foreign));
    await expect(own(path)).rejects.toMatchObject({
      code: 'onnx-custom-ops',
      message: expect.stringContaining('my.ops.Magic'),
    });

    const text = { path: join(FIXTURES, 'tiny/bert/onnx/model.onnx'), name: 'bert.onnx' };
    await expect(loadOwnFile(text, { cacheDir, kind: 'text' })).rejects.toMatchObject({
      code: 'tokenizer-missing',
    });
  });

  it('reads tokens when a zip brings the tokenizer, as a delivered model does', async () => {
    const folder = join(cacheDir, 'zipped');
    await cp(join(FIXTURES, 'tiny/bert'), join(folder, 'model'), { recursive: true });
    await zipModel(folder);
    const file = { path: join(folder, 'model.zip'), name: 'model.zip' };
    const backbone = await loadOwnFile(file, { cacheDir, kind: 'text' });
    const samples = expected.texts.map((text) => ({ text }));
    const { values } = await embedSamples({ backbone, samples, cacheDir });
    expectClose(values, expected.features.bert!);
  });

  it('is refused when its weights are in another file', async () => {
    const path = join(cacheDir, 'external.onnx');
    const weight = { ...floatTensor('w', [3, 1, 1], [1, 2, 3]), dataLocation: 1 };
    const model = buildModel({
      nodes: [node('Mul', ['pixels', 'w'], ['y'])],
      initializers: [weight],
      inputs: [valueInfo('pixels', DataType.FLOAT, ['n', 3, 8, 8])],
      outputs: [valueInfo('y', DataType.FLOAT)],
    });
    await writeFile(path, encodeModel(model));
    await expect(own(path)).rejects.toMatchObject({ code: 'onnx-external-data' });
  });
});
