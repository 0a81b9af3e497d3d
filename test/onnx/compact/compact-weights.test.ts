import { describe, expect, it } from 'vitest';
import { convertNsfwjsMid } from '../../../src/backbones/nsfwjs-mobilenet.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../../src/engines/onnxruntime.ts';
import { compactWeights } from '../../../src/onnx/compact/compact-weights.ts';
import { buildModel, DataType, encodeModel, floatTensor, node, valueInfo } from '../../../src/onnx/model.ts';
import { difference, noise } from '../import/reference.ts';

/** y = x · w with a weight of 64 × 64. */
const product = (weight: Float32Array) =>
  buildModel({
    nodes: [node('MatMul', ['x', 'w'], ['y'])],
    initializers: [floatTensor('w', [64, 64], weight)],
    inputs: [valueInfo('x', DataType.FLOAT, ['n', 64])],
    outputs: [valueInfo('y', DataType.FLOAT, ['n', 64])],
  });

describe('writing 8-bit weights as 8 bits', () => {
  it('brings MobileNetV2 under 5 MiB with the same outputs', async () => {
    const model = await convertNsfwjsMid();
    const compact = compactWeights(model);
    const bytes = encodeModel(compact);
    expect(bytes.length).toBeLessThan(5 * 2 ** 20);
    const feeds = { pixel_values: await floatFeed(noise(3 * 224 * 224), [1, 3, 224, 224]) };
    const [whole, small] = await Promise.all(
      [encodeModel(model), bytes].map(async (file) => runSession(await openSession(file), feeds)),
    );
    for (const name of ['block14', 'block16', 'pooled']) {
      const { absolute, scale } = difference(floatsOf(small![name]), floatsOf(whole![name]));
      expect(absolute / scale).toBeLessThan(1e-4);
    }
  });

  it('leaves weights alone that have been trained', () => {
    const trained = product(noise(64 * 64));
    expect(compactWeights(trained)).toEqual(trained);
  });

  it('leaves few but unevenly spaced values alone', () => {
    const values = noise(64 * 64).map((value) => Math.sign(value) * Math.floor(Math.abs(value) * 100) ** 2);
    const uneven = product(values.map((value) => Math.sqrt(Math.abs(value) + 0.1)));
    expect(compactWeights(uneven)).toEqual(uneven);
  });

  it('keeps gaps in the grid where not all of the 256 values occur', async () => {
    const weight = noise(64 * 64).map((value) => Math.round(value * 3) * 7 * 0.013 - 0.2);
    const model = product(weight);
    const compact = compactWeights(model);
    expect(encodeModel(compact).length).toBeLessThan(encodeModel(model).length / 3);
    const feeds = { x: await floatFeed(noise(64, 5), [1, 64]) };
    const run = async (file: Uint8Array) => floatsOf((await runSession(await openSession(file), feeds)).y);
    const { absolute } = difference(await run(encodeModel(compact)), await run(encodeModel(model)));
    expect(absolute).toBeLessThan(1e-5);
  });
});
