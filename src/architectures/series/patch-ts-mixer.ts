/**
 * PatchTSMixer as transformers has it (Ekambaram et al. 2023, https://arxiv.org/abs/2306.09364). `context` [n, steps] of
 * exactly the configured length, 0 where `mask` [n, steps] is 0 → `quantiles` [n, 1, horizon] in the same unit: one line.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { forecast, mixers, readPatches } from './patch-mixers.ts';

export const patchTsMixer = defineArchitecture({
  name: 'patch-ts-mixer',
  prefixes: [''],
  fields: {
    context_length: count.default(32),
    patch_length: count.default(8),
    patch_stride: count.default(8),
    prediction_length: count.default(16),
    d_model: count.default(8),
    num_layers: count.default(3),
    norm_eps: z.number().positive().default(1e-5),
    gated_attn: z.boolean().default(true),
    scaling: z.union([z.literal('std'), z.literal(true)]).default('std'),
    norm_mlp: only('LayerNorm'),
    mode: only('common_channel'),
    loss: only('mse'),
    self_attn: only(false),
    use_positional_encoding: only(false),
  },
  // Sizes that the weights have, masks of pretraining, and settings of parts that are absent.
  harmless: [
    ...[
      'num_input_channels',
      'num_patches',
      'patch_last',
      'expansion_factor',
      'num_parallel_samples',
      'init_std',
    ],
    ...['self_attn_heads', 'positional_encoding_type', 'mask_type', 'random_mask_ratio', 'mask_value'],
    ...['num_forecast_mask_patches', 'masked_loss', 'channel_consistent_masking', 'head_dropout'],
    ...['distribution_output', 'num_targets', 'head_aggregation', 'post_init', 'masked_prediction'],
  ],
  build(config, graph) {
    const { patches, whole, scaled } = readPatches(graph, config);
    const encoder = graph.at('model.encoder');
    const x = mixers(encoder.at('mlp_mixer_encoder'), encoder.linear('patcher', patches), {
      patches: whole,
      features: config.d_model,
      layers: config.num_layers,
      levels: 0,
      epsilon: config.norm_eps,
      gated: config.gated_attn,
    });
    forecast(graph, x, scaled, config.prediction_length);
  },
});
