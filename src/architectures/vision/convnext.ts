/**
 * ConvNeXt (Liu et al. 2022, https://arxiv.org/abs/2201.03545) and V2 (Woo et al. 2023, https://arxiv.org/abs/2301.00808) as
 * transformers has them. Pixels → `pooler_output` [n, c], the normed means that the model's own head reads.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activation, activationName } from '../blocks/activation.ts';
import { conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** Of every norm but the last; the configuration has no field for it. */
const EPSILON = 1e-6;

const fields = {
  num_stages: count.default(4),
  hidden_sizes: z.array(count).default([96, 192, 384, 768]),
  depths: z.array(count).default([3, 3, 9, 3]),
  patch_size: count.default(4),
  hidden_act: activationName.default('gelu'),
  layer_norm_eps: z.number().positive().default(1e-12),
  num_channels: only(3),
};

export const convnext = defineArchitecture({
  name: 'convnext',
  prefixes: ['convnext.', 'convnextv2.'],
  unusedWeights: /^classifier\./,
  fields,
  // The first value of the layers' scales, and a size that nothing depends on.
  harmless: ['layer_scale_init_value', 'image_size'],
  build(config, graph) {
    const patches = graph.at('embeddings');
    const cut = { stride: config.patch_size, padding: 'none' } as const;
    let x = normChannels(patches, 'layernorm', conv(patches, 'patch_embeddings', pixels(graph), cut));
    for (let i = 0; i < config.num_stages; i++) {
      const stage = graph.at(`encoder.stages.${i}`);
      if (stage.has('downsampling_layer.1.weight')) x = shrink(stage, x, i === 0 ? 1 : 2);
      for (let j = 0; j < (config.depths[i] ?? 0); j++)
        x = layer(stage.at(`layers.${j}`), x, config.hidden_act);
    }
    const means = graph.op('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });
    graph.output('pooler_output', graph.layerNorm('layernorm', means, config.layer_norm_eps));
  },
});

const channelsLast = (at: GraphBuilder, x: Value): Value => at.transpose(x, [0, 2, 3, 1]);
const channelsFirst = (at: GraphBuilder, x: Value): Value => at.transpose(x, [0, 3, 1, 2]);

const normChannels = (at: GraphBuilder, name: string, x: Value): Value =>
  channelsFirst(at, at.layerNorm(name, channelsLast(at, x), EPSILON));

const shrink = (stage: GraphBuilder, x: Value, stride: number): Value =>
  conv(stage, 'downsampling_layer.1', normChannels(stage, 'downsampling_layer.0', x), {
    stride,
    padding: 'none',
  });

/** A wide convolution by channel, then two dense layers on every pixel, added to the input. */
function layer(at: GraphBuilder, x: Value, act: ActivationName): Value {
  const spread = channelsLast(at, conv(at, 'dwconv', x));
  const wide = activation(at, act, at.linear('pwconv1', at.layerNorm('layernorm', spread, EPSILON)));
  const dense = at.linear('pwconv2', at.has('grn.weight') ? responseNorm(at.at('grn'), wide) : wide);
  const scaled = at.has('layer_scale_parameter') ? at.mul(dense, at.weight('layer_scale_parameter')) : dense;
  return at.add(x, channelsFirst(at, scaled));
}

/** Global response normalisation (V2, §3.2): a channel's norm beside the mean of all channels' norms; x [n, h, w, c]. */
function responseNorm(at: GraphBuilder, x: Value): Value {
  const norms = at.op('ReduceL2', [x], { axes: [1, 2], keepdims: 1 });
  const mean = at.op('ReduceMean', [norms], { axes: [-1], keepdims: 1 });
  const relative = at.op('Div', [norms, at.add(mean, at.scalar(EPSILON))]);
  const weighted = at.mul(at.mul(x, relative), at.weight('weight'));
  return at.add(at.add(weighted, at.weight('bias')), x);
}
