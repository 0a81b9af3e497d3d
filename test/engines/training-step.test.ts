import { describe, expect, test } from 'vitest';
import type { Feeds } from '../../src/engines/graph-session.ts';
import { openTrainingStep } from '../../src/engines/training-step.ts';
import type { Loss } from '../../src/onnx/autodiff/loss.ts';
import {
  buildTrainingStep,
  DROPOUT_MASK,
  type TrainingStepOptions,
} from '../../src/onnx/autodiff/training-step.ts';
import { buildModel, floatTensor, node, valueInfo } from '../../src/onnx/model.ts';

/** y = x·w + b, x [n, 2], w [2, q]. */
function linear(q: number) {
  const weights = [
    floatTensor(
      'w',
      [2, q],
      Array.from({ length: 2 * q }, (_, i) => 0.1 * (i + 1)),
    ),
    floatTensor('b', [q], new Array(q).fill(0)),
  ];
  const tail = buildModel({
    nodes: [node('MatMul', ['x', 'w'], ['xw']), node('Add', ['xw', 'b'], ['y'])],
    initializers: weights,
    inputs: [valueInfo('x', 1, ['n', 2])],
    outputs: [valueInfo('y', 1, ['n', q])],
  });
  const sizes = new Map<string, (number | string)[]>([
    ['x', ['2|3', 2]],
    ['w', [2, q]],
    ['b', [q]],
    ['xw', ['2|3', q]],
    ['y', ['2|3', q]],
  ]);
  return { tail, measured: { sizes, constants: new Map() } };
}
const floats = (dims: number[], values: number[]) => ({ dims, data: Float32Array.from(values) });
const labels = (values: number[]) => ({ dims: [values.length], data: BigInt64Array.from(values, BigInt) });
const both = [
  { name: 'w', group: 'all' },
  { name: 'b', group: 'all' },
];
const X = floats([3, 2], [1, 2, -1, 0.5, 0.3, -2]);

async function oneStep(q: number, loss: Loss, batch: Feeds, more: Partial<TrainingStepOptions> = {}) {
  const step = buildTrainingStep({
    ...linear(q),
    loss,
    optimiser: { kind: 'sgd' },
    trainable: both,
    ...more,
  });
  const executor = await openTrainingStep(step, { threads: 1 });
  const value = await executor.step({ batch, rates: { all: 1 } });
  const weights = executor.weights();
  await executor.close();
  const gradient = {
    w: Array.from(weights.get('w')!, (after, i) => 0.1 * (i + 1) - after),
    b: Array.from(weights.get('b')!, (after) => -after),
  };
  return { loss: value, gradient };
}

/** torch.nn.functional.cross_entropy in float64, by its definition. */
function crossEntropy(weight: number[], targets: number[], classWeights: number[], smoothing: number) {
  const q = classWeights.length;
  let [sum, divisor] = [0, 0];
  targets.forEach((target, row) => {
    if (target < 0) return;
    const logits = Array.from(
      { length: q },
      (_, c) => X.data[row * 2]! * weight[c]! + X.data[row * 2 + 1]! * weight[q + c]!,
    );
    const total = Math.log(logits.reduce((s, v) => s + Math.exp(v), 0));
    const logp = logits.map((v) => v - total);
    divisor += classWeights[target]!;
    sum -= (1 - smoothing) * classWeights[target]! * logp[target]!;
    sum -= (smoothing / q) * logp.reduce((s, v, c) => s + classWeights[c]! * v, 0);
  });
  return sum / divisor;
}

