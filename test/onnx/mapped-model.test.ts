import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GraphSession, openGraph, openModel } from '../../src/engines/graph-session.ts';
import { isHeavy, storeWeights, writeMappedModel, writeModel } from '../../src/onnx/file/mapped-model.ts';
import { readGraphFile, readModelFile, writeModelFile } from '../../src/onnx/file/model-file.ts';
import { StoredBytes } from '../../src/onnx/file/stored-bytes.ts';
import {
  buildModel,
  decodeModel,
  encodeModel,
  floatTensor,
  node,
  type OnnxModel,
  type OnnxTensor,
  valueInfo,
} from '../../src/onnx/model.ts';
import { float32Of, rawBytesOf } from '../../src/onnx/tensor.ts';
import { seededRandom } from '../../src/statistics/random.ts';

const WIDTH = 1_500;

/** Two products of [1500, 1500] with a bias: 18 MB of weights, and a name that puts them at an odd place in the file. */
function twoLayers(seed: number): OnnxModel {
  const random = seededRandom(seed);
  const matrix = (name: string) =>
    floatTensor(
      name,
      [WIDTH, WIDTH],
      Float32Array.from({ length: WIDTH * WIDTH }, () => (random.next() - 0.5) / 20),
    );
  return buildModel({
    nodes: [
      node('MatMul', ['x', 'w0'], ['h']),
      node('Add', ['h', 'b'], ['a']),
      node('Tanh', ['a'], ['t']),
      node('MatMul', ['t', 'weight one'], ['y']),
    ],
    initializers: [
      matrix('w0'),
      floatTensor(
        'b',
        [WIDTH],
        Float32Array.from({ length: WIDTH }, (_, i) => i / WIDTH),
      ),
      matrix('weight one'),
    ],
    inputs: [valueInfo('x', 1, ['n', WIDTH])],
    outputs: [valueInfo('y', 1, ['n', WIDTH])],
  });
}

async function outputOf(session: GraphSession): Promise<Float32Array> {
  const data = Float32Array.from({ length: 3 * WIDTH }, (_, i) => Math.sin(i));
  const { y } = await session.run({ x: { dims: [3, WIDTH], data } });
  await session.close();
  return Float32Array.from(y!.data, Number);
}

