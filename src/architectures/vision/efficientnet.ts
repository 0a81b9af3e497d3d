/**
 * timm's EfficientNet and Lite (Tan and Le 2019, https://arxiv.org/abs/1905.11946), EfficientNetV2
 * (https://arxiv.org/abs/2104.00298) and MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381): inverted
 * residual blocks, in stages whose strides are the same in all. Pixels → `last_hidden_state` [n, c, h, w].
 */
import { defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activation } from '../blocks/activation.ts';
import { batchNorm, type Convolution, conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

/** Of the first block of each stage; later blocks keep the size. */
const STRIDES = [1, 2, 2, 2, 1, 2, 1];

/** What the name says of a network. */
interface Style {
  act: ActivationName;
  padding: NonNullable<Convolution['padding']>;
  epsilon: number;
}

/** Weights that were trained with TensorFlow keep its padding and its norms. */
function styleOf(name: string): Style {
  const act = /lite|^mobilenetv2/.test(name) ? 'relu6' : 'silu';
  return name.startsWith('tf_')
    ? { act, padding: 'same', epsilon: 1e-3 }
    : { act, padding: 'half', epsilon: 1e-5 };
}

export const efficientnet = defineArchitecture({
  name: 'efficientnet',
  prefixes: [''],
  unusedWeights: /^classifier\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ architecture, pretrained_cfg }, graph) {
    const style = styleOf(architecture);
    const stem = conv(graph, 'conv_stem', pixels(graph, inputSides(pretrained_cfg)), {
      stride: 2,
      padding: style.padding,
    });
    let x = normed(graph, 'bn1', stem, style);
    STRIDES.forEach((stride, stage) => {
      for (let i = 0; graph.has(`blocks.${stage}.${i}.bn1.weight`); i++)
        x = block(graph.at(`blocks.${stage}.${i}`), x, { ...style, stride: i === 0 ? stride : 1 });
    });
    graph.output('last_hidden_state', normed(graph, 'bn2', conv(graph, 'conv_head', x), style));
  },
});

type BlockStyle = Style & { stride: number };

const normed = (at: GraphBuilder, name: string, x: Value, { act, epsilon }: Style): Value =>
  activation(at, act, batchNorm(at, name, x, epsilon));

/** The sizes of its kernels say which kind it is; the input is added where it has the output's size. */
function block(at: GraphBuilder, x: Value, style: BlockStyle): Value {
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
  const narrow = conv(at, 'conv_pwl', squeezeExcite(at, spread, style.act));
  const y = batchNorm(at, 'bn3', narrow, style.epsilon);
  return { y, from: takes(at, 'conv_pw'), to: gives(at, 'conv_pwl') };
}

/** The same without widening. */
function separable(at: GraphBuilder, x: Value, style: BlockStyle) {
  const spread = normed(at, 'bn1', conv(at, 'conv_dw', x, style), style);
  const narrow = conv(at, 'conv_pw', squeezeExcite(at, spread, style.act));
  return {
    y: batchNorm(at, 'bn2', narrow, style.epsilon),
    from: takes(at, 'conv_pw'),
    to: gives(at, 'conv_pw'),
  };
}

/** EfficientNetV2's lower blocks: widening and convolution in one. */
function fused(at: GraphBuilder, x: Value, style: BlockStyle) {
  const wide = normed(at, 'bn1', conv(at, 'conv_exp', x, style), style);
  const narrow = conv(at, 'conv_pwl', squeezeExcite(at, wide, style.act));
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
function squeezeExcite(at: GraphBuilder, x: Value, act: ActivationName): Value {
  if (!at.has('se.conv_reduce.weight')) return x;
  const se = at.at('se');
  const means = se.op('GlobalAveragePool', [x]);
  const reduced = activation(se, act, conv(se, 'conv_reduce', means));
  return se.mul(x, se.op('Sigmoid', [conv(se, 'conv_expand', reduced)]));
}
