/**
 * Convolutions, pools and matrix products. Convolutions take and leave channels first, with explicit pads; a 1×1
 * convolution over values that are not images is a MatMul.
 */
import { UserError } from '../../errors.ts';
import { binary, relu6, unary } from './elementwise-rules.ts';
import type { GraphWriter } from './graph-writer.ts';
import { constantAt, type Rule, type RuleInput, type Rules, tensorAt } from './rule.ts';
import { boolOf, intsOf, stringOf, stringsOf, type TfNode } from './tfjs-model.ts';
import { type Constant, type Size, sameDims, type TensorValue, type Value } from './values.ts';

const FUSED: Record<string, Rule> = { Relu: unary('Relu'), Relu6: relu6 };

/** Applies `fused_ops` (BiasAdd, then an activation) to the op's own output. */
function withFused(input: RuleInput, output: Value, activations: string[]): Value[] {
  return activations.reduce<Value[]>(
    (value, name) => {
      const rule = FUSED[name];
      if (rule === undefined) throw new UserError('tfjs-fused-op', { op: input.node.op, name });
      return rule({ ...input, inputs: value });
    },
    [output],
  );
}

/** Pads of one axis: [before, after], TensorFlow's rule (the odd one goes after). */
function samePads(size: Size, kernel: number, stride: number, dilation: number): [number, number] {
  if (typeof size !== 'number') throw new UserError('tfjs-same-padding');
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + (kernel - 1) * dilation + 1 - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

interface Window {
  kernel: [number, number];
  strides: [number, number];
  dilations: [number, number];
  /** ONNX order: top, left, bottom, right. */
  pads: number[];
  outSize: [Size, Size];
}

function windowOf(node: TfNode, dims: readonly Size[], kernel: [number, number]): Window {
  const [, sh = 1, sw = 1] = intsOf(node, 'strides');
  const [, dh = 1, dw = 1] = intsOf(node, 'dilations');
  const [, height = 1, width = 1] = dims;
  const padding = stringOf(node, 'padding');
  const [, , t = 0, b = 0, l = 0, r = 0] = padding === 'EXPLICIT' ? intsOf(node, 'explicit_paddings') : [];
  const [top, bottom] = padding === 'SAME' ? samePads(height, kernel[0], sh, dh) : [t, b];
  const [left, right] = padding === 'SAME' ? samePads(width, kernel[1], sw, dw) : [l, r];
  const out = (size: Size, pad: number, k: number, stride: number, dilation: number): Size => {
    if (typeof size !== 'number') return size;
    return Math.floor((size + pad - (k - 1) * dilation - 1) / stride) + 1;
  };
  return {
    kernel,
    strides: [sh, sw],
    dilations: [dh, dw],
    pads: [top, left, bottom, right],
    outSize: [out(height, top + bottom, kernel[0], sh, dh), out(width, left + right, kernel[1], sw, dw)],
  };
}

/** The value with channels first. */
function channelsFirst(x: TensorValue, writer: GraphWriter): TensorValue {
  if (x.nchw) return x;
  const plain = writer.plain(x);
  const name = writer.emit('Transpose', [plain.name], `${x.name}/nchw`, { perm: [0, 3, 1, 2] });
  const [n, h, w, c] = x.dims as [Size, Size, Size, Size];
  return writer.tensor(name, x.dtype, x.dims, [n, c, h, w], true);
}

/** [h, w, in, out] → [out, in, h, w]; depthwise [h, w, c, m] → [c · m, 1, h, w]. */
function kernelFirst({ dims, data }: Constant, depthwise: boolean) {
  const [h, w, a, b] = dims as [number, number, number, number];
  const result = new Float32Array(data.length);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let i = 0; i < a; i++)
        for (let j = 0; j < b; j++) {
          const from = ((y * w + x) * a + i) * b + j;
          const to = depthwise ? ((i * b + j) * h + y) * w + x : ((j * a + i) * h + y) * w + x;
          result[to] = data[from]!;
        }
  return { dims: depthwise ? [a * b, 1, h, w] : [b, a, h, w], data: result };
}

function convolve(input: RuleInput, depthwise: boolean, bias: Constant | null): TensorValue {
  const { node, writer, name } = input;
  const x = channelsFirst(tensorAt(input, 0), writer);
  const kernel = constantAt(input, 1);
  const [h, w, inputs, last] = kernel.dims as [number, number, number, number];
  const window = windowOf(node, x.dims, [h, w]);
  const weight = writer.constant(kernel, `${name}/weight`, 'conv', (value) => kernelFirst(value, depthwise));
  const operands = [x.name, weight, ...(bias ? [writer.constant(bias, `${name}/bias`)] : [])];
  const output = writer.emit('Conv', operands, name, {
    kernel_shape: window.kernel,
    strides: window.strides,
    dilations: window.dilations,
    pads: window.pads,
    group: depthwise ? inputs : 1,
  });
  const channels = depthwise ? inputs * last : last;
  const [n] = x.dims as [Size];
  const [outH, outW] = window.outSize;
  return writer.tensor(output, 'float32', [n, outH, outW, channels], [n, channels, outH, outW], true);
}