describe('a model whose weights stay in files', () => {
  const model = twoLayers(1);
  let folder: string;
  let path: string;
  let expected: Float32Array;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mapped-'));
    path = join(folder, 'model.onnx');
    await writeFile(path, encodeModel(model));
    expected = await outputOf(await openGraph(encodeModel(model), { threads: 1 }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read without its long weights, which are the same when asked for', async () => {
    const read = await readModelFile(path);
    const [w0, b, w1] = read.graph.initializer;
    expect(w0!.rawData).toBeInstanceOf(StoredBytes);
    expect(w1!.rawData).toBeInstanceOf(StoredBytes);
    expect(b!.rawData).toBeInstanceOf(Uint8Array);
    for (const [i, tensor] of read.graph.initializer.entries())
      expect(bytesOf(tensor).equals(bytesOf(model.graph.initializer[i]!))).toBe(true);
  });

  it('is written as the bytes it came from, and as encodeModel gives them', async () => {
    const copy = join(folder, 'copy.onnx');
    await writeModelFile(copy, await readModelFile(path));
    const original = await readFile(path);
    expect((await readFile(copy)).equals(original)).toBe(true);
    expect(Buffer.from(encodeModel(await readModelFile(path))).equals(original)).toBe(true);
  });

  it('is stored with every long weight at a page', async () => {
    const stored = await storeWeights(await readModelFile(path), join(folder, 'stored', 'weights.bin'));
    const places = stored.graph.initializer.map(({ rawData }) =>
      rawData instanceof StoredBytes ? rawData.offset % 4_096 : null,
    );
    expect(places).toEqual([0, null, 0]);
  });

  it('gives to the last digit what it gives from its bytes, and leaves no file behind', async () => {
    const workDir = join(folder, 'work');
    const unplaced = await openModel(await readModelFile(path), { threads: 1, workDir });
    expect(await readdir(workDir)).toEqual([]);
    expect(await outputOf(unplaced)).toEqual(expected);
    const stored = await storeWeights(await readModelFile(path), join(workDir, 'weights.bin'));
    const linked = await openModel(stored, { threads: 1, workDir });
    expect(await readdir(workDir)).toEqual(['weights.bin']);
    expect(await outputOf(linked)).toEqual(expected);
  });

  it('opens where its weights are a symbolic link, as caches keep them', async () => {
    const workDir = join(folder, 'links', 'work');
    const stored = await storeWeights(await readModelFile(path), join(folder, 'links', 'blob'));
    await symlink('blob', join(folder, 'links', 'weights.bin'));
    const initializer = stored.graph.initializer.map((tensor) => {
      const { rawData } = tensor;
      if (!(rawData instanceof StoredBytes)) return tensor;
      const linked = new StoredBytes(join(folder, 'links', 'weights.bin'), rawData.offset, rawData.length);
      return { ...tensor, rawData: linked };
    });
    const session = await openModel({ ...stored, graph: { ...stored.graph, initializer } }, { workDir });
    expect(await outputOf(session)).toEqual(expected);
  });

  it('links weights that are stored already, and writes only the others', async () => {
    const stored = await storeWeights(await readModelFile(path), join(folder, 'weights.bin'));
    const trained = twoLayers(2).graph.initializer[2]!;
    const [w0, b] = stored.graph.initializer;
    const mixed = { ...stored, graph: { ...stored.graph, initializer: [w0!, b!, trained] } };
    const place = await mkdtemp(join(folder, 'place-'));
    const graph = await writeMappedModel(place, 'graph.onnx', mixed);
    expect((await stat(join(place, 'linked0.bin'))).ino).toBe((await stat(join(folder, 'weights.bin'))).ino);
    expect((await stat(join(place, 'graph.onnx_data'))).size).toBe(4 * WIDTH * WIDTH);
    const again = await outputOf(await openGraph(graph, { threads: 1 }));
    expect(again).toEqual(await outputOf(await openGraph(encodeModel(mixed), { threads: 1 })));
    expect(again).not.toEqual(expected);
    const back = await readModelFile(graph);
    expect(bytesOf(back.graph.initializer[2]!).equals(bytesOf(trained))).toBe(true);
  });

  it('is written as a graph with its weights beside it above the limit of one file', async () => {
    const read = await readModelFile(path);
    const delivered = join(folder, 'delivered.onnx');
    expect((await writeModel(delivered, read)).weightsPath).toBeNull();
    const { weightsPath, sha256 } = await writeModel(delivered, read, 2 ** 24);
    expect(weightsPath).toBe(`${delivered}_data`);
    expect((await stat(delivered)).size).toBeLessThan(10_000);
    expect(await outputOf(await openGraph(delivered, { threads: 1 }))).toEqual(expected);
    const other = await writeModel(join(folder, 'other.onnx'), twoLayers(2), 2 ** 24);
    expect(other.sha256).not.toBe(sha256);
    await writeModel(delivered, read);
    expect(await stat(`${delivered}_data`).catch(() => null)).toBeNull();
  });

  it('is refused, with its place, when the file of its weights was cut short', async () => {
    const stored = await storeWeights(await readModelFile(path), join(folder, 'cut.bin'));
    await writeFile(join(folder, 'cut.bin'), new Uint8Array(100));
    expect(() => float32Of(stored.graph.initializer[0]!)).toThrow(/ends at byte 100/);
    await expect(writeModelFile(join(folder, 'no.onnx'), stored)).rejects.toThrow(/ends at byte 100/);
  });

  it('counts as heavy from 16 MiB of weights on', () => {
    const { graph } = model;
    expect(isHeavy(model)).toBe(true);
    expect(isHeavy({ ...model, graph: { ...graph, initializer: graph.initializer.slice(0, 2) } })).toBe(
      false,
    );
  });
});

const bytesOf = (tensor: OnnxTensor) => Buffer.from(rawBytesOf(tensor)!);

describe('reading a file through a window', () => {
  const tiny = new URL('../hub/fixtures/tiny/', import.meta.url);

  it.each(['bert', 'gpt2', 'resnet', 'vit', 'wav2vec2'])(
    'gives of %s what decoding all bytes gives',
    async (name) => {
      const path = new URL(`${name}/onnx/model.onnx`, tiny).pathname;
      const whole = decodeModel(await readFile(path));
      const read = readGraphFile(path);
      expect(Buffer.from(encodeModel(read)).equals(Buffer.from(encodeModel(whole)))).toBe(true);
      expect(read.graph.node).toEqual(whole.graph.node);
    },
  );

  it.each([
    ['a cut file', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
    ['a file cut in its graph', (bytes: Buffer) => bytes.subarray(0, 3_000)],
    ['text', () => Buffer.from('this is no model')],
    ['an empty file', () => Buffer.alloc(0)],
  ])('%s is refused', async (_, damage) => {
    const folder = await mkdtemp(join(tmpdir(), 'damaged-'));
    const path = join(folder, 'model.onnx');
    await writeFile(path, damage(await readFile(new URL('bert/onnx/model.onnx', tiny))));
    expect(() => readGraphFile(path)).toThrow(/not a readable ONNX model/);
    await rm(folder, { recursive: true });
  });
});
