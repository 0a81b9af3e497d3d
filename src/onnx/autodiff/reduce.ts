/**
 * Sums that undo broadcasting. In: a gradient in the shape of a node's output. Out: the gradient in the shape of its
 * input. ONNX Runtime sums neighbouring axes quickly and scattered ones slowly (3 × measured on [0, 2, 3]), so one
 * ReduceSum is emitted for each run of neighbouring axes, last run first.
 */
import type { Emitter } from './emitter.ts';
import type { RuleCall, Sizes } from './rule.ts';

/** Sums over `axes` (ascending), which stay with size 1. */
export function sumOver(emit: Emitter, value: string, axes: readonly number[]): string {
  const runs: number[][] = [];
  for (const axis of axes) {
    const last = runs.at(-1);
    if (last?.at(-1) === axis - 1) last.push(axis);
    else runs.push([axis]);
  }
  return runs.reduceRight((sum, run) => emit.op('ReduceSum', [sum, emit.ints(run)], { keepdims: 1 }), value);
}

/** Axes of `from` along which an operand of sizes `to` was repeated, the missing leading ones included. */
function broadcastAxes(from: Sizes, to: Sizes): number[] {
  const lead = from.length - to.length;
  return from.flatMap((size, axis) => (axis < lead || (to[axis - lead] === 1 && size !== 1) ? [axis] : []));
}

/** @param gradient of sizes `from`; @returns it summed to sizes `to`. */
export function sumTo(call: RuleCall, gradient: string, from: Sizes, to: Sizes): string {
  const axes = broadcastAxes(from, to);
  if (axes.length === 0) return gradient;
  const summed = sumOver(call.emit, gradient, axes);
  const lead = axes.filter((axis) => axis < from.length - to.length);
  return lead.length === 0 ? summed : call.emit.op('Squeeze', [summed, call.emit.ints(lead)]);
}
