import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraph } from '../../../src/engines/graph-session.ts';
import {
  buildModel,
  DataType,
  encodeModel,
  node,
  type OnnxModel,
  valueInfo,
} from '../../../src/onnx/model.ts';
import { NetworkBuilder } from '../../../src/onnx/network.ts';
import { rawBytesOf } from '../../../src/onnx/tensor.ts';
import {
  attachedAsItIs,
  tuneAttached,
  whyUntunable,
} from '../../../src/training/policy/judge/attached-methods.ts';
import { openAttachedPolicy } from '../../../src/training/policy/judge/attached-policy.ts';
import { greedyActions } from '../../../src/training/policy/judge/evaluation.ts';
import { behaviourCloning } from '../../../src/training/policy/learn/methods.ts';
import { trainPolicy } from '../../../src/training/policy/train-policy.ts';
import { splitTransitions } from '../../../src/training/policy/transitions.ts';
import { writePolicy } from '../../../src/training/policy/write-policy.ts';
import { corridorLog } from './build-log.ts';
import { taskIn, trainingOptions } from './train-task.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attached-policy-'));
});
afterAll(() => rm(folder, { recursive: true }));

const dataset = corridorLog(120, 3);
const parts = splitTransitions(dataset, 1);

interface Shape {
  d?: number;
  a?: number;
  input?: string;
  rows?: number | string;
  /** Appended to the scores. */
  last?: string;
}

/** Three layers with values named as a loss would name its own; the last bias makes it go left wherever it is. */
function policyNet({
  d = 2,
  a = 2,
  input = 'state',
  rows = 'batch',
  last = 'Identity',
}: Shape = {}): OnnxModel {
  const build = new NetworkBuilder(5);
  const scaled = build.op('Mul', [input, build.floats('action', [], [0.01])], 'weight');
  const first = build.op('Relu', [build.linear(scaled, 'fc0', { from: d, to: 16 })], 'sample-loss');
  const second = build.op('Tanh', [build.linear(first, 'fc1', { from: 16, to: 16 })], 'hidden');
  const leaning = Float32Array.from({ length: a }, (_, action) => (action === 0 ? 20 : 0));
  const product = build.linear(second, 'fc2', { from: 16, to: a });
  build.op('Add', [product, build.floats('lean', [a], leaning)], 'raw');
  build.nodes.push(node(last, ['raw'], ['q']));
  return buildModel({
    nodes: build.nodes,
    initializers: build.weights,
    inputs: [valueInfo(input, DataType.FLOAT, [rows, d])],
    outputs: [valueInfo('q', DataType.FLOAT, [rows, a])],
  });
}

async function openNet(shape: Shape = {}) {
  const path = join(folder, 'policy.onnx');
  await writeFile(path, encodeModel(policyNet(shape)));
  return openAttachedPolicy({ path, name: 'policy.onnx' }, dataset, parts.standardisation);
}

const shareOfRight = (scores: Float32Array) =>
  greedyActions(scores, 2).reduce((sum, action) => sum + action, 0) / (scores.length / 2);

describe('an attached policy', () => {
  it('scores standardised states as its file scores those of the log', async () => {
    const policy = attachedAsItIs(await openNet());
    const scores = await policy.score(parts.all.states.slice(0, 8));
    const session = await openGraph(encodeModel(policyNet()));
    const data = Float32Array.from(splitStates(4));
    const { q } = await session.run({ state: { dims: [4, 2], data } });
    await session.close();
    // States are standardised and back in single precision.
    scores.forEach((score, index) => {
      expect(score).toBeCloseTo(Number(q!.data[index]), 3);
    });
  });

  it('learns to go right although it always went left, in one file of the same contract', async () => {
    const attached = await openNet();
    expect(shareOfRight(await attachedAsItIs(attached).score(parts.all.states))).toBe(0);
    const tuned = await tuneAttached(await tuning(), attached);
    expect(shareOfRight(await tuned.score(parts.all.states))).toBeGreaterThan(0.9);
    await writePolicy(folder, dataset, tuned, parts.standardisation);
    const session = await openGraph(await readFile(join(folder, 'model/onnx/model.onnx')));
    const { scores } = await session.run({ state: { dims: [2, 2], data: Float32Array.of(100, 7, 300, 7) } });
    await session.close();
    expect(shareOfRight(Float32Array.from(scores!.data, Number))).toBe(1);
  });

  it('keeps the layers below the last two', async () => {
    const attached = await openNet();
    const tuned = await tuneAttached(await tuning(), attached);
    const bytesOf = (model: OnnxModel, name: string) =>
      Buffer.from(rawBytesOf(model.graph.initializer.find((tensor) => tensor.name === name)!)!);
    const same = (name: string) => bytesOf(attached.model, name).equals(bytesOf(tuned.model, name));
    expect(same('own/fc0.weight')).toBe(true);
    expect(same('own/fc1.weight')).toBe(false);
    expect(same('own/fc2.weight')).toBe(false);
  });

  it('enters the race as it is and tuned', async () => {
    const path = join(folder, 'race.onnx');
    await writeFile(path, encodeModel(policyNet()));
    const task = taskIn(folder, { modelFile: { path, name: 'race.onnx' } });
    const trained = await trainPolicy({ task, dataset, ...trainingOptions(task) });
    const value = (id: string) => trained.tried.find((one) => one.id === id)!.estimate.value;
    // Left twice costs 0.1 + 1; right twice earns 9.9.
    expect(value('attached')).toBeLessThan(0);
    expect(value('attached-tuned')).toBeGreaterThan(8);
    expect(trained.untunable).toBeNull();
  }, 60_000);

  it('without a derivative is told why it cannot be tuned', async () => {
    expect(await whyUntunable(await openNet(), parts.train)).toBeNull();
    expect(await whyUntunable(await openNet({ last: 'Asinh' }), parts.train)).toContain('Asinh');
  });

  it.each([
    ['another count of states', { d: 3 }, /takes 3 numbers a state, and the log has 2: s0, s1/],
    ['another count of actions', { a: 3 }, /is \[2, 3\], and the log has 2 actions: left, right/],
    ['another input', { input: 'obs' }, /its inputs are obs/],
    ['a closed batch', { rows: 1 }, /takes exactly 1 states at once/],
  ] as [string, Shape, RegExp][])('with %s is refused', async (_, shape, message) => {
    await expect(openNet(shape)).rejects.toThrow(message);
    await expect(openNet(shape)).rejects.toMatchObject({ code: 'policy-model' });
  });
});

const splitStates = (rows: number) => dataset.states.subarray(0, 2 * rows);

const tuning = async () => {
  const options = { data: parts.all, steps: 400, seed: 1 };
  return { ...options, cloned: await behaviourCloning(options) };
};
