/**
 * Shapes and ops that only move elements. Arithmetic on shapes is done here, on the host; a reshape that keeps the
 * last axis becomes a view (see `values.ts`).
 */
import { UserError } from '../../errors.ts';
import type { GraphWriter } from './graph-writer.ts';
import { type Rule, type RuleInput, type Rules, tensorAt } from './rule.ts';
import { boolOf, intOf, intsOf } from './tfjs-model.ts';
import {
  numbersOfSizes,
  positiveAxes,
  product,
  quotient,
  type Size,
  type SizesValue,
  sameDims,
  sizesOf,
  type TensorValue,
  type Value,
} from './values.ts';

export const vector = (values: readonly Size[]): SizesValue => ({
  kind: 'sizes',
  values: [...values],
  scalar: false,
});
const scalar = (value: Size): SizesValue => ({ kind: 'sizes', values: [value], scalar: true });
const axisOf = (value: Value | undefined): number => numbersOfSizes(value)[0] ?? 0;

const shape: Rule = ({ inputs, node }) => {
  const value = inputs[0];
  if (value?.kind === 'tensor' || value?.kind === 'constant') return [vector(value.dims)];
  throw new UserError('tfjs-shape-of-shape', { name: node.name });
};

/** The same elements under another shape. */
function reshaped(x: TensorValue, dims: Size[], writer: GraphWriter): TensorValue {
  if (!x.nchw && sameDims(dims, x.stored)) return { ...x, dims };
  if (!x.nchw && dims.at(-1) === x.dims.at(-1)) return { ...x, dims };
  return writer.plain({ ...writer.plain(x), dims });
}

const reshape: Rule = (input) => {
  const x = tensorAt(input, 0);
  const target = sizesOf(input.inputs[1]);
  const known = product(target.filter((size) => size !== -1));
  const dims = target.map((size) => (size === -1 ? quotient(product(x.dims), known) : size));
  return [reshaped(x, dims, input.writer)];
};

const squeeze: Rule = (input) => {
  const { writer, name } = input;
  const x = tensorAt(input, 0);
  const axes = positiveAxes(intsOf(input.node, 'squeeze_dims'), x.dims.length);
  const dims = x.dims.filter((_, axis) => !axes.includes(axis));
  if (x.nchw && axes.join() === '1,2')
    return [writer.tensor(writer.emit('Flatten', [x.name], name, { axis: 1 }), x.dtype, dims)];
  return [reshaped(x, dims, writer)];
};

const expandDims: Rule = (input) => {
  const { inputs, writer, name } = input;
  const given = tensorAt(input, 0);
  const x = given.nchw ? writer.plain(given) : given;
  const [axis = 0] = positiveAxes([axisOf(inputs[1])], x.dims.length + 1);
  const dims = [...x.dims.slice(0, axis), 1, ...x.dims.slice(axis)];
  if (axis < x.dims.length) return [{ ...x, dims }];
  const axes = writer.ints('axes', [x.stored.length]);
  return [{ ...x, dims, stored: [...x.stored, 1], name: writer.emit('Unsqueeze', [x.name, axes], name) }];
};

const transpose: Rule = (input) => {
  const x = input.writer.plain(tensorAt(input, 0));
  const perm = numbersOfSizes(input.inputs[1]);
  const name = input.writer.emit('Transpose', [x.name], input.name, { perm });
  return [
    input.writer.tensor(
      name,
      x.dtype,
      perm.map((axis) => x.dims[axis]!),
    ),
  ];
};

const concat: Rule = (input) => {
  const parts = input.inputs.slice(0, -1);
  if (parts.every(({ kind }) => kind !== 'tensor')) return [vector(parts.flatMap(sizesOf))];
  const tensors = parts.map((_, i) => tensorAt(input, i));
  const first = tensors[0]!;
  const [axis = 0] = positiveAxes([axisOf(input.inputs.at(-1))], first.dims.length);
  return [concatTensors(tensors, axis, input)];
};

function concatTensors(tensors: TensorValue[], axis: number, { writer, name }: RuleInput): TensorValue {
  const first = tensors[0]!;
  const alike = tensors.every(
    ({ stored, nchw }) => stored.length === first.stored.length && nchw === first.nchw,
  );
  const onLast = alike && axis === first.dims.length - 1;
  const parts = onLast ? tensors : tensors.map((tensor) => writer.plain(tensor));
  const storedAxis = !onLast ? axis : first.nchw ? 1 : first.stored.length - 1;
  const joined = (sizes: (tensor: TensorValue) => Size[], at: number): Size[] => {
    const total = parts.reduce((sum, part) => sum + Number(sizes(part)[at]), 0);
    return sizes(parts[0]!).map((size, i) => (i === at ? total : size));
  };
  const names = parts.map((part) => part.name);
  return {
    ...parts[0]!,
    name: writer.emit('Concat', names, name, { axis: storedAxis }),
    dims: joined((part) => part.dims, axis),
    stored: joined((part) => part.stored, storedAxis),
  };
}

