/** What a rule of `operators.ts` is given, and what it says when it cannot express its operator. */
import type { OnnxNode } from '../../../onnx/model.ts';
import type { GraphWriter } from './graph-writer.ts';

export interface Call {
  node: OnnxNode;
  writer: GraphWriter;
  /** Name in the graph of input `i`. */
  read(i: number): string;
  has(i: number): boolean;
  /** A constant input as numbers with its sizes; undefined where it is computed or absent. */
  constant(i: number): { values: Float32Array | number[]; dims: readonly number[] } | undefined;
}
export type Operator = (call: Call) => string;

/** What a rule cannot express; the converter says which operator it was. */
export class NotExpressible extends Error {}
