/**
 * Convolutions with channels first, on TensorFlow.js's channels-last kernels. Pads are written out, because wasm's
 * 'same' is wrong for long strided filters; ConvTranspose is a convolution of the spread-out input with the flipped
 * kernel, so only forward kernels are needed.
 */
import { intsAttribute } from '../../onnx/model.ts';
import { need, type Op, type OpCall, type Tensor, type Tf } from './op.ts';
import { type Window, windowOf } from './window.ts';

const toLast = (tf: Tf, x: Tensor) => tf.transpose(x, [0, 2, 3, 1]);
const toFirst = (tf: Tf, x: Tensor) => tf.transpose(x, [0, 3, 1, 2]);

/** x [n, h, w, c], w [o, c/group, kh, kw] → [n, h', w', o]. */
function convolve(tf: Tf, x: Tensor, w: Tensor, { strides, dilations, pads, group }: Window): Tensor {
  const padded = tf.pad(x, [[0, 0], ...pads, [0, 0]]) as Tensor & { rank: 4 };
  const [step, spread] = [strides as [number, number], dilations as [number, number]];
  const channels = x.shape[3] ?? 1;
  const direct = (input: Tensor, kernel: Tensor) =>
    tf.conv2d(
      input as never,
      tf.transpose(kernel, [2, 3, 1, 0]) as never,
      step,
      'valid',
      'NHWC',
      spread,
    ) as Tensor;
  if (group === 1) return direct(padded, w);
  if (group === channels && w.shape[0] === channels) {
    const kernel = tf.transpose(w, [2, 3, 0, 1]);
    return tf.depthwiseConv2d(padded as never, kernel as never, step, 'valid', 'NHWC', spread);
  }
  const kernels = tf.split(w, group, 0);
  return tf.concat(
    tf.split(padded as Tensor, group, 3).map((part, i) => direct(part, kernels[i] as Tensor)),
    3,
  );
}

interface Planes {
  /** [n, c, h, w]; one spatial axis becomes [n, c, 1, w]. */
  x: Tensor;
  w: Tensor;
  window: Window;
}

function planesOf(call: OpCall): Planes {
  const { tf } = call;
  const [x, w] = [need(call, 0), need(call, 1)];
  const window = windowOf(call, w.shape.slice(2), x.shape.slice(2));
  if (x.rank !== 3) return { x, w, window };
  const flat = {
    ...window,
    strides: [1, ...window.strides],
    dilations: [1, ...window.dilations],
    pads: [[0, 0] as [number, number], ...window.pads],
  };
  return { x: tf.expandDims(x, 2), w: tf.expandDims(w, 2), window: flat };
}

/** Back to channels first and to the rank of the input, with the bias added. */
function finish(call: OpCall, y: Tensor): Tensor {
  const { tf, inputs } = call;
  const first = toFirst(tf, y);
  const [, , bias] = inputs;
  const shifted = bias === undefined ? first : tf.add(first, tf.reshape(bias, [-1, 1, 1]));
  return need(call, 0).rank === 3 ? tf.squeeze(shifted as Tensor, [2]) : (shifted as Tensor);
}

const conv: Op = (call) => {
  const { x, w, window } = planesOf(call);
  return finish(call, convolve(call.tf, toLast(call.tf, x), w, window));
};

/** Zeros between the elements of the two spatial axes of [n, h, w, c]. */
function spreadOut(tf: Tf, x: Tensor, [sh = 1, sw = 1]: number[]): Tensor {
  if (sh === 1 && sw === 1) return x;
  const [n = 1, h = 1, w = 1, c = 1] = x.shape;
  const rows = tf.pad(tf.reshape(x, [n * h, 1, w * c]), [
    [0, 0],
    [0, sh - 1],
    [0, 0],
  ]);
  const columns = tf.pad(tf.reshape(rows, [n * h * sh * w, 1, c]), [
    [0, 0],
    [0, sw - 1],
    [0, 0],
  ]);
  const full = tf.reshape(columns, [n, h * sh, w * sw, c]);
  return tf.slice(full, [0, 0, 0, 0], [n, (h - 1) * sh + 1, (w - 1) * sw + 1, c]);
}

/** Kernel [i, o/group, kh, kw] of ConvTranspose → flipped [o, i/group, kh, kw] of Conv. */
function flipped(tf: Tf, w: Tensor, group: number): Tensor {
  const [i = 1, perGroup = 1, kh = 1, kw = 1] = w.shape;
  const grouped = tf.reshape(tf.reverse(w, [2, 3]), [group, i / group, perGroup, kh * kw]);
  return tf.reshape(tf.transpose(grouped, [0, 2, 1, 3]), [group * perGroup, i / group, kh, kw]);
}

const convTranspose: Op = (call) => {
  const { tf } = call;
  const { x, w, window } = planesOf(call);
  const { strides, dilations, pads, group } = window;
  const listed = intsAttribute(call.node, 'output_padding') ?? [];
  const extra = pads.map((_, i) => listed[i - pads.length + listed.length] ?? 0);
  const outer = pads.map(([begin, end], i): [number, number] => {
    const reach = ((w.shape[i + 2] ?? 1) - 1) * (dilations[i] ?? 1);
    return [reach - begin, reach - end + (extra[i] ?? 0)];
  });
  const spread = spreadOut(tf, toLast(tf, x), strides);
  const view = { ...window, strides: [1, 1], pads: outer };
  return finish(call, convolve(tf, spread, flipped(tf, w, group), view));
};

export const convolution: Readonly<Record<string, Op>> = { Conv: conv, ConvTranspose: convTranspose };
