/**
 * ViT (Dosovitskiy et al. 2021, https://arxiv.org/abs/2010.11929) and DeiT, which adds a token for distillation (Touvron et al.
 * 2021, https://arxiv.org/abs/2012.12877). Pixels → `last_hidden_state` [n, tokens, d], the class token first.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { activationName } from '../blocks/activation.ts';
import { pixels } from '../blocks/convolution.ts';
import { type LayerNames, preNormLayer } from '../blocks/pre-norm-layer.ts';
import { patchTokens, sides, withLearntTokens } from './patches.ts';

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

/** Of sound spectrograms too (AST). */
export const VIT_LAYER: LayerNames = {
  norms: ['layernorm_before', 'layernorm_after'],
  projections: ['attention.attention.query', 'attention.attention.key', 'attention.attention.value'],
  out: 'attention.output.dense',
  dense: ['intermediate.dense', 'output.dense'],
};

export const vit = defineArchitecture({
  name: 'vit',
  prefixes: ['vit.', 'deit.'],
  unusedWeights:
    /^(pooler\.|classifier\.|cls_classifier\.|distillation_classifier\.|embeddings\.mask_token$)/,
  fields,
  // The pooler and the decoder of pixels are not used; whether queries have a bias is read from the weights.
  harmless: ['pooler_act', 'pooler_output_size', 'encoder_stride', 'qkv_bias'],
  build(config, graph) {
    const at = graph.at('embeddings');
    const tokens = patchTokens(
      at,
      'patch_embeddings.projection',
      pixels(graph, config.image_size),
      config.patch_size,
    );
    const learnt = ['cls_token', 'distillation_token'].filter((name) => at.has(name));
    const all = withLearntTokens(
      at,
      learnt.map((name) => at.weight(name)),
      tokens,
    );
    let x = at.add(all, at.weight('position_embeddings'));
    const sizes = {
      heads: config.num_attention_heads,
      width: config.hidden_size,
      act: config.hidden_act,
      epsilon: config.layer_norm_eps,
    };
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = preNormLayer(graph.at(`encoder.layer.${i}`), x, VIT_LAYER, sizes);
    graph.output('last_hidden_state', graph.layerNorm('layernorm', x, config.layer_norm_eps));
  },
});
