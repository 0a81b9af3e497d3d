import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findWeights, TORCH_FILE, TORCH_INDEX } from '../../src/architectures/weights/find-weights.ts';
import { readTorchFile } from '../../src/architectures/weights/torch-file.ts';
import { widenWeights } from '../../src/architectures/weights/widen.ts';
import { isUserError } from '../../src/errors.ts';
import { StoredBytes } from '../../src/onnx/file/stored-bytes.ts';
import { buildModel, DataType, rawTensor } from '../../src/onnx/model.ts';
import { float32Of, int64Of } from '../../src/onnx/tensor.ts';
import { seededRandom } from '../../src/statistics/random.ts';

/** Made by scripts/fixtures/weights/make-torch-files.py. */
const FILES = fileURLToPath(new URL('torch-files', import.meta.url));
const expected = JSON.parse(await readFile(`${FILES}/expected.json`, 'utf8')) as Record<
  string,
  { dims: number[]; values: number[] }
>;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torch-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Values as the engines will get them. */
async function valuesOf(path: string) {
  const tensors = await readTorchFile(path);
  const initializers = tensors.map(({ name, dims, dataType, bytes }) =>
    rawTensor(name, dims, dataType, bytes),
  );
  const model = buildModel({ nodes: [], initializers, inputs: [], outputs: [] });
  const wide = widenWeights(model, join(folder, 'wide.bin')).graph.initializer;
  return wide.map((tensor) => ({
    name: tensor.name,
    dims: tensor.dims.map(Number),
    values: [...(tensor.dataType === DataType.INT64 ? int64Of(tensor) : float32Of(tensor))].map(Number),
  }));
}

const refusal = async (bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, 'x.bin');
  await writeFile(path, bytes);
  return readTorchFile(path).then(
    () => 'read',
    (error: unknown) => {
      if (!isUserError(error)) throw error;
      expect(error.code).toBe('weights-damaged');
      return error.message;
    },
  );
};

describe('a file of torch.save', () => {
  it.each(['zip.bin', 'older.bin', 'inner.bin'])('%s gives what PyTorch reads of it', async (name) => {
    const found = await valuesOf(`${FILES}/${name}`);
    expect(found.map((one) => one.name)).toEqual(Object.keys(expected));
    for (const { name, dims, values } of found) {
      expect(dims, name).toEqual(expected[name]!.dims);
      expect(values, name).toEqual(expected[name]!.values.map(Math.fround));
    }
  });

  it('keeps tensors in their place in the file, aligned to be mapped', async () => {
    const [weight] = await readTorchFile(`${FILES}/zip.bin`);
    expect(weight!.bytes).toBeInstanceOf(StoredBytes);
    expect(weight!.bytes.path).toBe(`${FILES}/zip.bin`);
    expect(weight!.bytes.offset % 64).toBe(0);
  });

  it('in several shards is gathered by its index', async () => {
    await copyFile(`${FILES}/zip.bin`, join(folder, 'pytorch_model-00001-of-00001.bin'));
    const map = { weight: 'pytorch_model-00001-of-00001.bin' };
    await writeFile(join(folder, TORCH_INDEX), JSON.stringify({ weight_map: map }));
    expect([...(await findWeights(folder)).keys()]).toEqual(Object.keys(expected));
    await writeFile(join(folder, TORCH_INDEX), JSON.stringify({ weight_map: { weight: '../a.bin' } }));
    await expect(findWeights(folder)).rejects.toMatchObject({ code: 'weights-damaged' });
  });

  it('alone in a folder is found', async () => {
    await copyFile(`${FILES}/older.bin`, join(folder, TORCH_FILE));
    expect((await findWeights(folder)).size).toBe(Object.keys(expected).length);
  });
});

