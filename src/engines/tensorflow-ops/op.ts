/**
 * What an op of the TensorFlow.js executor is. In: the library, a node, its inputs. Out: its outputs. int64 values are
 * int32 tensors here (TensorFlow.js has no int64), so "to the end" bounds are clamped on the way in.
 * Next: `tensorflow-graph.ts` calls the ops in order.
 */
import type * as Core from '@tensorflow/tfjs-core';
import { intsAttribute, type OnnxNode } from '../../onnx/model.ts';

export type Tf = Omit<typeof Core, 'default'>;
export type Tensor = Core.Tensor;

export interface OpCall {
  tf: Tf;
  node: OnnxNode;
  /** An absent optional input is undefined. */
  inputs: (Tensor | undefined)[];
}
export type Op = (call: OpCall) => Tensor | Tensor[];

/** Input `i`, which the operator always has. */
export function need({ inputs, node }: OpCall, i: number): Tensor {
  const tensor = inputs[i];
  if (tensor === undefined) throw new Error(`${node.opType} misses its input ${i}`);
  return tensor;
}

/** Elements of a small integer input; undefined when it is absent. */
export const intsOf = ({ inputs }: OpCall, i: number): number[] | undefined => {
  const tensor = inputs[i];
  return tensor && Array.from(tensor.dataSync());
};

/** Axes from the attribute (older opsets) or an input, made positive; undefined when neither is given. */
export function axesOf(call: OpCall, position: number, rank: number): number[] | undefined {
  const axes = intsAttribute(call.node, 'axes') ?? intsOf(call, position);
  return axes?.map((axis) => (axis < 0 ? axis + rank : axis));
}