const splitV: Rule = (input) => {
  const { inputs, writer, name } = input;
  const x = writer.plain(tensorAt(input, 0));
  const sizes = numbersOfSizes(inputs[1]);
  const [axis = 0] = positiveAxes([axisOf(inputs[2])], x.dims.length);
  const wishes = sizes.map((_, i) => `${name}/${i}`);
  const names = writer.emitAll('Split', [x.name, writer.ints('split', sizes)], wishes, { axis });
  return names.map((part, i) =>
    writer.tensor(
      part,
      x.dtype,
      x.dims.map((dim, at) => (at === axis ? sizes[i]! : dim)),
    ),
  );
};

/** Elements [begin, end) of a shape; the masks of the op count from axis 0, the only one there is. */
export function slicedSizes({ node, inputs }: RuleInput, values: Size[]): SizesValue {
  const [begin, end, step] = inputs.slice(1).map(axisOf);
  const from = intOf(node, 'begin_mask') & 1 ? 0 : begin!;
  const to = intOf(node, 'end_mask') & 1 ? values.length : end!;
  if (step !== 1) throw new UserError('tfjs-slice-of-shape', { name: node.name, step: step ?? 'unknown' });
  return intOf(node, 'shrink_axis_mask') & 1 ? scalar(values.at(from)!) : vector(values.slice(from, to));
}

const slice: Rule = ({ inputs }) => {
  const begin = axisOf(inputs[1]);
  const size = axisOf(inputs[2]);
  return [vector(sizesOf(inputs[0]).slice(begin, size === -1 ? undefined : begin + size))];
};

/** Picks of a shape, or rows of a table. */
const gather: Rule = (input) => {
  const { inputs, writer, name } = input;
  const [source, picks, axis] = inputs;
  if (source?.kind === 'sizes') return [vector(numbersOfSizes(picks).map((index) => source.values[index]!))];
  if (source?.kind !== 'constant' || axisOf(axis) !== 0)
    throw new UserError('tfjs-gather-computed', { name: input.node.name });
  const indices = writer.plain(tensorAt(input, 1));
  const table = writer.constant(source, `${name}/table`);
  const dims = [...indices.dims, ...source.dims.slice(1)];
  return [writer.tensor(writer.emit('Gather', [table, indices.name], name, { axis: 0 }), source.dtype, dims)];
};

/** Axes of a reduction in the stored order. */
function storedAxes(x: TensorValue, axes: number[]): number[] | null {
  if (x.nchw) return axes.every((axis) => axis === 1 || axis === 2) ? axes.map((axis) => axis + 1) : null;
  if (sameDims(x.dims, x.stored)) return axes;
  return axes.length === 1 && axes[0] === x.dims.length - 1 ? [x.stored.length - 1] : null;
}

const reduction =
  (opType: 'ReduceMean' | 'ReduceSum'): Rule =>
  (input) => {
    const { inputs, node, writer, name } = input;
    const given = tensorAt(input, 0);
    const axes = positiveAxes(numbersOfSizes(inputs[1]), given.dims.length);
    const keep = boolOf(node, 'keep_dims');
    const direct = keep || !given.nchw ? storedAxes(given, axes) : null;
    const x = direct === null || (!keep && !sameDims(given.dims, given.stored)) ? writer.plain(given) : given;
    const at = x === given && direct !== null ? direct : axes;
    // ReduceSum takes its axes as an input since opset 13, ReduceMean only since 18.
    const output =
      opType === 'ReduceSum'
        ? writer.emit(opType, [x.name, writer.ints('axes', at)], name, { keepdims: Number(keep) })
        : writer.emit(opType, [x.name], name, { axes: at, keepdims: Number(keep) });
    const reduce = (sizes: Size[], gone: number[]) =>
      keep ? sizes.map((s, i) => (gone.includes(i) ? 1 : s)) : sizes.filter((_, i) => !gone.includes(i));
    return [{ ...x, name: output, dims: reduce(x.dims, axes), stored: reduce(x.stored, at) }];
  };

export const shapeRules: Rules = {
  Shape: shape,
  Reshape: reshape,
  Squeeze: squeeze,
  ExpandDims: expandDims,
  Transpose: transpose,
  ConcatV2: concat,
  SplitV: splitV,
  Pack: ({ inputs }) => [vector(inputs.flatMap(sizesOf))],
  Slice: slice,
  GatherV2: gather,
  Prod: ({ inputs }) => [scalar(product(sizesOf(inputs[0])))],
  Mean: reduction('ReduceMean'),
  Sum: reduction('ReduceSum'),
};
