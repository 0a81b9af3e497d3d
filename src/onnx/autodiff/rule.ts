/**
 * What a vector-Jacobian rule is. In: one forward node, the gradient of its outputs, the shapes around it. Out: the
 * gradient of each input as the name of an emitted value (undefined: none flows). Next: `backward.ts` calls the rules
 * in reverse order and adds up what meets at a value.
 */
import { UserError } from '../../errors.ts';
import type { OnnxNode, OnnxTensor } from '../model.ts';
import type { Sizes } from '../shapes.ts';
import type { Emitter } from './emitter.ts';

export type { Sizes };

export interface RuleCall {
  node: OnnxNode;
  /** Gradients of the node's outputs, by position; undefined where the loss does not depend on the output. */
  gradients: readonly (string | undefined)[];
  /** `gradients[0]`, for the ops with one output. */
  gradient: string;
  emit: Emitter;
  /** Sizes of an input or output of the node. @throws UserError when they were not measured. */
  shape: (value: string) => Sizes;
  /** Whether the loss gradient with respect to this input is wanted. */
  needs: (input: number) => boolean;
  /** The constant behind a value, undefined when it is computed. */
  constant: (value: string) => OnnxTensor | undefined;
  /** The name of an optional output of the forward node (indices, statistics), which is added if it was absent. */
  extraOutput: (position: number) => string;
}

/** One entry an input; shorter lists mean "none" for the rest. */
export type Rule = (call: RuleCall) => (string | undefined)[];

/** For what a rule cannot do. Frozen mode needs no gradient, so it is always offered. */
export const unsupported = (opType: string, reason: string) =>
  new UserError('unsupported-op', { opType, reason });

/** Input `i` by name; '' when it is absent. */
export const input = (call: RuleCall, i: number): string => call.node.input[i] ?? '';
/** Output `i` by name. */
export const output = (call: RuleCall, i = 0): string => call.node.output[i] ?? '';

/** A negative axis counts from the end. */
export const positiveAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
