/** Single ops with inputs, cotangents and gradients. Next: the tests of the gradient rules and of the executors' ops. */
import { readFileSync } from 'node:fs';
import {
  type AttributeValue,
  DataType,
  floatTensor,
  int64Tensor,
  type OnnxTensor,
  rawTensor,
} from '../../src/onnx/model.ts';

// Made by scripts/fixtures/onnx/op_rules.py: central differences in float64 in ONNX's reference evaluator.
export interface Case {
  name: string;
  op: string;
  /** Where it is newer than the fixture's. */
  opset?: number;
  attributes: Record<string, number | string | number[]>;
  inputs: { type: 'float' | 'int' | 'bool'; dims: number[]; values: number[]; constant: boolean }[];
  cotangents: { dims: number[]; values: number[] }[];
  gradients: Record<string, number[]>;
}
export const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/op-rules.json', import.meta.url), 'utf8'),
) as {
  opset: number;
  cases: Case[];
};

const FLOAT_ATTRIBUTES = new Set(['alpha', 'beta', 'cubic_coeff_a', 'epsilon', 'momentum']);
export const attributesOf = (item: Case): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(item.attributes).map(([key, value]) => [
      key,
      FLOAT_ATTRIBUTES.has(key) && typeof value === 'number' ? { float: value } : value,
    ]),
  );

export function constantOf(name: string, { type, dims, values }: Case['inputs'][number]): OnnxTensor {
  if (type === 'float') return floatTensor(name, dims, values);
  if (type === 'int') return int64Tensor(name, dims, values);
  return rawTensor(name, dims, DataType.BOOL, Uint8Array.from(values));
}