/** A pickle of protocol 2 of instructions, in a file of the older form. */
function olderForm(object: string, keys = ']'): Buffer {
  const magic = '\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19';
  return Buffer.from(
    [magic, 'M\xe9\x03', '}', object, keys].map((part) => `\x80\x02${part}.`).join(''),
    'latin1',
  );
}
const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return `J${bytes.toString('latin1')}`;
};
const list = (values: readonly number[]) => `(${values.map(int).join('')}t`;
/** {"w": a tensor of a storage of `elements` floats} */
const tensor = (elements: number, offset: number, sizes: number[], strides: number[]) =>
  `}${text('w')}ctorch._utils\n_rebuild_tensor_v2\n((${text('storage')}ctorch\nFloatStorage\n${text('0')}${text('cpu')}${int(elements)}NtQ${int(offset)}${list(sizes)}${list(strides)}\x89NtRs`;
const storage = (elements: number) => {
  const bytes = Buffer.alloc(8 + 4 * elements);
  bytes.writeBigInt64LE(BigInt(elements));
  return bytes;
};

describe('a hostile file', () => {
  it('executes nothing: what it calls is named', async () => {
    expect(await refusal(await readFile(`${FILES}/calls.bin`))).toContain('__builtin__.print');
    expect(await refusal(olderForm(`cos\nsystem\n(${text('touch x')}tR`))).toContain('os.system');
    expect(await refusal(olderForm(`${text('os')}${text('system')}\x93)R`))).toContain('os.system');
  });

  it.each([
    ['reaches behind its storage', tensor(6, 4, [3], [1]), 6],
    ['strides behind its storage', tensor(6, 0, [3], [3]), 6],
    ['repeats one element a billion times', tensor(1, 0, [1_000_000_000], [0]), 1],
    ['has sizes whose product is beyond numbers', tensor(4, 0, [2 ** 30, 2 ** 30, 2 ** 30], [0, 0, 0]), 4],
    ['has a negative stride', tensor(6, 4, [3], [-1]), 6],
    ['has fewer strides than sizes', tensor(6, 0, [3, 2], [1]), 6],
  ])('whose tensor %s is refused', async (_, object, elements) => {
    const whole = Buffer.concat([olderForm(object, `]${text('0')}a`), storage(elements)]);
    expect(await refusal(whole)).toMatch(/storage|sizes/);
  });

  it('in the same form with honest sizes is read', async () => {
    const whole = Buffer.concat([olderForm(tensor(6, 2, [2, 2], [1, 2]), `]${text('0')}a`), storage(6)]);
    expect(await refusal(whole)).toBe('read');
  });

  it('that names unknown types, instructions, loops or lengths is refused', async () => {
    expect(await refusal(await readFile(`${FILES}/float8.bin`))).toContain('torch._utils._rebuild_tensor_v3');
    expect(await refusal(olderForm('\xfe'))).toContain('0xfe');
    expect(await refusal(olderForm('h\x05'))).toContain('never gave');
    expect(await refusal(olderForm('X\xff\xff\xff\x7f'))).toContain('breaks off');
    expect(await refusal(olderForm('}q\x00\x68\x00\x68\x00s'))).toContain('no dictionary of tensors');
    expect(await refusal(olderForm('e'))).toContain('takes more than it gave');
    expect(await refusal('version https://git-lfs.github.com/spec/v1')).toContain('no file of torch.save');
    expect(await refusal('')).toContain('no file of torch.save');
  });

  it('cut anywhere, or with any byte changed, is read or refused, never more', async () => {
    const random = seededRandom(1);
    for (const name of ['zip.bin', 'older.bin']) {
      const whole = await readFile(`${FILES}/${name}`);
      for (let length = 0; length < whole.length; length += 41)
        expect(await refusal(whole.subarray(0, length))).not.toBe('read');
      for (let i = 0; i < 400; i++) {
        const bent = Buffer.from(whole);
        bent[Math.floor(random.next() * bent.length)] = Math.floor(random.next() * 256);
        expect(typeof (await refusal(bent))).toBe('string');
      }
    }
  });
});
