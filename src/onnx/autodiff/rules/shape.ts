/** VJP rules of ops that only move elements about. */
import { intAttribute, intsAttribute } from '../../model.ts';
import { numbersOf } from '../../tensor.ts';
import { input, output, positiveAxis, type Rule, type RuleCall, unsupported } from '../rule.ts';

const constantInts = (call: RuleCall, i: number) => {
  const tensor = input(call, i) === '' ? undefined : call.constant(input(call, i));
  return tensor && numbersOf(tensor);
};

/**
 * Reshape, Flatten, Squeeze, Unsqueeze: back into the shape of the input. A shape that never changes is written out:
 * ONNX Runtime 1.30 fails to load some chains of Reshapes whose shapes it could compute itself.
 */
export const reshape: Rule = (call) => {
  const { emit } = call;
  const sizes = call.shape(input(call, 0));
  const fixed = sizes.flatMap((size) => (typeof size === 'number' ? [size] : []));
  const shape = fixed.length === sizes.length ? emit.ints(fixed) : emit.op('Shape', [input(call, 0)]);
  return [emit.op('Reshape', [call.gradient, shape])];
};

export const transpose: Rule = (call) => {
  const rank = call.shape(input(call, 0)).length;
  const perm = intsAttribute(call.node, 'perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  return [call.emit.op('Transpose', [call.gradient], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
};

/** The size of `value` along `axis`, as a one-element int64 value. */
function sizeAlong(call: RuleCall, value: string, axis: number): string {
  const size = call.shape(value)[axis];
  if (typeof size === 'number') return call.emit.ints([size]);
  return call.emit.op('Gather', [call.emit.op('Shape', [value]), call.emit.ints([axis])], { axis: 0 });
}

export const concat: Rule = (call) => {
  const { emit, node } = call;
  const axis = positiveAxis(intAttribute(node, 'axis', 0), call.shape(output(call)).length);
  if (node.input.length === 1) return [call.gradient];
  const sizes = node.input.map((value) => sizeAlong(call, value, axis));
  const parts = emit.ops('Split', [call.gradient, emit.op('Concat', sizes, { axis: 0 })], node.input.length, {
    axis,
  });
  return parts.map((part, i) => (call.needs(i) ? part : undefined));
};

export const split: Rule = (call) => {
  const axis = intAttribute(call.node, 'axis', 0);
  const parts = call.node.output.map((value, i) => call.gradients[i] ?? call.emit.zerosLike(value));
  return [parts.length === 1 ? parts[0] : call.emit.op('Concat', parts, { axis })];
};

/** Positions along `axis` that a Slice of the same bounds takes, as an int64 vector: works for any sign and step. */
function slicedPositions(call: RuleCall, axis: number, entry: number): string {
  const { emit } = call;
  const size = emit.op('Squeeze', [sizeAlong(call, input(call, 0), axis)]);
  const pick = (i: number) => emit.op('Gather', [input(call, i), emit.ints([entry])], { axis: 0 });
  const steps = input(call, 4) === '' ? emit.ints([1]) : pick(4);
  const every = emit.op('Range', [emit.int(0), size, emit.int(1)]);
  return emit.op('Slice', [every, pick(1), pick(2), emit.ints([0]), steps]);
}

function slicedAxes(call: RuleCall): number[] {
  const rank = call.shape(input(call, 0)).length;
  const listed = constantInts(call, 3);
  if (listed !== undefined) return listed.map((axis) => positiveAxis(axis, rank));
  if (input(call, 3) !== '') throw unsupported('Slice', 'has computed axes');
  const listedStarts = call.shape(input(call, 1))[0];
  const count = typeof listedStarts === 'number' ? listedStarts : rank;
  return Array.from({ length: count }, (_, axis) => axis);
}

/** Step 1 pads the gradient with zeros; other steps scatter it along the axis. */
export const slice: Rule = (call) => {
  const steps = constantInts(call, 4);
  if (input(call, 4) !== '' && steps === undefined) throw unsupported('Slice', 'has computed steps');
  const unit = steps?.every((step) => step === 1) ?? true;
  const axes = slicedAxes(call);
  if (unit) return [padBack(call, axes)];
  if (axes.length > 1) throw unsupported('Slice', 'has steps along several axes at once');
  const axis = axes[0] ?? 0;
  return [scatterAlong(call, axis, slicedPositions(call, axis, 0), 1)];
};

function padBack(call: RuleCall, axes: number[]): string {
  const { emit } = call;
  const zero = emit.ints([0]);
  const rank = call.shape(input(call, 0)).length;
  const before = Array.from({ length: rank }, () => zero);
  const after = Array.from({ length: rank }, () => zero);
  axes.forEach((axis, entry) => {
    const positions = slicedPositions(call, axis, entry);
    const end = (i: number) => emit.op('Gather', [positions, emit.ints([i])], { axis: 0 });
    before[axis] = end(0);
    const size = sizeAlong(call, input(call, 0), axis);
    after[axis] = emit.op('Sub', [emit.op('Sub', [size, emit.ints([1])]), end(-1)]);
  });
  return emit.op('Pad', [call.gradient, emit.op('Concat', [...before, ...after], { axis: 0 })]);
}

/** Zeros in the shape of input 0, plus the gradient added at `indices` (rank `r`) along `axis`. */
function scatterAlong(call: RuleCall, axis: number, indices: string, r: number): string {
  const { emit } = call;
  const rank = call.shape(input(call, 0)).length;
  const toFront = [axis, ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis)];
  const outRank = rank - 1 + r;
  const indexAxes = Array.from({ length: r }, (_, i) => axis + i);
  const gradientFront = [
    ...indexAxes,
    ...Array.from({ length: outRank }, (_, i) => i).filter((i) => !indexAxes.includes(i)),
  ];
  const move = (value: string, perm: number[]) =>
    perm.every((p, i) => p === i) ? value : emit.op('Transpose', [value], { perm });
  const zeros = move(emit.zerosLike(input(call, 0)), toFront);
  const columns = emit.op('Unsqueeze', [indices, emit.ints([-1])]);
  const filled = emit.op('ScatterND', [zeros, columns, move(call.gradient, gradientFront)], {
    reduction: 'add',
  });
  return move(
    filled,
    toFront.map((_, i) => toFront.indexOf(i)),
  );
}

