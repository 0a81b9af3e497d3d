/**
 * ViT (Dosovitskiy et al. 2021, https://arxiv.org/abs/2010.11929) and DeiT, which adds a token for distillation (Touvron et al.
 * 2021, https://arxiv.org/abs/2012.12877). Pixels → `last_hidden_state` [n, tokens, d], the class token first.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activation, activationName } from '../blocks/activation.ts';
import { attend } from '../blocks/attention.ts';
import { conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

const sides = z
  .union([count, z.tuple([count, count])])
  .transform((side): readonly [number, number] => (typeof side === 'number' ? [side, side] : side));

const fields = {
  hidden_size: count.default(768),
  num_hidden_layers: count.default(12),
  num_attention_heads: count.default(12),
  intermediate_size: count.default(3072),
  hidden_act: activationName.default('gelu'),
  layer_norm_eps: z.number().positive().default(1e-12),
  image_size: sides.default([224, 224]),
  patch_size: count.default(16),
  num_channels: only(3),
};

interface Sizes {
  hidden_size: number;
  num_attention_heads: number;
  hidden_act: ActivationName;
  layer_norm_eps: number;
}

export const vit = defineArchitecture({
  name: 'vit',
  prefixes: ['vit.', 'deit.'],
  unusedWeights:
    /^(pooler\.|classifier\.|cls_classifier\.|distillation_classifier\.|embeddings\.mask_token$)/,
  fields,
  // The pooler and the decoder of pixels are not used; whether queries have a bias is read from the weights.
  harmless: ['pooler_act', 'pooler_output_size', 'encoder_stride', 'qkv_bias'],
  build(config, graph) {
    let x = patches(graph.at('embeddings'), pixels(graph, config.image_size), config.patch_size);
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = preNormLayer(graph.at(`encoder.layer.${i}`), x, config);
    graph.output('last_hidden_state', graph.layerNorm('layernorm', x, config.layer_norm_eps));
  },
});

/** Every patch a token, the learnt tokens before them, positions added: [n, tokens, d]. */
function patches(at: GraphBuilder, image: Value, stride: number): Value {
  const cut = conv(at, 'patch_embeddings.projection', image, { stride, padding: 'none' });
  const width = at.sizes('patch_embeddings.projection.weight')[0]!;
  const tokens = at.transpose(at.reshape(cut, [0, width, -1]), [0, 2, 1]);
  const rows = at.op('Concat', [at.op('Shape', [tokens], { start: 0, end: 1 }), at.ints([1, 1])], {
    axis: 0,
  });
  const learnt = ['cls_token', 'distillation_token']
    .filter((name) => at.has(name))
    .map((name) => at.op('Expand', [at.weight(name), rows]));
  const all = at.op('Concat', [...learnt, tokens], { axis: 1 });
  return at.add(all, at.weight('position_embeddings'));
}

/** Attention and two dense layers, each of the normed sum so far. */
function preNormLayer(layer: GraphBuilder, x: Value, sizes: Sizes): Value {
  const { num_attention_heads: heads, hidden_size: width, layer_norm_eps: epsilon } = sizes;
  const self = layer.at('attention.attention');
  const normed = layer.layerNorm('layernorm_before', x, epsilon);
  const [query, key, value] = [
    self.linear('query', normed),
    self.linear('key', normed),
    self.linear('value', normed),
  ];
  const seen = attend(self, { query, key, value, heads, width, biases: [] });
  const attended = layer.add(layer.linear('attention.output.dense', seen), x);
  const inner = layer.linear('intermediate.dense', layer.layerNorm('layernorm_after', attended, epsilon));
  return layer.add(layer.linear('output.dense', activation(layer, sizes.hidden_act, inner)), attended);
}
