/**
 * The window of a convolution or pooling node: strides, dilations and pads for any number of spatial axes.
 * In: a call, the kernel's and the input's spatial sizes. Out: explicit numbers. Next: `convolution.ts`, `pooling.ts`.
 */
import { intAttribute, intsAttribute, stringAttribute } from '../../onnx/model.ts';
import type { OpCall } from './op.ts';

export interface Window {
  kernel: number[];
  strides: number[];
  dilations: number[];
  /** [begin, end] of each spatial axis. */
  pads: [number, number][];
  group: number;
}

/** @param sizes spatial sizes of the input, for auto_pad */
export function windowOf({ node }: OpCall, kernel: number[], sizes: number[]): Window {
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(node, 'strides') ?? ones;
  const dilations = intsAttribute(node, 'dilations') ?? ones;
  const mode = stringAttribute(node, 'auto_pad', 'NOTSET');
  const listed = intsAttribute(node, 'pads') ?? [];
  const pads = kernel.map((k, i): [number, number] => {
    if (!mode.startsWith('SAME')) return [listed[i] ?? 0, listed[i + kernel.length] ?? 0];
    const [size, stride] = [sizes[i] ?? 1, strides[i] ?? 1];
    const reach = (Math.ceil(size / stride) - 1) * stride + (k - 1) * (dilations[i] ?? 1) + 1;
    const total = Math.max(0, reach - size);
    const [small, large] = [Math.floor(total / 2), Math.ceil(total / 2)];
    return mode === 'SAME_UPPER' ? [small, large] : [large, small];
  });
  return { kernel, strides, dilations, pads, group: intAttribute(node, 'group', 1) };
}
