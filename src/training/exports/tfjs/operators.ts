/**
 * An operator of ONNX → the nodes of TensorFlow.js that do the same. In: the node, its inputs by the names that they have
 * there. Out: the name of its result. Only forward, only what delivered models are made of: another one is refused by name.
 */
import { floatAttribute, intAttribute, intsAttribute } from '../../../onnx/model.ts';
import { type Call, NotExpressible, type Operator } from './call.ts';
import { attributes } from './graph-writer.ts';
import { convolution, pad, pooling } from './image-operators.ts';

/** From the attribute (older opsets) or a constant input. */
function axesOf(call: Call, position: number): number[] {
  const axes = intsAttribute(call.node, 'axes') ?? call.constant(position)?.values;
  if (axes === undefined) throw new NotExpressible('axes');
  return Array.from(axes, Number);
}

const unary =
  (op: string): Operator =>
  ({ writer, read }) =>
    writer.add(op, [read(0)]);
const binary =
  (op: string): Operator =>
  ({ writer, read }) =>
    writer.add(op, [read(0), read(1)]);

const reduction =
  (op: string): Operator =>
  (call) =>
    call.writer.add(op, [call.read(0), call.writer.ints(axesOf(call, 1))], {
      ...attributes.float,
      keep_dims: attributes.flag(intAttribute(call.node, 'keepdims', 1) === 1),
    });

const KEEP = { ...attributes.float, keep_dims: attributes.flag(true) };

function softmax({ node, writer, read }: Call): { centred: string; exp: string; sum: string } {
  const axis = writer.ints([intAttribute(node, 'axis', -1)]);
  const centred = writer.add('Sub', [read(0), writer.add('Max', [read(0), axis], KEEP)]);
  const exp = writer.add('Exp', [centred]);
  return { centred, exp, sum: writer.add('Sum', [exp, axis], KEEP) };
}

/** Over the last axis. */
function layerNormalization({ node, writer, read, has }: Call): string {
  if (intAttribute(node, 'axis', -1) !== -1) throw new NotExpressible('axis');
  const last = writer.ints([-1]);
  const centred = writer.add('Sub', [read(0), writer.add('Mean', [read(0), last], KEEP)]);
  const variance = writer.add('Mean', [writer.add('Mul', [centred, centred]), last], KEEP);
  const epsilon = writer.number(floatAttribute(node, 'epsilon', 1e-5));
  const rate = writer.add('Rsqrt', [writer.add('AddV2', [variance, epsilon])]);
  const scaled = writer.add('Mul', [writer.add('Mul', [centred, rate]), read(1)]);
  return has(2) ? writer.add('AddV2', [scaled, read(2)]) : scaled;
}

function gemm({ node, writer, read, has }: Call): string {
  if (floatAttribute(node, 'alpha', 1) !== 1 || floatAttribute(node, 'beta', 1) !== 1)
    throw new NotExpressible('alpha');
  const product = writer.add('MatMul', [read(0), read(1)], {
    ...attributes.float,
    transpose_a: attributes.flag(intAttribute(node, 'transA', 0) === 1),
    transpose_b: attributes.flag(intAttribute(node, 'transB', 0) === 1),
  });
  return has(2) ? writer.add('AddV2', [product, read(2)]) : product;
}

/** A size of 0 is taken over from the input: expressible where it is the first and no other is open. */
function reshape({ writer, read, constant }: Call): string {
  const sizes = Array.from(constant(1)?.values ?? [], Number);
  const copied = sizes.filter((size) => size === 0).length;
  const isFirst = sizes[0] === 0 && copied === 1 && !sizes.includes(-1);
  if (sizes.length === 0 || (copied > 0 && !isFirst)) throw new NotExpressible('shape');
  return writer.add('Reshape', [read(0), writer.ints(sizes.map((size) => size || -1))]);
}

const LARGEST_INT = 2 ** 31 - 1;
const toInt32 = (value: number) => Math.max(-LARGEST_INT, Math.min(LARGEST_INT, value));

