/** What holds of every architecture: built from config.json and weights, it computes and learns what PyTorch does. */
import { describe, expect, test } from 'vitest';
import { KNOWN_ARCHITECTURES } from '../../knowledge/architectures.ts';
import { ARCHITECTURES } from '../../src/architectures/registry.ts';
import { openModel } from '../../src/engines/graph-session.ts';
import { measureShapes } from '../../src/engines/measure-shapes.ts';
import { openTrainingStep } from '../../src/engines/training-step.ts';
import { buildTrainingStep } from '../../src/onnx/autodiff/training-step.ts';
import { listBoundaries } from '../../src/onnx/cut/boundaries.ts';
import { splitAt } from '../../src/onnx/cut/split.ts';
import { FEATURES, HEAD_BIAS, HEAD_WEIGHT } from '../../src/onnx/head.ts';
import { withOutputs } from '../../src/onnx/prepare.ts';
import {
  architectureOf,
  FIXTURES,
  type Fixture,
  loadFixture,
  probeInputs,
  relativeError,
} from './fixtures.ts';

/** Both sides are float32; the order of sums differs. */
const TOLERANCE = 1e-5;
const show = (text: string) => process.env.SHOW_FIGURES && console.log(text);

test('every architecture that is known is built, and every one that is built has a fixture', () => {
  const built = ARCHITECTURES.map(({ name }) => name);
  expect(built).toEqual(KNOWN_ARCHITECTURES.map(({ name }) => name));
  const proven = new Set(FIXTURES.map(architectureOf));
  expect(built.filter((name) => !proven.has(name))).toEqual([]);
});

describe.each(FIXTURES)('%s', (name) => {
  test('computes what PyTorch computes', async () => {
    const { model, withHead, inputs, outputs, pooled } = await loadFixture(name);
    const session = await openModel(model, { threads: 1 });
    const found = await session.run(inputs);
    await session.close();
    for (const [output, expected] of Object.entries(outputs)) {
      const error = relativeError(found[output]?.data ?? [], expected.values);
      show(`${name} ${output}: ${error.toExponential(1)}`);
      expect(found[output]?.dims).toEqual(expected.dims);
      expect(error).toBeLessThan(TOLERANCE);
    }
    const features = await openModel(withOutputs(withHead, [FEATURES]), { threads: 1 });
    const { data } = (await features.run(inputs))[FEATURES]!;
    await features.close();
    expect(relativeError(data, pooled.values)).toBeLessThan(TOLERANCE);
  });

  test('learns above its last cut as PyTorch does', async () => {
    const fixture = await loadFixture(name);
    const losses = await trainTop(fixture);
    const error = Math.max(...losses.map((loss, i) => Math.abs(loss / fixture.losses[i]! - 1)));
    show(`${name} losses: ${error.toExponential(1)}`);
    expect(error).toBeLessThan(TOLERANCE);
  });
});

/** Losses of training the head and `trained` on activations of the trunk, which runs once; as make.py trains. */
async function trainTop({
  withHead,
  inputs,
  trained,
  boundary,
  losses,
  targets,
}: Fixture): Promise<number[]> {
  const measured = await measureShapes(withHead, ...probeInputs(inputs));
  const cuts = listBoundaries(withHead, measured).map((one) => ({
    ...one,
    ...splitAt(withHead, one, measured),
  }));
  const names = ({ tail }: (typeof cuts)[number]) => new Set(tail.graph.initializer.map((one) => one.name));
  const cut = cuts.find((one) => [...trained, HEAD_WEIGHT].every((weight) => names(one).has(weight)));
  if (cut === undefined) throw new Error('no cut leaves every trained weight above it');
  expect(cut.label).toContain(boundary);
  const trunk = await openModel(cut.trunk, { threads: 1 });
  const activations = await trunk.run(inputs);
  await trunk.close();
  const shared = Object.fromEntries(cut.sharedInputs.map((input) => [input, inputs[input]!]));
  const step = buildTrainingStep({
    tail: cut.tail,
    measured,
    loss: { kind: 'cross-entropy', classes: 4 },
    optimiser: { kind: 'adamw', weightDecay: 0.01 },
    trainable: [...trained, HEAD_WEIGHT, HEAD_BIAS].map((weight) => ({ name: weight, group: 'all' })),
  });
  const executor = await openTrainingStep(step, { threads: 1 });
  const seen: number[] = [];
  for (let i = 0; i < losses.length; i++)
    seen.push(await executor.step({ batch: { ...activations, ...shared, targets }, rates: { all: 1e-3 } }));
  await executor.close();
  return seen;
}
