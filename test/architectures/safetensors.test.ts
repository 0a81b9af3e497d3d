import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findWeights, SAFETENSORS, SAFETENSORS_INDEX } from '../../src/architectures/weights/find-weights.ts';
import { readSafetensors } from '../../src/architectures/weights/safetensors.ts';
import { widenWeights } from '../../src/architectures/weights/widen.ts';
import { StoredBytes } from '../../src/onnx/file/stored-bytes.ts';
import { buildModel, rawTensor } from '../../src/onnx/model.ts';
import { float32Of } from '../../src/onnx/tensor.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

async function write(
  header: Record<string, Entry> | string,
  data: Uint8Array,
  { name = SAFETENSORS, headerBytes }: { name?: string; headerBytes?: number } = {},
): Promise<string> {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(headerBytes ?? text.length));
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([length, text, data]));
  return path;
}

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const entry = (dtype: string, shape: number[], from: number, to: number): Entry => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe('a safetensors file', () => {
  it('gives each tensor by its place in the file', async () => {
    const path = await write({ b: entry('F32', [2], 4, 12), a: entry('F32', [], 0, 4) }, floats(1.5, 2, 3));
    const found = await readSafetensors(path);
    const values = found.map(({ name, dims, dataType, bytes }) => [
      name,
      dims,
      ...float32Of(rawTensor(name, dims, dataType, bytes)),
    ]);
    expect(values).toEqual([
      ['b', [2], 2, 3],
      ['a', [], 1.5],
    ]);
  });

  it.each([
    ['tensors that overlap', { a: entry('F32', [2], 0, 8), b: entry('F32', [2], 4, 12) }, /begins at byte/],
    ['a gap', { a: entry('F32', [1], 0, 4), b: entry('F32', [1], 8, 12) }, /begins at byte/],
    ['bytes behind the last', { a: entry('F32', [2], 0, 8) }, /its tensors end at byte/],
    ['an end beyond the file', { a: entry('F32', [4], 0, 16) }, /its tensors end at byte/],
    ['a length that is not its shape', { a: entry('F32', [3], 0, 8) }, /"a" \[3\] of F32 has 8 bytes/],
    ['a type of fewer bits', { a: entry('F8_E4M3', [12], 0, 12) }, /F8_E4M3/],
    ['an entry of another form', { a: { dtype: 'F32' } as Entry }, /the entry of "a"/],
    ['sizes whose product is beyond numbers', { a: entry('F32', [2 ** 52, 2 ** 52], 0, 12) }, /has 12 bytes/],
    ['a header that is no object', '[1]', /no JSON object/],
    ['a header that is no JSON', '{', /no JSON object/],
  ])('with %s is refused', async (_, header, reason) => {
    const path = await write(header, floats(1, 2, 3));
    await expect(readSafetensors(path)).rejects.toMatchObject({
      code: 'weights-damaged',
      message: expect.stringMatching(reason),
    });
  });

  it('whose header is longer than the file or the limit is not read', async () => {
    for (const headerBytes of [1_000, 200_000_000, Number.MAX_SAFE_INTEGER])
      await expect(readSafetensors(await write({}, floats(1), { headerBytes }))).rejects.toMatchObject({
        code: 'weights-damaged',
      });
  });
});

describe('shards', () => {
  const index = (map: Record<string, string>) =>
    writeFile(join(folder, SAFETENSORS_INDEX), JSON.stringify({ metadata: {}, weight_map: map }));

  it('are gathered by their index', async () => {
    await write({ a: entry('F32', [1], 0, 4) }, floats(1), { name: 'one.safetensors' });
    await write({ b: entry('F32', [1], 0, 4) }, floats(2), { name: 'two.safetensors' });
    await index({ a: 'one.safetensors', b: 'two.safetensors' });
    expect([...(await findWeights(folder)).keys()]).toEqual(['a', 'b']);
  });

  it('that are missing, lack a tensor or lie elsewhere are named', async () => {
    await write({ a: entry('F32', [1], 0, 4) }, floats(1), { name: 'one.safetensors' });
    for (const [map, said] of [
      [{ a: 'gone.safetensors' }, 'gone.safetensors'],
      [{ b: 'one.safetensors' }, '"b"'],
      [{ a: '../one.safetensors' }, '../one.safetensors'],
    ] as const) {
      await index(map);
      await expect(findWeights(folder)).rejects.toMatchObject({ message: expect.stringContaining(said) });
    }
  });

  it('are asked for where there are no weights at all', async () => {
    await expect(findWeights(folder)).rejects.toMatchObject({ code: 'architecture-no-weights' });
  });
});

describe('weights of 16 bits', () => {
  const modelOf = async (dtype: string, words: Uint16Array) => {
    const header = { w: entry(dtype, [words.length], 0, words.byteLength) };
    const [tensor] = await readSafetensors(await write(header, new Uint8Array(words.buffer)));
    const { name, dims, dataType, bytes } = tensor!;
    return buildModel({
      nodes: [],
      initializers: [rawTensor(name, dims, dataType, bytes)],
      inputs: [],
      outputs: [],
    });
  };
  const widened = async (dtype: string, words: number[]) => {
    const model = widenWeights(await modelOf(dtype, Uint16Array.from(words)), join(folder, 'wide.bin'));
    return [...float32Of(model.graph.initializer[0]!)];
  };

  it('keep their values in 32: zero, one, subnormal, largest, infinite', async () => {
    // Bit patterns of IEEE 754 binary16 and their values, as in https://en.wikipedia.org/wiki/Half-precision_floating-point_format
    const half = await widened('F16', [0, 0x8000, 0x3c00, 0xc000, 0x0001, 0x3555, 0x7bff, 0x7c00]);
    expect(half).toEqual([0, -0, 1, -2, 2 ** -24, 0.333251953125, 65_504, Number.POSITIVE_INFINITY]);
    const brain = await widened('BF16', [0x3f80, 0xc000, 0x4049, 0x7f80]);
    expect(brain).toEqual([1, -2, 3.140625, Number.POSITIVE_INFINITY]);
  });

  it('go to a file of their own when long, each from a page on', async () => {
    const words = new Uint16Array(2_500_000).fill(0x3c00);
    words[2_499_999] = 0xc000;
    const model = widenWeights(await modelOf('F16', words), join(folder, 'wide.bin'));
    const { rawData } = model.graph.initializer[0]!;
    expect(rawData).toBeInstanceOf(StoredBytes);
    expect(rawData).toMatchObject({ path: join(folder, 'wide.bin'), length: 10_000_000 });
    const values = float32Of(model.graph.initializer[0]!);
    expect([values[0], values[2_499_998], values[2_499_999]]).toEqual([1, 1, -2]);
  });
});
