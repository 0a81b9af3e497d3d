/**
 * Reverse-mode differentiation of a graph. In: nodes in order, the gradient of some values (the loss's seed), the
 * values whose gradient is wanted. Out: the forward nodes (some with extra outputs) and, through the emitter, the
 * backward nodes; the name of each wanted gradient. Next: `training-step.ts` adds the optimiser.
 */
import type { OnnxNode, OnnxTensor } from '../model.ts';
import { intAttribute } from '../model.ts';
import type { Measured, Sizes } from '../shapes.ts';
import type { Emitter } from './emitter.ts';
import { type RuleCall, unsupported } from './rule.ts';
import { rules } from './rules/index.ts';

/** Ops through which no gradient flows: their results are integers, booleans or shapes. */
const STOPS = new Set([
  'ArgMax',
  'ArgMin',
  'Ceil',
  'ConstantOfShape',
  'Equal',
  'EyeLike',
  'Floor',
  'Greater',
  'GreaterOrEqual',
  'IsInf',
  'IsNaN',
  'Less',
  'LessOrEqual',
  'NonZero',
  'Not',
  'OneHot',
  'Round',
  'Shape',
  'Sign',
  'Size',
]);
const stops = (node: OnnxNode) =>
  STOPS.has(node.opType) || (node.opType === 'Cast' && intAttribute(node, 'to', 1) !== 1);

interface BackwardOptions {
  nodes: readonly OnnxNode[];
  /** Value → the name of its gradient. */
  seeds: ReadonlyMap<string, string>;
  /** Initialisers or inputs to differentiate by. */
  wanted: readonly string[];
  measured: Measured;
  constants: ReadonlyMap<string, OnnxTensor>;
  emit: Emitter;
}

interface Backward {
  /** The forward nodes, to be used instead of `nodes`. */
  forward: OnnxNode[];
  /** Gradient of each wanted value that the seeds depend on. */
  gradients: Map<string, string>;
}

/** Values that depend differentiably on the wanted ones, those included. */
function activeValues(nodes: readonly OnnxNode[], wanted: readonly string[]): Set<string> {
  const active = new Set(wanted);
  for (const node of nodes)
    if (!stops(node) && node.input.some((value) => active.has(value)))
      for (const value of node.output) if (value !== '') active.add(value);
  return active;
}

/** Adds up the contributions to each value, in the order they arrive. */
class Gradients {
  readonly #parts = new Map<string, string[]>();
  readonly #emit: Emitter;
  constructor(emit: Emitter) {
    this.#emit = emit;
  }
  add(value: string, gradient: string): void {
    this.#parts.set(value, [...(this.#parts.get(value) ?? []), gradient]);
  }
  total(value: string): string | undefined {
    const parts = this.#parts.get(value);
    if (parts === undefined) return undefined;
    const sum = parts.reduce((a, b) => this.#emit.op('Add', [a, b]));
    this.#parts.set(value, [sum]);
    return sum;
  }
}

/** The node with outputs up to `position` named, and a reader of those names. */
function growing(node: OnnxNode, emit: Emitter) {
  let grown = node;
  const extraOutput = (position: number): string => {
    const output = [...grown.output];
    while (output.length <= position) output.push('');
    for (let i = 1; i <= position; i += 1) output[i] ||= emit.fresh('extra');
    grown = { ...grown, output };
    return output[position] as string;
  };
  return { extraOutput, node: () => grown };
}

/** @throws UserError `unsupported-op` naming the first op that has no rule, before anything is trained. */
export function differentiate(options: BackwardOptions): Backward {
  const { nodes, seeds, wanted, measured, constants, emit } = options;
  const active = activeValues(nodes, wanted);
  const sums = new Gradients(emit);
  for (const [value, gradient] of seeds) sums.add(value, gradient);
  const shape = (value: string): Sizes => {
    const sizes = measured.sizes.get(value);
    if (sizes === undefined) throw new Error(`the sizes of "${value}" were not measured`);
    return sizes;
  };
  const forward = [...nodes];
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index] as OnnxNode;
    if (stops(node) || !node.input.some((value) => active.has(value))) continue;
    const gradients = node.output.map((value) => (value === '' ? undefined : sums.total(value)));
    const gradient = gradients.find((value) => value !== undefined);
    if (gradient === undefined) continue;
    const growth = growing(node, emit);
    const needs = (i: number) => active.has(node.input[i] ?? '');
    const constant = (value: string) => constants.get(value) ?? measured.constants.get(value);
    const call = { node, gradients, gradient, emit, shape, needs, constant, extraOutput: growth.extraOutput };
    applyRule(call).forEach((part, i) => {
      if (part !== undefined && needs(i)) sums.add(node.input[i] as string, part);
    });
    forward[index] = growth.node();
  }
  const found = wanted.map((value) => [value, sums.total(value)] as const);
  return {
    forward,
    gradients: new Map(found.filter((pair): pair is [string, string] => pair[1] !== undefined)),
  };
}

function applyRule(call: RuleCall): (string | undefined)[] {
  const { opType, domain } = call.node;
  const rule = domain === '' || domain === 'ai.onnx' ? rules[opType] : undefined;
  if (rule === undefined)
    throw unsupported(domain ? `${domain}.${opType}` : opType, 'has no gradient rule here');
  return rule(call);
}
