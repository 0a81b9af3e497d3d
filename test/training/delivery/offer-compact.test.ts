import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeModel } from '../../../src/onnx/file/mapped-model.ts';
import { buildModel, DataType, floatTensor, node, valueInfo } from '../../../src/onnx/model.ts';
import { type Offer, offerCompact } from '../../../src/training/delivery/offer-compact.ts';
import { noise } from '../../onnx/import/reference.ts';

const PATH = 'model/onnx/model.onnx';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offer-'));
  await mkdir(join(folder, 'model', 'onnx'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** y = x · w, with a weight of `rows` × 1,024. */
async function offer(rows: number, judge: (path: string) => number, sendableBytes?: number): Promise<Offer> {
  const model = buildModel({
    nodes: [node('MatMul', ['x', 'w'], ['y'])],
    initializers: [floatTensor('w', [rows, 1_024], noise(rows * 1_024))],
    inputs: [valueInfo('x', DataType.FLOAT, ['n', rows])],
    outputs: [valueInfo('y', DataType.FLOAT, ['n', 1_024])],
  });
  await writeModel(join(folder, PATH), model);
  const judged = (figure: number) => ({ figure, samples: new Array<number>(1_000).fill(figure) });
  return {
    artifactDir: folder,
    workDir: folder,
    graphs: [{ path: PATH, feeds: { x: { dims: [1, rows], data: noise(rows) } } }],
    measure: { name: 'accuracy', better: 'higher', tolerance: { by: 0.005, relative: false } },
    full: judged(0.9),
    judge: async (path) => judged(judge(path)),
    signal: new AbortController().signal,
    sendableBytes,
  };
}
const files = () => readdir(join(folder, 'model', 'onnx'));

describe('offering a compact model', () => {
  it('takes 8 bits when they are as good, and sends the full one where it is small', async () => {
    const delivery = await offerCompact(await offer(256, () => 0.897));
    expect(delivery).toMatchObject({ delivered: 'full', compact: 'int8', samples: 1_000 });
    expect(await files()).toEqual(['model.onnx', 'model_quantized.onnx']);
    const [full, compact] = delivery.variants;
    expect(full).toMatchObject({ id: 'full', path: PATH, figure: 0.9 });
    expect(compact).toMatchObject({ id: 'int8', path: 'model/onnx/model_quantized.onnx', figure: 0.897 });
    expect(compact!.bytes / full!.bytes).toBeLessThan(0.27);
    for (const { bytes, path, cost } of delivery.variants) {
      expect(bytes).toBe((await stat(join(folder, path!))).size);
      expect(cost!.msOneThread).toBeGreaterThan(0);
      expect(cost!.msAllThreads).toBeGreaterThan(0);
      expect(cost!.loadMs).toBeGreaterThan(0);
    }
  });

  it('sends the compact one where a page of 10 MiB could not hold the full one', async () => {
    const delivery = await offerCompact(await offer(1_800, () => 0.9));
    expect(delivery).toMatchObject({ delivered: 'int8', compact: 'int8' });
  });

  it('goes on to half precision when 8 bits are not as good', async () => {
    const delivery = await offerCompact(await offer(256, (path) => (path.includes('quantized') ? 0.8 : 0.9)));
    expect(delivery.compact).toBe('fp16');
    expect(await files()).toEqual(['model.onnx', 'model_fp16.onnx']);
    expect(delivery.variants.map(({ id, path, figure }) => [id, path !== null, figure])).toEqual([
      ['full', true, 0.9],
      ['int8', false, 0.8],
      ['fp16', true, 0.9],
    ]);
  });

  it('takes 4 bits only where 8 bits are too many to be sent', async () => {
    // 1 MiB, 260 KiB in 8 bits, 150 KiB in 4 bits.
    const large = await offerCompact(await offer(256, () => 0.9, 200_000));
    expect(large).toMatchObject({ delivered: 'int4', compact: 'int4' });
    expect(await files()).toEqual(['model.onnx', 'model_q4.onnx']);
    const worse = await offerCompact(await offer(256, (path) => (path.includes('q4') ? 0.7 : 0.9), 200_000));
    expect(worse).toMatchObject({ delivered: 'int8', compact: 'int8' });
  });

  it('sends the full one when nothing smaller is as good, and leaves no file of the others', async () => {
    const delivery = await offerCompact(await offer(2_816, () => 0.5));
    expect(delivery).toMatchObject({ delivered: 'full', compact: null });
    expect(await files()).toEqual(['model.onnx']);
    expect(delivery.variants.map(({ figure }) => figure)).toEqual([0.9, 0.5, 0.5]);
  });
});