/** Embedding look-up and token selection: repeated indices add up. */
export const gather: Rule = (call) => {
  const rank = call.shape(input(call, 0)).length;
  const axis = positiveAxis(intAttribute(call.node, 'axis', 0), rank);
  return [scatterAlong(call, axis, input(call, 1), call.shape(input(call, 1)).length)];
};

export const gatherElements: Rule = (call) => {
  const axis = intAttribute(call.node, 'axis', 0);
  const { emit } = call;
  const inputs = [emit.zerosLike(input(call, 0)), input(call, 1), call.gradient];
  return [emit.op('ScatterElements', inputs, { axis, reduction: 'add' })];
};

export const gatherND: Rule = (call) => {
  if (intAttribute(call.node, 'batch_dims', 0) !== 0) throw unsupported('GatherND', 'has batch dimensions');
  const inputs = [call.emit.zerosLike(input(call, 0)), input(call, 1), call.gradient];
  return [call.emit.op('ScatterND', inputs, { reduction: 'add' })];
};

/** Overwritten elements of the data get no gradient. */
export const scatterND: Rule = (call) => {
  const { emit, gradient: g } = call;
  const [, indices, updates] = [0, 1, 2].map((i) => input(call, i)) as [string, string, string];
  return [
    call.needs(0) ? emit.op('ScatterND', [g, indices, emit.zerosLike(updates)]) : undefined,
    undefined,
    call.needs(2) ? emit.op('GatherND', [g, indices]) : undefined,
  ];
};

/** Constant padding: negative pads cut the gradient back. */
export const pad: Rule = (call) => {
  const pads = constantInts(call, 1);
  if (pads === undefined || input(call, 3) !== '') throw unsupported('Pad', 'has computed pads');
  return [call.emit.op('Pad', [call.gradient, call.emit.ints(pads.map((n) => -n))])];
};

/** Each block of the repetition is summed: x [.., d, ..] repeated r times is [.., r, d, ..]. */
export const tile: Rule = (call) => {
  const { emit } = call;
  const column = (vector: string) => emit.op('Unsqueeze', [vector, emit.ints([1])]);
  const pairs = [input(call, 1), emit.op('Shape', [input(call, 0)])].map(column);
  const interleaved = emit.op('Reshape', [emit.op('Concat', pairs, { axis: 1 }), emit.ints([-1])]);
  const blocks = emit.op('Reshape', [call.gradient, interleaved]);
  const axes = call.shape(input(call, 0)).map((_, axis) => axis * 2);
  return [emit.op('ReduceSum', [blocks, emit.ints(axes)], { keepdims: 0 })];
};
