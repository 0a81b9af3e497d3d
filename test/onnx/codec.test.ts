import { describe, expect, test } from 'vitest';
import {
  attribute,
  buildModel,
  decodeModel,
  encodeModel,
  floatTensor,
  int64Tensor,
  intAttribute,
  intsAttribute,
  node,
  rawTensor,
  valueInfo,
} from '../../src/onnx/model.ts';
import { float32Of, int64Of, numbersOf, rawBytesOf } from '../../src/onnx/tensor.ts';

const sample = () =>
  buildModel({
    nodes: [node('Gemm', ['x', 'w', ''], ['y'], { alpha: { float: 0.5 }, transB: 1, perm: [1, 0] })],
    initializers: [
      floatTensor('w', [2, 3], [1, 2, 3, 4, 5, 6]),
      int64Tensor('ends', [1], [9223372036854775807n]),
    ],
    inputs: [valueInfo('x', 1, ['batch', 3])],
    outputs: [valueInfo('y', 1, ['batch', 2])],
  });

describe('ONNX codec', () => {
  test('a model survives a round trip', () => {
    const again = decodeModel(encodeModel(sample()));
    expect(again.graph.node).toEqual(sample().graph.node);
    expect(again.graph.input).toEqual(sample().graph.input);
    expect(float32Of(again.graph.initializer[0]!)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(int64Of(again.graph.initializer[1]!)[0]).toBe(9223372036854775807n);
    expect(intAttribute(again.graph.node[0]!, 'transB', 0)).toBe(1);
    expect(intsAttribute(again.graph.node[0]!, 'perm')).toEqual([1, 0]);
  });

  test('negative and large integers keep their bits', () => {
    const model = sample();
    model.graph.node[0]!.attribute.push(attribute('a', -1n), attribute('b', -9223372036854775808n));
    const [, , , a, b] = decodeModel(encodeModel(model)).graph.node[0]!.attribute;
    expect([a?.i, b?.i]).toEqual([-1n, -9223372036854775808n]);
  });

  test('fields the schema does not know survive at every level', () => {
    // Field 15 of a node (wire type 2) and field 2000 of a model (varint) are in no schema of ours.
    const model = sample();
    model.graph.node[0]!.unknown = [Uint8Array.of(0x7a, 2, 7, 8)];
    model.unknown = [Uint8Array.of(0x80, 0x7d, 42)];
    const once = decodeModel(encodeModel(model));
    expect(once.unknown).toEqual([Uint8Array.of(0x80, 0x7d, 42)]);
    const copy = { ...once.graph.node[0]!, name: 'renamed' };
    const twice = decodeModel(encodeModel({ ...once, graph: { ...once.graph, node: [copy] } }));
    expect(twice.graph.node[0]?.unknown).toEqual([Uint8Array.of(0x7a, 2, 7, 8)]);
  });

  test('weights are views of the file', () => {
    const bytes = encodeModel(sample());
    expect(rawBytesOf(decodeModel(bytes).graph.initializer[0]!)?.buffer).toBe(bytes.buffer);
  });

  test('an optional zero stays present and typed data outside raw_data is read', () => {
    const model = sample();
    model.graph.node[0]!.attribute.push(attribute('zero', 0));
    model.graph.initializer.push({
      ...rawTensor('f', [2], 1, new Uint8Array(0)),
      rawData: undefined,
      floatData: [0.5, 2],
    });
    const again = decodeModel(encodeModel(model));
    expect(again.graph.node[0]?.attribute.at(-1)?.i).toBe(0n);
    expect(numbersOf(again.graph.initializer[2]!)).toEqual([0.5, 2]);
  });

  test.each([
    ['text', new TextEncoder().encode('this is no model')],
    ['a cut file', encodeModel(sample()).slice(0, 60)],
    ['nothing', new Uint8Array(0)],
  ])('%s is refused with a message', (_, bytes) => {
    expect(() => decodeModel(bytes)).toThrow(/not a readable ONNX model/);
  });

  test('a tensor with missing bytes is refused', () => {
    expect(() => float32Of(rawTensor('w', [3], 1, new Uint8Array(8)))).toThrow(/holds 8 bytes instead of 12/);
  });
});
