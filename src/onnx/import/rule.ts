/** The form of a conversion rule, and how a rule reads its inputs. Used by every `*-rules.ts`. */
import { UserError } from '../../errors.ts';
import type { GraphWriter } from './graph-writer.ts';
import type { TfNode } from './tfjs-model.ts';
import type { Constant, TensorValue, Value } from './values.ts';

export interface RuleInput {
  node: TfNode;
  /** Data inputs in order; control inputs are left out. */
  inputs: Value[];
  writer: GraphWriter;
  /** Start of the names of what the rule writes. */
  name: string;
}

/** Converts one TensorFlow op. Returns its outputs. */
export type Rule = (input: RuleInput) => Value[];
export type Rules = Record<string, Rule>;

export function tensorAt({ node, inputs }: RuleInput, index: number): TensorValue {
  const value = inputs[index];
  if (value?.kind === 'tensor') return value;
  throw new UserError('tfjs-input-no-tensor', {
    op: node.op,
    name: node.name,
    index,
    kind: value?.kind ?? 'missing value',
  });
}

export function constantAt({ node, inputs }: RuleInput, index: number): Constant {
  const value = inputs[index];
  if (value?.kind === 'constant') return value;
  throw new UserError('tfjs-input-no-weight', { op: node.op, name: node.name, index });
}