function slice({ writer, read, constant }: Call): string {
  const given = (i: number) =>
    constant(i) && Array.from(constant(i)!.values, (value) => toInt32(Number(value)));
  const [starts, ends] = [given(1), given(2)];
  if (!starts || !ends) throw new NotExpressible('starts');
  const axes = given(3) ?? starts.map((_, axis) => axis);
  if (axes.some((axis) => axis < 0)) throw new NotExpressible('axes');
  const rank = Math.max(...axes) + 1;
  const along = (values: readonly number[] | undefined, otherwise: number) =>
    writer.ints(Array.from({ length: rank }, (_, axis) => values?.[axes.indexOf(axis)] ?? otherwise));
  const untouched = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 0 : 1 << axis));
  const mask = attributes.int(untouched.reduce((sum, bit) => sum + bit, 0));
  const none = attributes.int(0);
  return writer.add('StridedSlice', [read(0), along(starts, 0), along(ends, 0), along(given(4), 1)], {
    ...attributes.float,
    begin_mask: mask,
    end_mask: mask,
    ellipsis_mask: none,
    new_axis_mask: none,
    shrink_axis_mask: none,
  });
}

function concat({ node, writer, read }: Call): string {
  const axis = writer.ints([intAttribute(node, 'axis', 0)], []);
  return writer.add('ConcatV2', [...node.input.map((_, i) => read(i)), axis], {
    ...attributes.float,
    N: attributes.int(node.input.length),
  });
}

function clip({ writer, read, has }: Call): string {
  const above = has(1) ? writer.add('Maximum', [read(0), read(1)]) : read(0);
  return has(2) ? writer.add('Minimum', [above, read(2)]) : above;
}

/** All axes but the first become one. */
function flatten({ node, writer, read }: Call): string {
  if (intAttribute(node, 'axis', 1) !== 1) throw new NotExpressible('axis');
  const sizes = writer.add('Shape', [read(0)], { ...attributes.float, out_type: { type: 'DT_INT32' } });
  const first = writer.add('Slice', [sizes, writer.ints([0]), writer.ints([1])], { T: { type: 'DT_INT32' } });
  const wanted = writer.add('ConcatV2', [first, writer.ints([-1]), writer.ints([0], [])], {
    T: { type: 'DT_INT32' },
    N: attributes.int(2),
  });
  return writer.add('Reshape', [read(0), wanted]);
}

function length(call: Call): string {
  const { writer, read } = call;
  const squares = writer.add('Mul', [read(0), read(0)]);
  return writer.add('Sqrt', [reduction('Sum')({ ...call, read: () => squares })]);
}

const sum: Operator = ({ node, writer, read }) =>
  node.input.slice(1).reduce((total, _, i) => writer.add('AddV2', [total, read(i + 1)]), read(0));

export const OPERATORS: Readonly<Record<string, Operator>> = {
  Identity: unary('Identity'),
  Sigmoid: unary('Sigmoid'),
  Relu: unary('Relu'),
  Tanh: unary('Tanh'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Sqrt: unary('Sqrt'),
  Erf: unary('Erf'),
  Neg: unary('Neg'),
  Abs: unary('Abs'),
  Cos: unary('Cos'),
  Sin: unary('Sin'),
  Add: binary('AddV2'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('RealDiv'),
  Pow: binary('Pow'),
  MatMul: binary('BatchMatMulV2'),
  Gemm: gemm,
  ReduceMean: reduction('Mean'),
  ReduceSum: reduction('Sum'),
  ReduceMax: reduction('Max'),
  ReduceL2: length,
  Sum: sum,
  Mean: (call) => call.writer.add('RealDiv', [sum(call), call.writer.number(call.node.input.length)]),
  Softmax: (call) => {
    const { exp, sum } = softmax(call);
    return call.writer.add('RealDiv', [exp, sum]);
  },
  LogSoftmax: (call) => {
    const { centred, sum } = softmax(call);
    return call.writer.add('Sub', [centred, call.writer.add('Log', [sum])]);
  },
  LayerNormalization: layerNormalization,
  Reshape: reshape,
  Slice: slice,
  Concat: concat,
  Clip: clip,
  Flatten: flatten,
  Transpose: ({ node, writer, read }) =>
    writer.add('Transpose', [read(0), writer.ints(intsAttribute(node, 'perm') ?? [1, 0])]),
  Unsqueeze: (call) =>
    axesOf(call, 1)
      .toSorted((a, b) => a - b)
      .reduce(
        (value, axis) => call.writer.add('ExpandDims', [value, call.writer.ints([axis], [])]),
        call.read(0),
      ),
  Squeeze: (call) =>
    call.writer.add('Squeeze', [call.read(0)], {
      ...attributes.float,
      squeeze_dims: attributes.ints(axesOf(call, 1)),
    }),
  Gather: ({ node, writer, read }) =>
    writer.add('GatherV2', [read(0), read(1), writer.ints([intAttribute(node, 'axis', 0)], [])]),
  Conv: convolution,
  GlobalAveragePool: pooling.average,
  AveragePool: pooling.averageOf,
  MaxPool: pooling.max,
  Pad: pad,
};
