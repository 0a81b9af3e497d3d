import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import type { Backbone, ImagePreprocessing } from '../../../src/backbones/backbone.ts';
import { buildModel, DataType, encodeModel, floatTensor, node, valueInfo } from '../../../src/onnx/model.ts';
import { chooseInput } from '../../../src/training/classifier/input/choose-input.ts';
import type { Samples } from '../../../src/training/classifier/samples.ts';
import type { ClassifierJob } from '../../../src/training/classifier/stage.ts';

const SIDE = 16;
const COUNT = 80;
const CELLS = SIDE * SIDE * 3;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choose-input-'));
});

/** Means over cells of 4 × 4 of what is left of the pixels between two bounds. */
async function backboneThatSees(low: number, high: number, more: Partial<Backbone> = {}): Promise<Backbone> {
  const onnxPath = join(folder, `${low}-${high}.onnx`);
  const model = buildModel({
    nodes: [
      node('Clip', ['pixels', 'low', 'high'], ['seen']),
      node('AveragePool', ['seen'], ['cells'], { kernel_shape: [4, 4], strides: [4, 4] }),
      node('Flatten', ['cells'], ['features'], { axis: 1 }),
    ],
    initializers: [floatTensor('low', [], [low]), floatTensor('high', [], [high])],
    inputs: [valueInfo('pixels', DataType.FLOAT, ['n', 3, SIDE, SIDE])],
    outputs: [valueInfo('features', DataType.FLOAT, ['n', CELLS / 16])],
  });
  await writeFile(onnxPath, encodeModel(model));
  const preprocessing: ImagePreprocessing = {
    kind: 'image',
    size: SIDE,
    cropShare: 1,
    layout: 'nchw',
    scale: 1 / 255,
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
    interpolation: 'bilinear',
  };
  const taps = [{ output: 'features', dim: CELLS / 16, pooling: 'none' as const }];
  return {
    id: 'b',
    name: 'B',
    licence: '',
    source: '',
    onnxPath,
    sha256: `${low}-${high}`,
    preprocessing,
    taps,
    languages: [],
    ...more,
  };
}

/** Grey pictures; those of class 0 have a bright left end, those of class 1 a bright right end. */
async function drawSamples(name: string, width: number, height: number): Promise<Samples> {
  const rows = Int32Array.from({ length: COUNT }, (_, i) => i);
  const files = await Promise.all(
    Array.from(rows, async (i) => {
      const path = join(folder, `${name}-${i}.png`);
      const data = Buffer.alloc(width * height, 90 + (i % 30));
      const [from, to] = i % 2 === 0 ? [0, width / 8] : [width - width / 8, width];
      for (let y = 0; y < height; y++) for (let x = from; x < to; x++) data[y * width + x] = 150;
      await sharp(data, { raw: { width, height, channels: 1 } })
        .png()
        .toFile(path);
      return { path, hash: `${name}-${i}` };
    }),
  );
  return {
    kind: 'image',
    classes: ['left', 'right'],
    texts: [],
    files,
    ids: files.map(({ hash }) => hash),
    labels: rows.map((i) => i % 2),
    groups: rows,
    groupNames: null,
    train: rows,
    validation: new Int32Array(0),
    test: new Int32Array(0),
    pool: rows,
    splitNotes: [],
  };
}

/** What `chooseInput` reads of a job. */
const jobOf = (budgetSeconds: number): ClassifierJob =>
  ({
    task: { folders: { cacheDir: folder }, spec: { budgetSeconds, seed: 1 } },
    progress: { begin: () => {}, advance: () => {} },
    signal: new AbortController().signal,
  }) as unknown as ClassifierJob;

const fitOf = ({ preprocessing }: Backbone) => preprocessing.kind === 'image' && preprocessing.fit;
const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code);

it('takes all of pictures whose ends tell the classes apart', async () => {
  const samples = await drawSamples('wide', 96, 32);
  const { backbone, notes } = await chooseInput(jobOf(120), samples, await backboneThatSees(0, 1));
  expect(fitOf(backbone)).not.toBe('crop');
  expect(codes(notes)).toEqual(['fits-compared']);
  // The middle third has nothing to tell.
  expect(Number(notes[0]!.values.crop)).toBeLessThan(75);
  expect(Number(notes[0]!.values.squash)).toBe(100);
});

it('asks nothing of square pictures for a model whose files say it all', async () => {
  const samples = await drawSamples('square', 32, 32);
  const own = await backboneThatSees(0, 1);
  expect(await chooseInput(jobOf(120), samples, own)).toEqual({ backbone: own, notes: [] });
});

it('finds what the pixels of a model are scaled to where its files do not say it', async () => {
  const samples = await drawSamples('scaled', 32, 32);
  const unsaid = { normalisationAssumed: true };
  const bytes = await chooseInput(jobOf(120), samples, await backboneThatSees(20, 240, unsaid));
  expect(bytes.backbone.preprocessing).toMatchObject({ scale: 1, mean: [0, 0, 0], deviation: [1, 1, 1] });
  expect(bytes.backbone.normalisationAssumed).toBe(false);
  expect(codes(bytes.notes)).toEqual(['scalings-compared']);
});

it('leaves it as it is, and says so, without time to compare', async () => {
  const samples = await drawSamples('wide', 96, 32);
  const own = await backboneThatSees(0, 1);
  const { backbone, notes } = await chooseInput(jobOf(0.0001), samples, own);
  expect(backbone).toBe(own);
  expect(codes(notes)).toEqual(['input-no-time']);
});
