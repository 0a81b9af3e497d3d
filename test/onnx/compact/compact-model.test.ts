import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGraph } from '../../../src/engines/graph-session.ts';
import { compactModel, PRECISIONS, type Precision } from '../../../src/onnx/compact/compact-model.ts';
import { fileShelf } from '../../../src/onnx/compact/shelf.ts';
import { codesByBlock, codesByChannel } from '../../../src/onnx/compact/weight-codes.ts';
import { storeWeights } from '../../../src/onnx/file/mapped-model.ts';
import { StoredBytes } from '../../../src/onnx/file/stored-bytes.ts';
import {
  buildModel,
  DataType,
  encodeModel,
  floatTensor,
  int64Tensor,
  node,
  type OnnxModel,
  valueInfo,
} from '../../../src/onnx/model.ts';
import { FAMILIES, type Family, loadFamily } from '../family-fixtures.ts';
import { difference, noise } from '../import/reference.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compact-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function logitsOf(model: OnnxModel, { inputs, model: { graph } }: Family): Promise<number[]> {
  const session = await openGraph(encodeModel(model), { threads: 1 });
  try {
    const outputs = await session.run(inputs);
    return Array.from(outputs[graph.output[0]!.name]!.data, Number);
  } finally {
    await session.close();
  }
}

/** Root of the mean square of the difference, as a share of the reference's spread. */
function relativeError(got: readonly number[], wanted: readonly number[]): number {
  const mean = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const spread = wanted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(wanted.reduce((sum, value, i) => sum + (value - got[i]!) ** 2, 0) / spread);
}

/** Rounding errors of 2⁻¹¹, of 1/127 and of 1/8 of the largest weight, grown by a few layers. */
const ERRORS: Record<Precision, number> = { fp16: 0.005, int8: 0.08, int4: 0.9 };
/** Of the tiny networks, in which names and biases are a large part. */
const SHARE = 0.98;

/** Bits a weight of 32: of int4 4 for the code and a half for its share of the scale. */
const LARGE_SHARES: Record<Precision, number> = { fp16: 16.1 / 32, int8: 8.1 / 32, int4: 4.6 / 32 };

describe('models in fewer bits', () => {
  it.each(FAMILIES)('%s gives nearly the same logits in every precision', async (name) => {
    const family = loadFamily(name);
    const whole = await logitsOf(family.model, family);
    const bytes = encodeModel(family.model).length;
    for (const precision of PRECISIONS) {
      const compact = compactModel(family.model, precision);
      expect(relativeError(await logitsOf(compact, family), whole), precision).toBeLessThan(
        ERRORS[precision],
      );
      expect(encodeModel(compact).length / bytes, precision).toBeLessThan(SHARE);
    }
  });

  it('looks rows of a table up in codes, without restoring the table', async () => {
    const table = floatTensor('table', [500, 64], noise(500 * 64));
    const model = buildModel({
      nodes: [node('Gather', ['table', 'ids'], ['rows'])],
      initializers: [table],
      inputs: [valueInfo('ids', DataType.INT64, ['n', 'm'])],
      outputs: [valueInfo('rows', DataType.FLOAT, ['n', 'm', 64])],
    });
    const feeds = { ids: { dims: [2, 2], data: BigInt64Array.of(0n, 499n, 7n, 7n) } };
    for (const [precision, allowed] of [
      ['int8', 0.5 / 127],
      ['int4', 0.125],
      ['fp16', 2 ** -12],
    ] as const) {
      const compact = compactModel(model, precision);
      expect(compact.graph.node.flatMap(({ output }) => output)).not.toContain('table');
      const session = await openGraph(encodeModel(compact), { threads: 1 });
      const { rows } = await session.run(feeds);
      await session.close();
      const wanted = [0, 499, 7, 7].flatMap((row) =>
        Array.from(noise(500 * 64).subarray(row * 64, row * 64 + 64)),
      );
      expect(rows!.dims).toEqual([2, 2, 64]);
      expect(difference(Array.from(rows!.data, Number), wanted).absolute).toBeLessThan(allowed + 1e-6);
    }
  });

  it('gives the same bytes for weights in memory and in a file, and leaves long codes in a file', async () => {
    const model = buildModel({
      nodes: [node('MatMul', ['x', 'w'], ['y'])],
      initializers: [floatTensor('w', [1_024, 1_025], noise(1_024 * 1_025))],
      inputs: [valueInfo('x', DataType.FLOAT, ['n', 1_024])],
      outputs: [valueInfo('y', DataType.FLOAT, ['n', 1_025])],
    });
    const stored = await storeWeights(model, join(folder, 'weights'));
    for (const precision of PRECISIONS) {
      const path = join(folder, precision);
      const shelved = compactModel(stored, precision, fileShelf(path));
      expect(shelved.graph.initializer.some(({ rawData }) => rawData instanceof StoredBytes)).toBe(true);
      expect((await stat(path)).size).toBeGreaterThan(1_024 * 512);
      expect(encodeModel(shelved).length / (4 * 1_024 * 1_025)).toBeLessThan(LARGE_SHARES[precision]);
      expect(Buffer.from(encodeModel(shelved)).equals(encodeModel(compactModel(model, precision)))).toBe(
        true,
      );
    }
  });

  it('leaves integers, vectors, small weights and results alone', () => {
    const model = buildModel({
      nodes: [node('Add', ['x', 'bias'], ['y']), node('Mul', ['y', 'small'], ['z'])],
      initializers: [
        floatTensor('bias', [2_048], noise(2_048)),
        floatTensor('small', [4, 4], noise(16)),
        floatTensor('result', [64, 64], noise(4_096)),
        int64Tensor('shape', [2], [1, 2]),
      ],
      inputs: [valueInfo('x', DataType.FLOAT, ['n', 2_048])],
      outputs: [valueInfo('z', DataType.FLOAT), valueInfo('result', DataType.FLOAT, [64, 64])],
    });
    expect(compactModel(model, 'int8')).toEqual(model);
  });
});

