/** Ops that move elements about, and the integer arithmetic of shapes. */
import { intAttribute, intsAttribute, stringAttribute, tensorAttribute } from '../../onnx/model.ts';
import { numbersOf } from '../../onnx/tensor.ts';
import { axesOf, intsOf, need, type Op, type OpCall, type Tensor } from './op.ts';
import { resize } from './resize.ts';

const positive = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

/** 0 keeps a size, −1 is worked out by TensorFlow.js. */
const reshape: Op = (call) => {
  const x = need(call, 0);
  const shape = intsOf(call, 1) ?? [];
  return call.tf.reshape(
    x,
    shape.map((size, axis) => (size === 0 ? (x.shape[axis] ?? 0) : size)),
  );
};

const flatten: Op = (call) => {
  const x = need(call, 0);
  const axis = positive(intAttribute(call.node, 'axis', 1), x.rank);
  const rows = x.shape.slice(0, axis).reduce((n, size) => n * size, 1);
  return call.tf.reshape(x, [rows, x.size / Math.max(1, rows)]);
};

const squeeze: Op = (call) => {
  const x = need(call, 0);
  const axes = axesOf(call, 1, x.rank) ?? x.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  return call.tf.reshape(
    x,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
};

const unsqueeze: Op = (call) => {
  const x = need(call, 0);
  const count = (intsOf(call, 1) ?? []).length;
  const shape = [...x.shape];
  for (const axis of (axesOf(call, 1, x.rank + count) ?? []).sort((a, b) => a - b)) shape.splice(axis, 0, 1);
  return call.tf.reshape(x, shape);
};

/** Bounds as Python slices have them; negative steps run backwards. */
const slice: Op = (call) => {
  const x = need(call, 0);
  const [starts = [], ends = []] = [intsOf(call, 1), intsOf(call, 2)];
  const axes = axesOf(call, 3, x.rank) ?? starts.map((_, axis) => axis);
  const steps = intsOf(call, 4) ?? starts.map(() => 1);
  const begin = x.shape.map(() => 0);
  const size = [...x.shape];
  let current = x;
  axes.forEach((axis, i) => {
    const [length, step] = [x.shape[axis] ?? 0, steps[i] ?? 1];
    const clamp = (value: number) => Math.min(Math.max(value < 0 ? value + length : value, 0), length);
    if (step === 1) {
      begin[axis] = clamp(starts[i] ?? 0);
      size[axis] = Math.max(0, clamp(ends[i] ?? length) - (begin[axis] ?? 0));
    } else current = pick(call, current, axis, steppedPositions(starts[i] ?? 0, ends[i] ?? 0, step, length));
  });
  axes.forEach((axis, i) => {
    if (steps[i] !== undefined && steps[i] !== 1) size[axis] = current.shape[axis] ?? 0;
  });
  return call.tf.slice(current, begin, size);
};

function steppedPositions(start: number, end: number, step: number, length: number): number[] {
  const wrap = (value: number, low: number, high: number) =>
    Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const [from, to] =
    step > 0
      ? [wrap(start, 0, length), wrap(end, 0, length)]
      : [wrap(start, 0, length - 1), wrap(end, -1, length - 1)];
  const positions: number[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) positions.push(i);
  return positions;
}

const pick = ({ tf }: OpCall, x: Tensor, axis: number, positions: number[]) =>
  tf.gather(x, tf.tensor1d(positions, 'int32'), axis);

const gather: Op = (call) => {
  const { tf, node } = call;
  const x = need(call, 0);
  const indices = need(call, 1);
  const axis = positive(intAttribute(node, 'axis', 0), x.rank);
  const length = x.shape[axis] ?? 0;
  const wrapped = Array.from(indices.dataSync(), (i) => (i < 0 ? i + length : i));
  const rows = tf.gather(x, tf.tensor1d(wrapped, 'int32'), axis);
  return tf.reshape(rows, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
};

const split: Op = (call) => {
  const x = need(call, 0);
  const axis = positive(intAttribute(call.node, 'axis', 0), x.rank);
  const count = call.node.output.length;
  const even = Math.ceil((x.shape[axis] ?? 0) / count);
  const sizes =
    intsOf(call, 1) ??
    Array.from({ length: count }, (_, i) => Math.min(even, (x.shape[axis] ?? 0) - i * even));
  return call.tf.split(x, sizes, axis);
};

/** Zero padding; negative pads cut. */
const pad: Op = (call) => {
  const { tf, inputs } = call;
  const x = need(call, 0);
  const pads = intsOf(call, 1) ?? [];
  const [before, after] = [pads.slice(0, x.rank), pads.slice(x.rank)];
  const cutBefore = before.map((n) => Math.max(0, -n));
  const kept = x.shape.map(
    (size, axis) => size + Math.min(0, before[axis] ?? 0) + Math.min(0, after[axis] ?? 0),
  );
  const inner = pads.some((n) => n < 0) ? tf.slice(x, cutBefore, kept) : x;
  const value = inputs[2] === undefined ? 0 : Number(inputs[2].dataSync()[0]);
  const widths = before.map((n, axis): [number, number] => [Math.max(0, n), Math.max(0, after[axis] ?? 0)]);
  return tf.pad(inner, widths, value);
};

const constantOfShape: Op = (call) => {
  const value = tensorAttribute(call.node, 'value');
  const type =
    value === undefined || value.dataType === 1 ? 'float32' : value.dataType === 9 ? 'bool' : 'int32';
  return call.tf.fill(intsOf(call, 0) ?? [], value ? (numbersOf(value)[0] ?? 0) : 0, type as 'float32');
};

const expand: Op = (call) => {
  const x = need(call, 0);
  const shape = call.tf.backend_util.assertAndGetBroadcastShape(x.shape, intsOf(call, 1) ?? []);
  return call.tf.broadcastTo(x, shape);
};

const range: Op = (call) => {
  const [start = 0, limit = 0, step = 1] = [0, 1, 2].map((i) => intsOf(call, i)?.[0]);
  return call.tf.range(start, limit, step, 'int32');
};

/** Places of an index tensor with negative ones wrapped, int32. */
function wrapped({ tf }: OpCall, indices: Tensor, data: Tensor): Tensor {
  const depth = indices.shape.at(-1) ?? 1;
  const sizes = tf.tensor1d(data.shape.slice(0, depth), 'int32');
  return tf.where(tf.less(indices, 0), tf.add(indices, sizes), indices);
}

const gatherND: Op = (call) => {
  const [data, indices] = [need(call, 0), need(call, 1)];
  return call.tf.gatherND(data, wrapped(call, indices, data));
};

/**
 * `add` sums repeated places; without it the places are overwritten, which for distinct places is data + difference.
 * tf.scatterND wants the places as one list.
 */
const scatterND: Op = (call) => {
  const { tf, node } = call;
  const [data, updates] = [need(call, 0), need(call, 2)];
  const indices = wrapped(call, need(call, 1), data);
  const depth = indices.shape.at(-1) ?? 1;
  const places = tf.reshape(indices, [-1, depth]);
  const adds = stringAttribute(node, 'reduction', 'none') === 'add';
  const change = adds ? updates : tf.sub(updates, tf.gatherND(data, indices));
  const rows = tf.reshape(change, [places.shape[0] ?? 0, ...data.shape.slice(depth)]);
  return tf.add(data, tf.scatterND(places as never, rows, data.shape));
};

export const shape: Readonly<Record<string, Op>> = {
  Concat: ({ tf, node, inputs }) => {
    const tensors = inputs.filter((x) => x !== undefined);
    return tf.concat(tensors, positive(intAttribute(node, 'axis', 0), tensors[0]?.rank ?? 1));
  },
  ConstantOfShape: constantOfShape,
  Expand: expand,
  Flatten: flatten,
  Gather: gather,
  GatherND: gatherND,
  Pad: pad,
  Range: range,
  Reshape: reshape,
  Resize: resize,
  ScatterND: scatterND,
  Shape: (call) => call.tf.tensor1d(need(call, 0).shape, 'int32'),
  Size: (call) => call.tf.scalar(need(call, 0).size, 'int32'),
  Slice: slice,
  Split: split,
  Squeeze: squeeze,
  Tile: (call) => call.tf.tile(need(call, 0), intsOf(call, 1) ?? []),
  Transpose: (call) => call.tf.transpose(need(call, 0), intsAttribute(call.node, 'perm')),
  Unsqueeze: unsqueeze,
};
