import { describe, expect, test } from 'vitest';
import { type Feeds, openGraph } from '../../src/engines/graph-session.ts';
import { measureShapes } from '../../src/engines/measure-shapes.ts';
import { openTrainingStep } from '../../src/engines/training-step.ts';
import { buildTrainingStep } from '../../src/onnx/autodiff/training-step.ts';
import { listBoundaries } from '../../src/onnx/cut/boundaries.ts';
import { splitAt } from '../../src/onnx/cut/split.ts';
import { mergeTrained } from '../../src/onnx/cut/write-back.ts';
import {
  appendFeatures,
  appendHead,
  classifierInput,
  type FeatureTap,
  HEAD_BIAS,
  HEAD_WEIGHT,
} from '../../src/onnx/head.ts';
import { decodeModel, encodeModel, type OnnxModel } from '../../src/onnx/model.ts';
import { trainableWeights } from '../../src/onnx/values.ts';
import { type Family, loadFamily, shorten } from './family-fixtures.ts';

async function run(model: OnnxModel, feeds: Feeds) {
  const session = await openGraph(encodeModel(model), { threads: 1 });
  const names = model.graph.input.map(({ name }) => name);
  const outputs = await session.run(Object.fromEntries(names.map((name) => [name, feeds[name]!])));
  await session.close();
  return outputs;
}
const difference = (a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(Number(value) - Number(b[i]))));
const randomHead = (classes: number, dim: number) => ({
  weight: Float32Array.from({ length: classes * dim }, (_, i) => Math.sin(i + 1) / Math.sqrt(dim)),
  bias: new Float32Array(classes),
});

/** Trains the tail above boundary `pick` and checks the written file. */
async function tuneAndMerge(
  family: Family,
  taps: FeatureTap[],
  dim: number,
  pick: (layers: number) => boolean,
) {
  const features = appendFeatures(family.model, taps);
  const model = appendHead(features, randomHead(4, dim));
  const measured = await measureShapes(model, shorten(family.inputs, 3, 5), shorten(family.inputs, 2, 6));
  const boundary = listBoundaries(features, measured).find(({ layers }) => pick(layers))!;
  const split = splitAt(model, boundary, measured);
  const step = buildTrainingStep({
    tail: split.tail,
    measured,
    loss: { kind: 'cross-entropy', classes: 4 },
    optimiser: { kind: 'adamw' },
    trainable: trainableWeights(split.tail.graph).map((name) => ({
      name,
      group: name === HEAD_WEIGHT || name === HEAD_BIAS ? 'head' : 'body',
    })),
  });
  const cached = await run(split.trunk, family.inputs);
  const batch = { ...family.inputs, ...cached };
  const tailInputs = Object.fromEntries(split.tail.graph.input.map(({ name }) => [name, batch[name]!]));
  const executor = await openTrainingStep(step, { threads: 1 });
  const losses: number[] = [];
  for (let i = 0; i < 10; i += 1)
    losses.push(
      await executor.step({
        batch: { ...tailInputs, targets: family.targets },
        rates: { head: 0.05, body: 0.002 },
      }),
    );
  const tail = await executor.predict(tailInputs);
  const merged = decodeModel(encodeModel(mergeTrained(model, split, executor.weights())));
  await executor.close();
  const file = await run(merged, family.inputs);
  return { boundary, split, losses, merged, difference: difference(file.logits!.data, tail.logits!.data) };
}

describe('head, training and write-back', () => {
  test('taps below the cut cross beside the main value, and the file equals the tail', async () => {
    const family = loadFamily('mobilenet-v2');
    const taps: FeatureTap[] = [
      { output: '/blocks/blocks.1/expand/expand.0/Conv_output_0', pooling: 'mean', rank: 4 },
      { output: '/GlobalAveragePool_output_0', pooling: 'mean', rank: 4 },
    ];
    const result = await tuneAndMerge(family, taps, 32 + 24, (layers) => layers > 2 && layers < 5);
    expect(result.boundary.values).toContain('tap0/pooled');
    expect(result.boundary.values).toHaveLength(2);
    expect(result.losses.at(-1)!).toBeLessThan(result.losses[0]! * 0.8);
    expect(result.difference).toBeLessThan(1e-6);
    expect(result.merged.graph.initializer.some(({ name }) => name.startsWith('fc.'))).toBe(false);
  });

  test('weights shared across the cut keep their old values below it', async () => {
    const family = loadFamily('albert');
    const taps: FeatureTap[] = [{ output: classifierInput(family.model), pooling: 'none', rank: 2 }];
    const result = await tuneAndMerge(family, taps, 16, (layers) => layers >= 7 && layers < 12);
    expect(result.losses.at(-1)!).toBeLessThan(result.losses[0]!);
    const tuned = result.merged.graph.initializer.filter(({ name }) => name.endsWith('/tuned'));
    expect(tuned.length).toBeGreaterThan(3);
    expect(result.difference).toBeLessThan(1e-6);
  });

  test.each(['cls', 'masked-mean', 'last-token'] as const)(
    '%s pooling reads the right tokens',
    async (pooling) => {
      const family = loadFamily('bert');
      const output = '/model/bert/encoder/layer.0/output/LayerNorm/LayerNormalization_output_0';
      const tap: FeatureTap = { output, pooling, rank: 3, mask: 'attention_mask' };
      const hidden = (
        await run(appendFeatures(family.model, [{ output, pooling: 'none', rank: 3 }]), family.inputs)
      ).features!;
      const pooled = (await run(appendFeatures(family.model, [tap]), family.inputs)).features!;
      expect(pooled.dims).toEqual([4, 16]);
      const token = (row: number, t: number) =>
        Array.from({ length: 16 }, (_, d) => Number(hidden.data[(row * 6 + t) * 16 + d]));
      const kept = [6, 4, 6, 2];
      kept.forEach((count, row) => {
        const tokens = Array.from({ length: count }, (_, t) => token(row, t));
        const mean = tokens[0]!.map((_, d) => tokens.reduce((sum, values) => sum + values[d]!, 0) / count);
        const expected = { cls: tokens[0]!, 'last-token': tokens.at(-1)!, 'masked-mean': mean }[pooling];
        expect(
          difference(Array.from(pooled.data, Number).slice(row * 16, row * 16 + 16), expected),
        ).toBeLessThan(1e-5);
      });
    },
  );

  test('a tap that does not exist is named', () => {
    const family = loadFamily('resnet');
    expect(() => appendFeatures(family.model, [{ output: 'nowhere', pooling: 'mean', rank: 4 }])).toThrow(
      /"nowhere"/,
    );
  });
});
