/** A person's model whose weights are too many to be copied about: they stand in a file beside the graph. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import yazl from 'yazl';
import type { Backbone } from '../../src/backbones/backbone.ts';
import { loadOwnFile } from '../../src/backbones/load-backbone.ts';
import { openOwnFile } from '../../src/backbones/own-file.ts';
import { LIMITS } from '../../src/datasets/limits.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../src/engines/onnxruntime.ts';
import { writeModel } from '../../src/onnx/file/mapped-model.ts';
import {
  buildModel,
  DataType,
  encodeModel,
  floatTensor,
  node,
  type OnnxModel,
  valueInfo,
} from '../../src/onnx/model.ts';
import { zipModel } from '../../src/training/classifier/export/zip-model.ts';

const PIXELS = 3 * 8 * 8;
/** 192 · 24,000 float32 are 18 MB. */
const WIDTH = 24_000;

let folder: string;
let cacheDir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heavy-'));
  cacheDir = join(folder, 'cache');
});
afterAll(() => rm(folder, { recursive: true }));

/** `scale` is all that two of them differ in. */
function wideNetwork(scale: number): OnnxModel {
  const weights = Float32Array.from({ length: PIXELS * WIDTH }, (_, i) => scale * Math.sin(i));
  return buildModel({
    nodes: [
      node('Flatten', ['pixels'], ['flat'], { axis: 1 }),
      node('MatMul', ['flat', 'w'], ['wide']),
      node('Relu', ['wide'], ['hidden']),
      node('MatMul', ['hidden', 'classifier'], ['logits']),
    ],
    initializers: [
      floatTensor('w', [PIXELS, WIDTH], weights),
      floatTensor('classifier', [WIDTH, 2], new Float32Array(2 * WIDTH)),
    ],
    inputs: [valueInfo('pixels', DataType.FLOAT, ['n', 3, 8, 8])],
    outputs: [valueInfo('logits', DataType.FLOAT, ['n', 2])],
  });
}

async function load(model: OnnxModel, name: string): Promise<Backbone> {
  const path = join(folder, name);
  await writeFile(path, encodeModel(model));
  return loadOwnFile({ path, name }, { cacheDir, kind: 'image' });
}

async function featuresOf(file: string | Uint8Array, output: string): Promise<Float32Array> {
  const session = await openSession(file);
  const pixels = Float32Array.from({ length: 2 * PIXELS }, (_, i) => (i % 101) / 101);
  const { [output]: features } = await runSession(
    session,
    { pixels: await floatFeed(pixels, [2, 3, 8, 8]) },
    [output],
  );
  return floatsOf(features);
}

it('gives the features of the file to the last digit, from weights beside the graph', async () => {
  const model = wideNetwork(1);
  const backbone = await load(model, 'one.onnx');
  const built = dirname(backbone.onnxPath);
  expect((await readdir(built)).sort()).toEqual([
    'backbone.json',
    'manifest.json',
    'model.onnx',
    'weights.bin',
  ]);
  expect((await stat(backbone.onnxPath)).size).toBeLessThan(10_000);
  const output = { ...model.graph.output[0]!, name: 'hidden' };
  const hidden = encodeModel({ ...model, graph: { ...model.graph, output: [output] } });
  const seen = await featuresOf(backbone.onnxPath, 'backbone_features');
  expect(Buffer.from(seen.buffer).equals(Buffer.from((await featuresOf(hidden, 'hidden')).buffer))).toBe(
    true,
  );
});

it('comes in a zip with its weights in a second file too', async () => {
  const apart = join(folder, 'apart');
  await mkdir(join(apart, 'model', 'onnx'), { recursive: true });
  const { weightsPath } = await writeModel(
    join(apart, 'model', 'onnx', 'mine.onnx'),
    wideNetwork(1),
    2 ** 20,
  );
  expect(weightsPath).not.toBeNull();
  await zipModel(apart);
  const file = { path: join(apart, 'model.zip'), name: 'model.zip' };
  const zipped = await loadOwnFile(file, { cacheDir, kind: 'image' });
  expect(zipped.sha256).toBe((await load(wideNetwork(1), 'one.onnx')).sha256);
  await rm(weightsPath!);
  await zipModel(apart);
  await expect(loadOwnFile(file, { cacheDir, kind: 'image' })).rejects.toMatchObject({
    code: 'onnx-external-data-unreadable',
    message: expect.stringContaining('mine.onnx_data'),
  });
});

it('may be longer in its zip than a file of data', async () => {
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.alloc(LIMITS.entryBytes + 1), 'model.onnx', { compress: false });
  zip.end();
  const path = join(folder, 'long.zip');
  await pipeline(zip.outputStream, createWriteStream(path));
  // Unpacked and read: zeros are no model.
  await expect(openOwnFile({ path, name: 'long.zip' })).rejects.toMatchObject({ code: 'not-onnx' });
});

it('is another model when only the weights differ', async () => {
  const first = await load(wideNetwork(1), 'one.onnx');
  const second = await load(wideNetwork(2), 'two.onnx');
  const graphs = await Promise.all([first, second].map(({ onnxPath }) => readFile(onnxPath)));
  expect(graphs[0]!.equals(graphs[1]!)).toBe(true);
  expect(second.sha256).not.toBe(first.sha256);
});

it('is built anew when its weights were damaged', async () => {
  const { onnxPath, sha256 } = await load(wideNetwork(1), 'one.onnx');
  const weights = join(dirname(onnxPath), 'weights.bin');
  const { size } = await stat(weights);
  await writeFile(weights, new Uint8Array(size));
  expect((await load(wideNetwork(1), 'one.onnx')).sha256).toBe(sha256);
  expect((await readFile(weights)).some((byte) => byte !== 0)).toBe(true);
});
