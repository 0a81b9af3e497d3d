import { describe, expect, test } from 'vitest';
import { type Feeds, type GraphTensor, openGraph } from '../../src/engines/graph-session.ts';
import { openTensorFlowGraph } from '../../src/engines/tensorflow-graph.ts';
import type { OpenGraph } from '../../src/engines/training-step.ts';
import {
  type AttributeValue,
  buildModel,
  DataType,
  encodeModel,
  node,
  type OnnxModel,
  type OnnxTensor,
  valueInfo,
} from '../../src/onnx/model.ts';
import { attributesOf, type Case, constantOf, fixture } from '../onnx/op-cases.ts';

interface OneOp {
  name: string;
  op: string;
  inputs: Case['inputs'];
  attributes?: Record<string, AttributeValue>;
  outputs?: number;
  opset?: number;
}

const float = (dims: number[], constant = false): Case['inputs'][number] => ({
  type: 'float',
  dims,
  values: Array.from({ length: dims.reduce((n, size) => n * size, 1) }, (_, i) => Math.sin(3 * i + 1)),
  constant,
});
const ints = (dims: number[], values: number[]): Case['inputs'][number] => ({
  type: 'int',
  dims,
  values,
  constant: true,
});

/** Ops and forms that no gradient case holds. */
const MORE: OneOp[] = [
  { name: 'CumSum', op: 'CumSum', inputs: [float([2, 4]), ints([], [1])] },
  {
    name: 'CumSum reverse exclusive',
    op: 'CumSum',
    inputs: [float([3, 2]), ints([], [-2])],
    attributes: { reverse: 1, exclusive: 1 },
  },
  {
    name: 'ScatterElements overwriting',
    op: 'ScatterElements',
    inputs: [float([3, 3]), ints([2, 3], [1, 0, -1, 0, 2, 1]), float([2, 3])],
  },
  {
    name: 'ScatterElements adding repeated places',
    op: 'ScatterElements',
    inputs: [float([2, 4]), ints([2, 3], [1, 1, 0, 3, 3, -1]), float([2, 3])],
    attributes: { axis: 1, reduction: 'add' },
  },
  {
    name: 'MaxPool with indices',
    op: 'MaxPool',
    inputs: [float([2, 2, 5, 4])],
    attributes: { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 1, 1] },
    outputs: 2,
  },
  {
    name: 'MaxPool rounding its size up',
    op: 'MaxPool',
    inputs: [float([1, 2, 6, 6])],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
  },
  {
    name: 'AveragePool over one axis',
    op: 'AveragePool',
    inputs: [float([2, 3, 7])],
    attributes: { kernel_shape: [3], strides: [2], pads: [1, 1] },
  },
  {
    name: 'Einsum with a batch and a sum',
    op: 'Einsum',
    inputs: [float([2, 3, 4]), float([2, 4, 5])],
    attributes: { equation: 'bij,bjk->ki' },
  },
  { name: 'Einsum of one', op: 'Einsum', inputs: [float([2, 3])], attributes: { equation: 'ij->j' } },
];

function modelOf({ op, inputs, attributes = {}, outputs = 1, opset }: OneOp): OnnxModel {
  const names = inputs.map((_, i) => `x${i}`);
  const results = Array.from({ length: outputs }, (_, i) => `y${i}`);
  const constants = inputs.flatMap((input, i): OnnxTensor[] =>
    input.constant ? [constantOf(`x${i}`, input)] : [],
  );
  return buildModel({
    nodes: [node(op, names, results, attributes)],
    initializers: constants,
    inputs: inputs.flatMap((input, i) =>
      input.constant ? [] : [valueInfo(`x${i}`, DataType.FLOAT, input.dims)],
    ),
    outputs: results.map((name, i) =>
      valueInfo(name, op === 'MaxPool' && i === 1 ? DataType.INT64 : DataType.FLOAT),
    ),
    opset: opset ?? fixture.opset,
  });
}

async function outputsOf(item: OneOp, open: OpenGraph): Promise<Record<string, GraphTensor>> {
  const session = await open(encodeModel(modelOf(item)), { threads: 1 });
  const feeds: Feeds = Object.fromEntries(
    item.inputs.flatMap(({ dims, values, constant }, i) =>
      constant ? [] : [[`x${i}`, { dims, data: Float32Array.from(values) }]],
    ),
  );
  const outputs = await session.run(feeds);
  await session.close();
  return outputs;
}

const ITEMS: OneOp[] = [
  ...MORE,
  ...fixture.cases.map((item) => ({
    ...item,
    attributes: attributesOf(item),
    outputs: item.cotangents.length,
  })),
];

describe('TensorFlow.js computes what ONNX Runtime does', () => {
  test.each(ITEMS.map((item) => [item.name, item] as const))('%s', async (_, item) => {
    const expected = await outputsOf(item, openGraph);
    const seen = await outputsOf(item, openTensorFlowGraph);
    expect(Object.keys(seen)).toEqual(Object.keys(expected));
    for (const [name, { dims, data }] of Object.entries(expected)) {
      expect(seen[name]!.dims).toEqual(dims);
      Array.from(data, Number).forEach((value, i) => {
        // Both are float32 with sums of a few dozen terms.
        expect(Math.abs(Number(seen[name]!.data[i]) - value)).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(value)),
        );
      });
    }
  });

  test('an Einsum beyond it is named', async () => {
    const item = { name: '', op: 'Einsum', inputs: [float([2, 2])], attributes: { equation: 'ii->i' } };
    await expect(outputsOf(item, openTensorFlowGraph)).rejects.toThrow(/lacks the Einsum "ii->i"/);
  });
});
