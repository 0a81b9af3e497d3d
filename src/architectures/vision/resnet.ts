/**
 * ResNet (He et al. 2016, https://arxiv.org/abs/1512.03385) as transformers has it. Pixels → `last_hidden_state` [n, c, h, w].
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activation, activationName } from '../blocks/activation.ts';
import { batchNorm, conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

const fields = {
  embedding_size: count.default(64),
  hidden_sizes: z.array(count).default([256, 512, 1024, 2048]),
  depths: z.array(count).default([3, 4, 6, 3]),
  layer_type: z.enum(['basic', 'bottleneck']).default('bottleneck'),
  hidden_act: activationName.default('relu'),
  downsample_in_first_stage: z.boolean().default(false),
  downsample_in_bottleneck: z.boolean().default(false),
  num_channels: only(3),
};

interface LayerStyle {
  act: ActivationName;
  stride: number;
  /** Which of the layer's convolutions has the stride. */
  strided: number;
}

export const resnet = defineArchitecture({
  name: 'resnet',
  prefixes: ['resnet.'],
  unusedWeights: /^classifier\.|\.num_batches_tracked$/,
  fields,
  build(config, graph) {
    const { hidden_act: act, downsample_in_first_stage: early } = config;
    const strided = config.layer_type === 'bottleneck' && !config.downsample_in_bottleneck ? 1 : 0;
    const stem = graph.at('embedder.embedder');
    let x = activation(stem, act, convNorm(stem, pixels(graph), 2));
    x = stem.op('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
    config.depths.forEach((depth, stage) => {
      for (let i = 0; i < depth; i++) {
        const stride = i === 0 && (stage > 0 || early) ? 2 : 1;
        x = residual(graph.at(`encoder.stages.${stage}.layers.${i}`), x, { act, stride, strided });
      }
    });
    graph.output('last_hidden_state', x);
  },
});

const convNorm = (at: GraphBuilder, x: Value, stride: number): Value =>
  batchNorm(at, 'normalization', conv(at, 'convolution', x, { stride }));

/** Two or three convolutions, added to their input; the sum is activated. */
function residual(layer: GraphBuilder, x: Value, { act, stride, strided }: LayerStyle): Value {
  let y = x;
  for (let i = 0; layer.has(`layer.${i}.convolution.weight`); i++) {
    const inner = layer.at(`layer.${i}`);
    y = convNorm(inner, i === 0 ? y : activation(inner, act, y), i === strided ? stride : 1);
  }
  const skip = layer.has('shortcut.convolution.weight') ? convNorm(layer.at('shortcut'), x, stride) : x;
  return activation(layer, act, layer.add(y, skip));
}
