import { describe, expect, test } from 'vitest';
import { type Feeds, type GraphTensor, openGraph } from '../../src/engines/graph-session.ts';
import { openTensorFlowGraph } from '../../src/engines/tensorflow-graph.ts';
import type { OpenGraph } from '../../src/engines/training-step.ts';
import { differentiate } from '../../src/onnx/autodiff/backward.ts';
import { Emitter } from '../../src/onnx/autodiff/emitter.ts';
import { rules } from '../../src/onnx/autodiff/rules/index.ts';
import { buildModel, DataType, encodeModel, node, valueInfo } from '../../src/onnx/model.ts';
import type { Sizes } from '../../src/onnx/shapes.ts';
import { attributesOf, type Case, constantOf, fixture } from './op-cases.ts';

/** The op, then its backward pass from cotangents given as inputs. */
async function gradientsOf(item: Case, open: OpenGraph = openGraph): Promise<Record<string, GraphTensor>> {
  const names = item.inputs.map((_, i) => `x${i}`);
  const outputs = item.cotangents.map((_, i) => `y${i}`);
  const constants = item.inputs.flatMap((input, i) => (input.constant ? [constantOf(`x${i}`, input)] : []));
  const wanted = names.filter((_, i) => !item.inputs[i]!.constant);
  const sizes = new Map<string, Sizes>([
    ...names.map((name, i): [string, Sizes] => [name, item.inputs[i]!.dims]),
    ...outputs.map((name, i): [string, Sizes] => [name, item.cotangents[i]!.dims]),
  ]);
  const emit = new Emitter('b/');
  const { forward, gradients } = differentiate({
    nodes: [node(item.op, names, outputs, attributesOf(item))],
    seeds: new Map(outputs.map((name, i) => [name, `c${i}`])),
    wanted,
    measured: { sizes, constants: new Map() },
    constants: new Map(constants.map((tensor) => [tensor.name, tensor])),
    emit,
  });
  for (const [name, gradient] of gradients) emit.named(`d${name}`, gradient);
  const floats: [string, { dims: number[]; values: number[] }][] = [
    ...wanted.map((name): [string, Case['inputs'][number]] => [name, item.inputs[Number(name.slice(1))]!]),
    ...item.cotangents.map((c, i): [string, { dims: number[]; values: number[] }] => [`c${i}`, c]),
  ];
  const model = buildModel({
    nodes: [...forward, ...emit.nodes],
    initializers: [...constants, ...emit.initializers],
    inputs: floats.map(([name, { dims }]) => valueInfo(name, DataType.FLOAT, dims)),
    outputs: [...gradients.keys()].map((name) => valueInfo(`d${name}`, DataType.FLOAT)),
    opset: item.opset ?? fixture.opset,
  });
  const feeds: Feeds = Object.fromEntries(
    floats.map(([name, { dims, values }]) => [name, { dims, data: Float32Array.from(values) }]),
  );
  const session = await open(encodeModel(model), { threads: 1 });
  const results = await session.run(feeds);
  await session.close();
  return results;
}

const EXECUTORS: [string, OpenGraph][] = [
  ['ONNX Runtime', openGraph],
  ['TensorFlow.js', openTensorFlowGraph],
];
const cases = EXECUTORS.flatMap(([executor, open]) =>
  fixture.cases.map((item) => [item.name, executor, item, open] as const),
);

describe('gradient rules against central differences in float64', () => {
  test.each(cases)('%s on %s', async (_, _executor, item, open) => {
    const results = await gradientsOf(item, open);
    for (const [position, expected] of Object.entries(item.gradients)) {
      const { dims, data } = results[`dx${position}`]!;
      expect(dims, 'shape').toEqual(item.inputs[Number(position)]!.dims);
      const largest = Math.max(1, ...expected.map(Math.abs));
      // float32 sums of a few dozen terms; a wrong rule is off by more than 1e-2.
      Array.from(data, Number).forEach((value, i) => {
        expect(Math.abs(value - expected[i]!) / largest, `dx${position}[${i}]`).toBeLessThan(5e-6);
      });
    }
  });

  test('every rule in the table has a case', () => {
    // Cast and Dropout are identities here, covered by the model fixtures and by dropout.test.
    const covered = new Set([...fixture.cases.map(({ op }) => op), 'Cast', 'Dropout']);
    expect(Object.keys(rules).filter((op) => !covered.has(op))).toEqual([]);
  });

  test('a wrong rule would be noticed', async () => {
    const item = fixture.cases.find(({ name }) => name === 'Sigmoid')!;
    const results = await gradientsOf({ ...item, op: 'Tanh' });
    const expected = item.gradients['0']!;
    const error = Math.max(...expected.map((value, i) => Math.abs(Number(results.dx0!.data[i]) - value)));
    expect(error).toBeGreaterThan(1e-2);
  });
});
