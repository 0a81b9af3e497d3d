import { describe, expect, test } from 'vitest';
import { openGraph } from '../../src/engines/graph-session.ts';
import {
  buildModel,
  encodeModel,
  floatTensor,
  node,
  type OnnxModel,
  type OnnxNode,
  opsetOf,
  valueInfo,
} from '../../src/onnx/model.ts';
import { prepareModel } from '../../src/onnx/prepare.ts';

const x = { dims: [2, 3, 4], data: Float32Array.from({ length: 24 }, (_, i) => Math.sin(i) * 4) };
const modelOf = (nodes: OnnxNode[], opset: number): OnnxModel =>
  buildModel({
    nodes,
    initializers: [],
    inputs: [valueInfo('x', 1, [2, 3, 4])],
    outputs: [valueInfo('y', 1)],
    opset,
    irVersion: 4,
  });

async function run(model: OnnxModel) {
  const session = await openGraph(encodeModel(model), { threads: 1 });
  const { y } = await session.run({ x });
  await session.close();
  return y!;
}

describe('older operator sets', () => {
  // ONNX Runtime runs both forms, so it is the judge.
  test.each<[string, number, OnnxNode[]]>([
    ['Softmax that flattens', 11, [node('Softmax', ['x'], ['y'], { axis: 1 })]],
    ['LogSoftmax by default', 11, [node('LogSoftmax', ['x'], ['y'])]],
    [
      'ReduceSum and Unsqueeze axes',
      11,
      [
        node('ReduceSum', ['x'], ['s'], { axes: [1], keepdims: 0 }),
        node('Unsqueeze', ['s'], ['y'], { axes: [0] }),
      ],
    ],
    [
      'Split sizes and Squeeze',
      11,
      [
        node('Split', ['x'], ['a', 'b'], { axis: 1, split: [1, 2] }),
        node('Squeeze', ['a'], ['y'], { axes: [1] }),
      ],
    ],
    ['Clip limits', 9, [node('Clip', ['x'], ['y'], { min: { float: -1 }, max: { float: 2 } })]],
    ['Slice bounds', 9, [node('Slice', ['x'], ['y'], { starts: [1], ends: [9], axes: [2] })]],
    ['Slice bounds without axes', 9, [node('Slice', ['x'], ['y'], { starts: [0, 1], ends: [1, 3] })]],
    ['Pad', 9, [node('Pad', ['x'], ['y'], { pads: [0, 1, 0, 0, 0, 2], value: { float: 3 } })]],
    ['Dropout', 10, [node('Dropout', ['x'], ['y'], { ratio: { float: 0.5 } })]],
  ])('%s (opset %i) computes the same in opset 17', async (_, opset, nodes) => {
    const old = modelOf(nodes, opset);
    const prepared = prepareModel(old);
    expect(opsetOf(prepared)).toBe(17);
    expect(await run(prepared)).toEqual(await run(old));
  });

  test('opset 6 is refused with the mend', () => {
    expect(() => prepareModel(modelOf([node('Relu', ['x'], ['y'])], 6))).toThrow(
      /operator set 6; 7 is the oldest/,
    );
  });
});

describe('preparing', () => {
  test('equal weights that the exporter merged get a copy a reader, tied ones stay', () => {
    const model = modelOf(
      [
        node('Mul', ['x', 'ones'], ['a']),
        node('Mul', ['a', 'ones'], ['b']),
        node('Mul', ['b', 'tied'], ['c']),
        node('Mul', ['c', 'tied'], ['y']),
      ],
      17,
    );
    model.graph.initializer.push(
      floatTensor('ones', [4], [1, 1, 1, 1]),
      floatTensor('tied', [4], [1, 2, 3, 4]),
    );
    const { graph } = prepareModel(model);
    expect(graph.node.map(({ input }) => input[1])).toEqual(['ones', 'ones/copy1', 'tied', 'tied']);
    expect(graph.initializer.map(({ name }) => name).sort()).toEqual(['ones', 'ones/copy1', 'tied']);
  });

  test('nodes are put in order and what no output needs is left out', () => {
    const model = modelOf(
      [node('Neg', ['a'], ['y']), node('Exp', ['x'], ['unused']), node('Abs', ['x'], ['a'])],
      17,
    );
    expect(prepareModel(model).graph.node.map(({ opType }) => opType)).toEqual(['Abs', 'Neg']);
  });

  test('a value that nothing computes is named', () => {
    expect(() => prepareModel(modelOf([node('Neg', ['nowhere'], ['y'])], 17))).toThrow(/reads "nowhere"/);
  });
});