describe('losses', () => {
  const start = Array.from({ length: 6 }, (_, i) => 0.1 * (i + 1));
  test.each([
    ['plain', [1, 1, 1], 0, [0, 2, 1]],
    ['class weights', [1, 3, 0.5], 0, [0, 2, 1]],
    ['label smoothing with weights', [1, 3, 0.5], 0.2, [0, 2, 1]],
    ['ignored rows', [1, 3, 0.5], 0.2, [0, -1, 1]],
  ] as const)('cross-entropy: %s', async (_, classWeights, labelSmoothing, targets) => {
    const loss: Loss = { kind: 'cross-entropy', classes: 3, classWeights, labelSmoothing };
    const result = await oneStep(3, loss, { x: X, targets: labels([...targets]) });
    const at = (w: number[]) => crossEntropy(w, [...targets], [...classWeights], labelSmoothing);
    expect(result.loss).toBeCloseTo(at(start), 5);
    start.forEach((_, i) => {
      const moved = (by: number) => at(start.map((value, k) => (k === i ? value + by : value)));
      expect(result.gradient.w[i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 5);
    });
  });

  test('mean squared error', async () => {
    const result = await oneStep(1, { kind: 'mse' }, { x: X, targets: floats([3, 1], [1, 1, 1]) });
    // y = 0.5, 0, −0.37; errors −0.5, −1, −1.37.
    expect(result.loss).toBeCloseTo((0.25 + 1 + 1.37 ** 2) / 3, 5);
    expect(result.gradient.b[0]).toBeCloseTo((2 * (-0.5 - 1 - 1.37)) / 3, 5);
  });

  test('pinball', async () => {
    const result = await oneStep(
      2,
      { kind: 'pinball', quantiles: [0.1, 0.9] },
      { x: X, targets: floats([3], [1, 1, -1]) },
    );
    // y = [0.7, 1.0], [0.05, 0], [−0.57, −0.74]; e = target − y.
    const e = [0.3, 0, 0.95, 1, -0.43, -0.26];
    const each = e.map((value, i) => Math.max([0.1, 0.9][i % 2]! * value, ([0.1, 0.9][i % 2]! - 1) * value));
    expect(result.loss).toBeCloseTo(each.reduce((a, b) => a + b) / 6, 5);
    expect(result.gradient.b[0]).toBeCloseTo(-(0.1 + 0.1 - 0.9) / 6, 5);
  });
});

describe('steps', () => {
  const loss: Loss = { kind: 'mse' };
  const targets = floats([3, 1], [1, 1, 1]);

  test('clipping bounds the global gradient norm', async () => {
    const free = await oneStep(1, loss, { x: X, targets });
    const clipped = await oneStep(1, loss, { x: X, targets }, { clipNorm: 0.5 });
    const norm = ({ w, b }: { w: number[]; b: number[] }) => Math.hypot(...w, ...b);
    expect(norm(free.gradient)).toBeGreaterThan(1);
    expect(norm(clipped.gradient)).toBeCloseTo(0.5, 4);
    expect(clipped.gradient.w[0]! / free.gradient.w[0]!).toBeCloseTo(
      clipped.gradient.b[0]! / free.gradient.b[0]!,
      4,
    );
  });

  test('three accumulated samples equal one batch of three', async () => {
    const make = (accumulate: boolean) =>
      buildTrainingStep({
        ...linear(1),
        loss,
        optimiser: { kind: 'adamw' },
        trainable: both,
        accumulate,
        clipNorm: 1,
      });
    const whole = await openTrainingStep(make(false), { threads: 1 });
    const parts = await openTrainingStep(make(true), { threads: 1 });
    for (let i = 0; i < 3; i += 1) {
      const a = await whole.step({ batch: { x: X, targets }, rates: { all: 0.1 } });
      const rows = [0, 1, 2].map((row) => ({
        batch: {
          x: { dims: [1, 2], data: X.data.slice(row * 2, row * 2 + 2) },
          targets: floats([1, 1], [1]),
        },
        share: 1 / 3,
      }));
      expect(await parts.accumulate(rows, { all: 0.1 })).toBeCloseTo(a, 5);
    }
    whole.weights().forEach((values, name) => {
      values.forEach((value, i) => {
        expect(parts.weights().get(name)![i]).toBeCloseTo(value, 5);
      });
    });
    await whole.close();
    await parts.close();
  });

  test('a dropout mask of zeros stops what passes through it', async () => {
    const masked = await oneStep(
      1,
      loss,
      { x: X, targets, [DROPOUT_MASK]: floats([3, 1], [0, 0, 0]) },
      { dropout: 'xw' },
    );
    expect(masked.gradient.w).toEqual([0, 0].map((zero) => expect.closeTo(zero, 7)));
    expect(masked.loss).toBeCloseTo(1, 6);
  });

  test('weights without decay keep theirs', async () => {
    const trainable = [
      { name: 'w', group: 'all', decay: false },
      { name: 'b', group: 'all' },
    ];
    const plain = await oneStep(1, loss, { x: X, targets });
    const decayed = await oneStep(
      1,
      loss,
      { x: X, targets },
      { trainable, optimiser: { kind: 'sgd', weightDecay: 0.5 } },
    );
    expect(decayed.gradient.w).toEqual(plain.gradient.w);
  });

  test('training goes on from a checkpoint as if it had not stopped', async () => {
    const step = buildTrainingStep({ ...linear(1), loss, optimiser: { kind: 'adamw' }, trainable: both });
    const call = { batch: { x: X, targets }, rates: { all: 0.05 } };
    const first = await openTrainingStep(step, { threads: 1 });
    await first.step(call);
    const checkpoint = first.checkpoint();
    const expected = [await first.step(call), await first.step(call)];
    const second = await openTrainingStep(step, { threads: 1 });
    second.restore(checkpoint);
    expect([await second.step(call), await second.step(call)]).toEqual(expected);
    await first.close();
    await second.close();
  });

  test('an op without a rule is named and frozen mode offered', () => {
    const { tail, measured } = linear(1);
    const odd = {
      ...tail,
      graph: { ...tail.graph, node: [node('MatMul', ['x', 'w'], ['xw']), node('LSTM', ['xw'], ['y'])] },
    };
    const build = () =>
      buildTrainingStep({
        tail: odd,
        measured,
        loss,
        optimiser: { kind: 'sgd' },
        trainable: both.slice(0, 1),
      });
    expect(build).toThrow(/operator LSTM .* unfreeze:none/);
  });

  test('memory stays level over 500 steps', async () => {
    // 1.2 MB of weights and state a step: a leak of them would be 600 MB.
    const side = 384;
    const tail = buildModel({
      nodes: [node('MatMul', ['x', 'w'], ['y'])],
      initializers: [floatTensor('w', [side, side], new Float32Array(side * side).fill(1e-3))],
      inputs: [valueInfo('x', 1, ['n', side])],
      outputs: [valueInfo('y', 1, ['n', side])],
    });
    const sizes = new Map<string, (number | string)[]>([
      ['x', ['2|3', side]],
      ['w', [side, side]],
      ['y', ['2|3', side]],
    ]);
    const step = buildTrainingStep({
      tail,
      measured: { sizes, constants: new Map() },
      loss,
      optimiser: { kind: 'sgd', momentum: 0.9 },
      trainable: [{ name: 'w', group: 'all' }],
    });
    const executor = await openTrainingStep(step, { threads: 1 });
    const batch = {
      x: floats([1, side], new Array(side).fill(0.1)),
      targets: floats([1, side], new Array(side).fill(1)),
    };
    const resident: number[] = [];
    for (let i = 0; i < 500; i += 1) {
      await executor.step({ batch, rates: { all: 1e-3 } });
      if (i === 49 || i === 499) resident.push(process.memoryUsage().rss / 2 ** 20);
    }
    await executor.close();
    expect(resident[1]! - resident[0]!).toBeLessThan(60);
  });
});
