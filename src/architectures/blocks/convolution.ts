/**
 * Words of convolutional networks. In: x [n, c, h, w]. Out: [n, c', h', w']. Kernels, channels and groups are read from the
 * weights; only strides and padding have to be told.
 */
import { DataType, type Dim } from '../../onnx/model.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

export interface Convolution {
  stride?: number;
  /** `half`: (k − 1) / 2 on every side; `same`: TensorFlow's, more after than before; `none`. */
  padding?: 'half' | 'same' | 'none';
  /** Channels of x, where the convolution is grouped and not depthwise. */
  channels?: number;
}

/** `<name>.weight` [to, from / groups, k, k], with `<name>.bias` where there is one. */
export function conv(at: GraphBuilder, name: string, x: Value, options: Convolution = {}): Value {
  const { stride = 1, padding = 'half', channels } = options;
  const layer = at.at(name);
  const [to = 1, each = 1, height = 1, width = 1] = layer.sizes('weight');
  const group = channels === undefined ? (each === 1 ? to : 1) : channels / each;
  const before = [height, width].map((side) => (padding === 'none' ? 0 : Math.floor((side - 1) / 2)));
  const inputs = [x, layer.weight('weight'), ...(layer.has('bias') ? [layer.weight('bias')] : [])];
  return layer.op('Conv', inputs, {
    group,
    strides: [stride, stride],
    kernel_shape: [height, width],
    ...(padding === 'same' ? { auto_pad: 'SAME_UPPER' } : { pads: [...before, ...before] }),
  });
}

/** By the means and variances of pretraining (Ioffe and Szegedy 2015): they stay while its scale and shift are trained. */
export function batchNorm(at: GraphBuilder, name: string, x: Value, epsilon = 1e-5): Value {
  const layer = at.at(name);
  const names = ['weight', 'bias', 'running_mean', 'running_var'];
  return layer.op('BatchNormalization', [x, ...names.map((one) => layer.weight(one))], {
    epsilon: { float: epsilon },
  });
}

/** Pixels [n, 3, h, w]; sizes that are not told are open. */
export const pixels = (
  graph: GraphBuilder,
  [height, width]: readonly [Dim, Dim] = ['height', 'width'],
): Value => graph.input('pixel_values', DataType.FLOAT, ['batch', 3, height, width]);