describe('what a logarithm is taken of', () => {
  /** A spectrum of 64 bands of 64 samples, its logarithm, and a layer. */
  const spectrogram = (after: 'layer' | 'nothing') =>
    buildModel({
      nodes: [
        node('MatMul', ['x', 'bands'], ['spectrum']),
        node('Abs', ['spectrum'], ['power']),
        node('Log', ['power'], ['level']),
        after === 'layer' ? node('MatMul', ['level', 'layer'], ['y']) : node('Neg', ['level'], ['y']),
      ],
      initializers: [
        floatTensor('bands', [64, 64], noise(4_096)),
        ...(after === 'layer' ? [floatTensor('layer', [64, 32], noise(64 * 32))] : []),
      ],
      inputs: [valueInfo('x', DataType.FLOAT, ['n', 64])],
      outputs: [valueInfo('y', DataType.FLOAT, ['n', null])],
    });
  const names = (after: 'layer' | 'nothing') =>
    compactModel(spectrogram(after), 'int8').graph.initializer.map(({ name }) => name);

  it('stays exact where layers follow, as in a network of sounds', () => {
    expect(names('layer')).toEqual(['bands', 'layer/codes', 'layer/scale']);
  });

  it('is made smaller where none follow, as before a loss', () => {
    expect(names('nothing')).toEqual(['bands/codes', 'bands/scale']);
  });
});

describe('codes of weights', () => {
  it('scales every channel by its largest value', () => {
    // Two columns: 127 steps of 0.01 and of 1.
    const tensor = floatTensor('w', [2, 2], [1.27, -64, 0.02, 127]);
    const { bytes, scales } = codesByChannel(tensor, 1);
    expect(Array.from(scales)).toEqual([Math.fround(Math.fround(1.27) / 127), 1]);
    expect(Array.from(new Int8Array(bytes.buffer))).toEqual([127, -64, 2, 127]);
  });

  it('puts the two halves of a block of 32 into the halves of its bytes', () => {
    const values = Float32Array.from({ length: 32 }, (_, i) => (i % 16) - 8);
    const { bytes, scales } = codesByBlock(floatTensor('w', [32], values));
    expect(Array.from(scales)).toEqual([1]);
    expect(Array.from(bytes)).toEqual(Array.from({ length: 16 }, (_, i) => i | (i << 4)));
  });

  it('keeps a block of zeros and one of very small values finite', () => {
    const { scales } = codesByBlock(floatTensor('w', [64], new Float32Array(64).fill(1e-12, 32)));
    expect(scales.every((scale) => Number.isFinite(scale) && scale !== 0)).toBe(true);
  });
});
