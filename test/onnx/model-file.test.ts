import { mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { externalFiles, readGraphFile, readModelFile } from '../../src/onnx/file/model-file.ts';
import { StoredBytes } from '../../src/onnx/file/stored-bytes.ts';
import {
  buildModel,
  decodeModel,
  encodeModel,
  floatTensor,
  node,
  type OnnxTensor,
  valueInfo,
} from '../../src/onnx/model.ts';
import { float32Of } from '../../src/onnx/tensor.ts';

/** A model whose weight w [length / 4] is said to be in `location` from byte 4. */
async function modelWith(location: string, weights: Float32Array, length = 12): Promise<string> {
  const external = (key: string, value: string) => ({ key, value });
  const w: OnnxTensor = {
    ...floatTensor('w', [length / 4], []),
    rawData: undefined,
    dataLocation: 1,
    externalData: [
      external('location', location),
      external('offset', '4'),
      external('length', String(length)),
    ],
  };
  const model = buildModel({
    nodes: [node('Add', ['x', 'w'], ['y'])],
    initializers: [w],
    inputs: [valueInfo('x', 1, [length / 4])],
    outputs: [valueInfo('y', 1, [length / 4])],
  });
  const folder = await mkdtemp(join(tmpdir(), 'onnx-'));
  await writeFile(join(folder, 'weights.bin'), new Uint8Array(weights.buffer));
  await writeFile(join(folder, 'model.onnx'), encodeModel(model));
  return join(folder, 'model.onnx');
}

test('weights beside the model are read by their offset', async () => {
  const model = await readModelFile(await modelWith('weights.bin', Float32Array.of(9, 1, 2, 3)));
  expect(float32Of(model.graph.initializer[0]!)).toEqual(Float32Array.of(1, 2, 3));
});

test.each([
  ['elsewhere.bin', /not beside the \.onnx file/],
  ['../weights.bin', /outside the folder/],
  ['/etc/passwd', /outside the folder/],
])('external weights in %s are refused', async (location, message) => {
  await expect(readModelFile(await modelWith(location, Float32Array.of(9, 1, 2, 3)))).rejects.toThrow(
    message,
  );
});

test.each<[Record<string, string>, RegExp]>([
  [{ offset: '-4' }, /12 bytes from byte -4/],
  [{ offset: 'four' }, /12 bytes from byte NaN/],
  [{ offset: '0.5' }, /from byte 0\.5/],
  [{ length: '-12' }, /-12 bytes from byte 4/],
  [{ location: '.' }, /no file/],
])('external weights that are at %o are refused', async (place, message) => {
  const path = await modelWith('weights.bin', Float32Array.of(9, 1, 2, 3));
  const model = decodeModel(await readFile(path));
  for (const item of model.graph.initializer[0]!.externalData) item.value = place[item.key] ?? item.value;
  await writeFile(path, encodeModel(model));
  await expect(readModelFile(path)).rejects.toMatchObject({
    code: 'onnx-external-data-unreadable',
    message: expect.stringMatching(message),
  });
});

test('constants of nodes are read from beside the model too, and not from elsewhere', async () => {
  for (const [location, outcome] of [
    ['weights.bin', Float32Array.of(1, 2, 3)],
    ['../weights.bin', null],
  ] as const) {
    const path = await modelWith(location, Float32Array.of(9, 1, 2, 3));
    const model = decodeModel(await readFile(path));
    const [w] = model.graph.initializer;
    model.graph.initializer = [];
    model.graph.node.unshift(node('Constant', [], ['w'], { value: w! }));
    await writeFile(path, encodeModel(model));
    expect(externalFiles(readGraphFile(path).graph)).toEqual([location]);
    if (outcome) {
      const read = await readModelFile(path);
      expect(float32Of(read.graph.node[0]!.attribute[0]!.t!)).toEqual(outcome);
    } else await expect(readModelFile(path)).rejects.toMatchObject({ code: 'onnx-external-data-unreadable' });
  }
});

test('a weight file that is too short is refused', async () => {
  await expect(readModelFile(await modelWith('weights.bin', Float32Array.of(9, 1)))).rejects.toThrow(
    /ends at byte 8/,
  );
});

// Files with holes: they take no room on the disk.
test('weights above 2 GiB beside the graph stay where they are', async () => {
  const length = 2 ** 31 + 2 ** 20;
  const path = await modelWith('weights.bin', Float32Array.of(9, 1), length);
  await truncate(join(dirname(path), 'weights.bin'), length + 4);
  const [w] = (await readModelFile(path)).graph.initializer;
  expect(w!.rawData).toEqual(new StoredBytes(join(dirname(path), 'weights.bin'), 4, length));
});

test('one file above the 2 GiB of the format is refused with the mend', async () => {
  const path = await modelWith('weights.bin', Float32Array.of(9, 1));
  await truncate(path, 2 ** 31);
  await expect(readModelFile(path)).rejects.toThrow(/2\.0 GiB; one ONNX file holds at most 2 GiB.*beside it/);
});
