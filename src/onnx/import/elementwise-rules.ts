/**
 * Elementwise ops, casts, activations and softmax. They act on values as stored (channels first, views) where that
 * gives the same numbers.
 */
import type { GraphWriter } from './graph-writer.ts';
import { ONNX_TYPE } from './graph-writer.ts';
import { type Rule, type RuleInput, type Rules, tensorAt } from './rule.ts';
import { dtypeOf } from './tfjs-model.ts';
import { broadcast, type Constant, type Dtype, sameDims, type TensorValue, type Value } from './values.ts';

export const unary =
  (opType: string): Rule =>
  (input) => {
    const x = tensorAt(input, 0);
    return [{ ...x, name: input.writer.emit(opType, [x.name], input.name) }];
  };

/** Without leading axes of size 1. */
const trimmed = (dims: readonly number[]): number[] => {
  const first = dims.findIndex((dim) => dim !== 1);
  return first === -1 ? [] : dims.slice(first);
};

/** A constant beside a tensor: reshaped to [c, 1, 1] where the tensor's channels come first. */
function constantBeside(
  x: TensorValue,
  constant: Constant,
  wish: string,
  writer: GraphWriter,
): string | null {
  const dims = trimmed(constant.dims);
  if (dims.length > 1) return null;
  const onChannels = x.nchw && dims.length === 1;
  const form = onChannels ? [dims[0]!, 1, 1] : dims;
  return writer.constant(constant, wish, `dims ${form}`, ({ data }) => ({ dims: form, data }));
}

/** A binary op on the values as they are stored, or null where the two are stored too differently. */
function asStored(a: Value, b: Value, opType: string, { writer, name }: RuleInput): TensorValue | null {
  if (a.kind === 'tensor' && b.kind === 'constant') {
    const constant = constantBeside(a, b, `${name}/y`, writer);
    if (constant === null) return null;
    const stored = b.dims.length > 0 && !a.nchw ? broadcast(a.stored, trimmed(b.dims)) : a.stored;
    return {
      ...a,
      dims: broadcast(a.dims, b.dims),
      stored,
      name: writer.emit(opType, [a.name, constant], name),
    };
  }
  if (a.kind === 'constant' && b.kind === 'tensor') {
    const constant = constantBeside(b, a, `${name}/x`, writer);
    if (constant === null) return null;
    const stored = a.dims.length > 0 && !b.nchw ? broadcast(b.stored, trimmed(a.dims)) : b.stored;
    return {
      ...b,
      dims: broadcast(a.dims, b.dims),
      stored,
      name: writer.emit(opType, [constant, b.name], name),
    };
  }
  if (a.kind !== 'tensor' || b.kind !== 'tensor' || a.nchw !== b.nchw) return null;
  const views = !sameDims(a.dims, a.stored) || !sameDims(b.dims, b.stored);
  const aligned = a.stored.length === b.stored.length && sameDims(a.dims.slice(0, -1), b.dims.slice(0, -1));
  if (views && !a.nchw && !aligned) return null;
  return {
    ...a,
    dims: broadcast(a.dims, b.dims),
    stored: broadcast(a.stored, b.stored),
    name: writer.emit(opType, [a.name, b.name], name),
  };
}

/** @param result dtype of the result, where it is not the operands' */
export const binary =
  (opType: string, result?: Dtype): Rule =>
  (input) => {
    const [a, b] = input.inputs as [Value, Value];
    const done = asStored(a, b, opType, input);
    const dtype = (value: Value): Dtype =>
      result ?? (value.kind === 'tensor' || value.kind === 'constant' ? value.dtype : 'int32');
    if (done !== null) return [{ ...done, dtype: dtype(a) }];
    const { writer, name } = input;
    const operands = [writer.operand(a, `${name}/x`), writer.operand(b, `${name}/y`)];
    const dims = (value: Value) => (value.kind === 'tensor' || value.kind === 'constant' ? value.dims : []);
    return [writer.tensor(writer.emit(opType, operands, name), dtype(a), broadcast(dims(a), dims(b)))];
  };

const square: Rule = (input) => {
  const x = tensorAt(input, 0);
  return [{ ...x, name: input.writer.emit('Mul', [x.name, x.name], input.name) }];
};

const rsqrt: Rule = (input) => {
  const x = tensorAt(input, 0);
  const { writer, name } = input;
  const root = writer.emit('Sqrt', [x.name], `${name}/root`);
  return [{ ...x, name: writer.emit('Div', [writer.scalar('one', 1), root], name) }];
};

/** tf.where's positions are int64 in TensorFlow and cast at once; they never exist in the ONNX graph. */
const cast: Rule = (input) => {
  if (input.inputs[0]?.kind === 'positions') return [input.inputs[0]];
  const x = tensorAt(input, 0);
  const dtype = dtypeOf(input.node, 'DstT');
  if (dtype === x.dtype) return [x];
  return [{ ...x, dtype, name: input.writer.emit('Cast', [x.name], input.name, { to: ONNX_TYPE[dtype] }) }];
};

/** Over the last axis, which every view keeps. */
const softmax: Rule = (input) => {
  const given = tensorAt(input, 0);
  const x = given.nchw ? input.writer.plain(given) : given;
  return [{ ...x, name: input.writer.emit('Softmax', [x.name], input.name, { axis: -1 }) }];
};

export const relu6: Rule = (input) => {
  const x = tensorAt(input, 0);
  const { writer, name } = input;
  const limits = [writer.scalar('zero', 0), writer.scalar('six', 6)];
  return [{ ...x, name: writer.emit('Clip', [x.name, ...limits], name) }];
};

export const elementwiseRules: Rules = {
  Identity: ({ inputs }) => inputs.slice(0, 1),
  Add: binary('Add'),
  AddV2: binary('Add'),
  BiasAdd: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  RealDiv: binary('Div'),
  Maximum: binary('Max'),
  Less: binary('Less', 'bool'),
  Greater: binary('Greater', 'bool'),
  LogicalNot: unary('Not'),
  Square: square,
  Rsqrt: rsqrt,
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Tanh: unary('Tanh'),
  Relu: unary('Relu'),
  Relu6: relu6,
  Softmax: softmax,
  Cast: cast,
};
