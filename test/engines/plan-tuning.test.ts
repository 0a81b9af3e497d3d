import { beforeAll, describe, expect, test } from 'vitest';
import { convertNsfwjsMid, MOBILENET_TAPS } from '../../src/backbones/nsfwjs-mobilenet.ts';
import { convertSentenceEncoder } from '../../src/backbones/sentence-encoder.ts';
import { type Feeds, openGraph } from '../../src/engines/graph-session.ts';
import { openTuning, planTuning, type Tuning, type TuningPlan } from '../../src/engines/plan-tuning.ts';
import { encodeModel, type OnnxModel } from '../../src/onnx/model.ts';

async function run(model: OnnxModel, feeds: Feeds) {
  const session = await openGraph(encodeModel(model), { threads: 1 });
  const names = model.graph.input.map(({ name }) => name);
  const outputs = await session.run(Object.fromEntries(names.map((name) => [name, feeds[name]!])));
  await session.close();
  return outputs;
}
const difference = (a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(Number(value) - Number(b[i]))));
const head = (classes: number, dim: number) => ({
  weight: Float32Array.from({ length: classes * dim }, (_, i) => Math.sin(i * 1.7) / Math.sqrt(dim)),
  bias: new Float32Array(classes),
});
const targets = { dims: [3], data: BigInt64Array.of(0n, 1n, 2n) };

/** Trunk once, a few steps, then the written file against the tail. */
async function tune(plan: TuningPlan, tuning: Tuning, inputs: Feeds, rate: number) {
  const cached = await run(tuning.split.trunk, inputs);
  const tailInputs = Object.fromEntries(
    tuning.split.tail.graph.input.map(({ name }) => [name, cached[name] ?? inputs[name]!]),
  );
  const before = (await tuning.executor.predict(tailInputs)).logits!;
  const whole = (await run(plan.model, inputs)).logits!;
  const losses: number[] = [];
  const rates = Object.fromEntries(tuning.groups.map((group, depth) => [group, rate / (1 + depth)]));
  for (let i = 0; i < 6; i += 1)
    losses.push(await tuning.executor.step({ batch: { ...tailInputs, targets }, rates }));
  const after = (await tuning.executor.predict(tailInputs)).logits!;
  const file = (await run(tuning.finish(), inputs)).logits!;
  await tuning.executor.close();
  return { losses, split: difference(before.data, whole.data), file: difference(after.data, file.data) };
}

describe('tuning the embedded backbones', () => {
  let mobilenet: TuningPlan;
  beforeAll(async () => {
    const taps = MOBILENET_TAPS.map(({ output }) => ({ output, pooling: 'none' as const, rank: 2 }));
    mobilenet = await planTuning({ model: await convertNsfwjsMid(), taps, head: head(3, 4480) });
  });

  test('MobileNetV2: last block and head', async () => {
    const boundary = mobilenet.boundaries.find(({ blocks }) => blocks === 1)!;
    expect(boundary.label).toBe('last block of 16 (last 4 of 52 layers)');
    expect(mobilenet.boundaries[0]!.label).toBe('nothing but the head');
    const tuning = await openTuning(mobilenet, {
      boundary,
      loss: { kind: 'cross-entropy', classes: 3 },
      optimiser: { kind: 'adamw', weightDecay: 0.01 },
      threads: 1,
    });
    expect(tuning.groups).toEqual(['head', 'layer0', 'layer1', 'layer2', 'layer3']);
    const pixels = Float32Array.from({ length: 3 * 3 * 224 * 224 }, (_, i) =>
      Math.sin((i % 150_528) * [0.01, 0.37, 1.9][Math.floor(i / 150_528)]!),
    );
    const result = await tune(
      mobilenet,
      tuning,
      { pixel_values: { dims: [3, 3, 224, 224], data: pixels } },
      1e-3,
    );
    expect(result.losses.at(-1)!).toBeLessThan(result.losses[0]! * 0.8);
    expect(result.split).toBeLessThan(1e-5);
    expect(result.file).toBeLessThan(1e-5);
  });

  test('Universal Sentence Encoder: every layer of it', async () => {
    const model = await convertSentenceEncoder();
    const output = model.graph.output[0]!.name;
    const plan = await planTuning({
      model,
      taps: [{ output, pooling: 'none', rank: 2 }],
      head: head(3, 512),
    });
    const tuning = await openTuning(plan, {
      boundary: plan.boundaries.at(-1)!,
      loss: { kind: 'cross-entropy', classes: 3 },
      optimiser: { kind: 'adamw' },
      clipNorm: 1,
      threads: 1,
    });
    const ids = [5, 9, 300, 7, 0, 0, 42, 8, 11, 900, 1000, 12, 77, 6, 5, 0, 0, 0];
    const inputs = {
      input_ids: { dims: [3, 6], data: BigInt64Array.from(ids, BigInt) },
      attention_mask: { dims: [3, 6], data: BigInt64Array.from(ids, (id) => (id > 0 ? 1n : 0n)) },
    };
    const result = await tune(plan, tuning, inputs, 2e-3);
    expect(plan.boundaries.length).toBeGreaterThan(4);
    expect(result.losses.at(-1)!).toBeLessThan(result.losses[0]! * 0.9);
    expect(result.split).toBeLessThan(1e-5);
    expect(result.file).toBeLessThan(1e-5);
  });
});
