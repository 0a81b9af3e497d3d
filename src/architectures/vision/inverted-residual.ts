/**
 * Blocks of EfficientNet and of MobileNet v2 and v3, as timm names their weights. In: x [n, c, h, w]. Out: [n, c', h', w'].
 */
import { type ActivationName, activation } from '../blocks/activation.ts';
import { batchNorm, type Convolution, conv } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** What the name says of a network. */
export interface Style {
  act: ActivationName;
  padding: NonNullable<Convolution['padding']>;
  epsilon: number;
  /** MobileNetV3's attention to channels: straight lines in place of curves. */
  hardGate?: boolean;
}

type BlockStyle = Style & { stride: number };

export const normed = (at: GraphBuilder, name: string, x: Value, { act, epsilon }: Style): Value =>
  activation(at, act, batchNorm(at, name, x, epsilon));

/** The sizes of its kernels say which kind it is; the input is added where it has the output's size. */
export function block(at: GraphBuilder, x: Value, style: BlockStyle): Value {
  const { y, from, to } = at.has('conv_exp.weight')
    ? fused(at, x, style)
    : at.has('conv_pwl.weight')
      ? inverted(at, x, style)
      : at.has('conv_dw.weight')
        ? separable(at, x, style)
        : plain(at, x, style);
  return style.stride === 1 && from === to ? at.add(y, x) : y;
}

/** Channels that a convolution takes and gives. */
const takes = (at: GraphBuilder, name: string) => at.sizes(`${name}.weight`)[1];
const gives = (at: GraphBuilder, name: string) => at.sizes(`${name}.weight`)[0];

/** Widen, convolve by channel, narrow: MobileNetV2's block, with attention to channels in EfficientNet. */
function inverted(at: GraphBuilder, x: Value, style: BlockStyle) {
  const wide = normed(at, 'bn1', conv(at, 'conv_pw', x), style);
  const spread = normed(at, 'bn2', conv(at, 'conv_dw', wide, style), style);
  const narrow = conv(at, 'conv_pwl', squeezeExcite(at, spread, style));
  const y = batchNorm(at, 'bn3', narrow, style.epsilon);
  return { y, from: takes(at, 'conv_pw'), to: gives(at, 'conv_pwl') };
}

/** The same without widening. */
function separable(at: GraphBuilder, x: Value, style: BlockStyle) {
  const spread = normed(at, 'bn1', conv(at, 'conv_dw', x, style), style);
  const narrow = conv(at, 'conv_pw', squeezeExcite(at, spread, style));
  return {
    y: batchNorm(at, 'bn2', narrow, style.epsilon),
    from: takes(at, 'conv_pw'),
    to: gives(at, 'conv_pw'),
  };
}

/** EfficientNetV2's lower blocks: widening and convolution in one. */
function fused(at: GraphBuilder, x: Value, style: BlockStyle) {
  const wide = normed(at, 'bn1', conv(at, 'conv_exp', x, style), style);
  const narrow = conv(at, 'conv_pwl', squeezeExcite(at, wide, style));
  return {
    y: batchNorm(at, 'bn2', narrow, style.epsilon),
    from: takes(at, 'conv_exp'),
    to: gives(at, 'conv_pwl'),
  };
}

function plain(at: GraphBuilder, x: Value, style: BlockStyle) {
  return {
    y: normed(at, 'bn1', conv(at, 'conv', x, style), style),
    from: takes(at, 'conv'),
    to: gives(at, 'conv'),
  };
}

/** A factor for every channel from the means of all (Hu et al. 2018), where the block has one. */
function squeezeExcite(at: GraphBuilder, x: Value, { act, hardGate }: Style): Value {
  if (!at.has('se.conv_reduce.weight')) return x;
  const se = at.at('se');
  const means = se.op('GlobalAveragePool', [x]);
  const reduced = activation(se, hardGate ? 'relu' : act, conv(se, 'conv_reduce', means));
  const gate = conv(se, 'conv_expand', reduced);
  if (!hardGate) return se.mul(x, se.op('Sigmoid', [gate]));
  return se.mul(x, se.op('HardSigmoid', [gate], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }));
}