const convolution =
  (depthwise: boolean): Rule =>
  (input) => {
    const fused = stringsOf(input.node, 'fused_ops');
    const hasBias = fused[0] === 'BiasAdd';
    const x = tensorAt(input, 0);
    const kernel = constantAt(input, 1);
    const pointwise = !depthwise && kernel.dims[0] === 1 && kernel.dims[1] === 1;
    if (!x.nchw && pointwise && typeof x.dims[1] !== 'number' && !hasBias)
      return [pointwiseMatMul(input, x, kernel)];
    const output = convolve(input, depthwise, hasBias ? constantAt(input, 2) : null);
    return withFused(input, output, hasBias ? fused.slice(1) : fused);
  };

/** A 1×1 convolution on a sequence [n, t, 1, c]: x · W over the last axis, on the value as stored. */
function pointwiseMatMul({ writer, name }: RuleInput, x: TensorValue, kernel: Constant): TensorValue {
  const [, , inputs, outputs] = kernel.dims as [number, number, number, number];
  const weight = writer.constant(kernel, `${name}/weight`, 'matmul', ({ data }) => ({
    dims: [inputs, outputs],
    data,
  }));
  return {
    ...x,
    name: writer.emit('MatMul', [x.name, weight], name),
    dims: [...x.dims.slice(0, -1), outputs],
    stored: [...x.stored.slice(0, -1), outputs],
  };
}

/** An average over the whole image becomes GlobalAveragePool. */
const pool =
  (opType: 'AveragePool' | 'MaxPool'): Rule =>
  (input) => {
    const { node, writer, name } = input;
    const x = channelsFirst(tensorAt(input, 0), writer);
    const [, kh = 1, kw = 1] = intsOf(node, 'ksize');
    const window = windowOf(node, x.dims, [kh, kw]);
    const [n, height, width, c] = x.dims as [Size, Size, Size, Size];
    const whole = height === kh && width === kw && window.pads.every((pad) => pad === 0);
    const output =
      whole && opType === 'AveragePool'
        ? writer.emit('GlobalAveragePool', [x.name], name)
        : writer.emit(opType, [x.name], name, {
            kernel_shape: window.kernel,
            strides: window.strides,
            pads: window.pads,
          });
    const [outH, outW] = window.outSize;
    return [writer.tensor(output, x.dtype, [n, outH, outW, c], [n, c, outH, outW], true)];
  };

/** [rows, k] · [k, c]; rows may be a view, which MatMul takes as it is stored. */
const matMul: Rule = (input) => {
  const { node, inputs, writer, name } = input;
  const given = tensorAt(input, 0);
  if (boolOf(node, 'transpose_a') || boolOf(node, 'transpose_b'))
    throw new UserError('tfjs-transposed', { op: node.op, name: node.name });
  const weight = constantAt(input, 1);
  const x = given.nchw ? writer.plain(given) : given;
  const columns = weight.dims[1] ?? 1;
  const output: TensorValue = {
    ...x,
    name: writer.emit('MatMul', [x.name, writer.constant(weight, `${name}/weight`)], name),
    dims: [...x.dims.slice(0, -1), columns],
    stored: [...x.stored.slice(0, -1), columns],
  };
  const fused = stringsOf(node, 'fused_ops');
  if (fused[0] !== 'BiasAdd') return withFused(input, output, fused);
  const biased = binary('Add')({ ...input, name: `${name}/biased`, inputs: [output, inputs[2]!] });
  return withFused(input, biased[0]!, fused.slice(1));
};

const batchMatMul: Rule = (input) => {
  const { node, writer, name } = input;
  const a = writer.plain(tensorAt(input, 0));
  const given = writer.plain(tensorAt(input, 1));
  if (boolOf(node, 'adj_x')) throw new UserError('tfjs-adjoint', { op: node.op, name: node.name });
  const b = boolOf(node, 'adj_y') ? swapLastAxes(given, writer) : given;
  if (!sameDims(a.dims.slice(0, -2), b.dims.slice(0, -2)))
    throw new UserError('tfjs-broadcast-batch', { op: node.op, name: node.name });
  const dims = [...a.dims.slice(0, -1), b.dims.at(-1)!];
  return [writer.tensor(writer.emit('MatMul', [a.name, b.name], name), a.dtype, dims)];
};

function swapLastAxes(x: TensorValue, writer: GraphWriter): TensorValue {
  const perm = x.dims.map((_, i) => i);
  perm.push(...perm.splice(-2).reverse());
  const name = writer.emit('Transpose', [x.name], `${x.name}/transposed`, { perm });
  return writer.tensor(
    name,
    x.dtype,
    perm.map((axis) => x.dims[axis]!),
  );
}

export const convolutionRules: Rules = {
  Conv2D: convolution(false),
  _FusedConv2D: convolution(false),
  DepthwiseConv2dNative: convolution(true),
  FusedDepthwiseConv2dNative: convolution(true),
  AvgPool: pool('AveragePool'),
  MaxPool: pool('MaxPool'),
  MatMul: matMul,
  _FusedMatMul: matMul,
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
};
