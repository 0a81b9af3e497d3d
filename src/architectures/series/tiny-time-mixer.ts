/**
 * Tiny Time Mixers, TTM (Ekambaram et al. 2024, https://arxiv.org/abs/2401.03955): dense layers along the patches, then along
 * the features, on finer patches first. `context` [n, steps] of exactly the configured length, 0 where `mask` [n, steps]
 * is 0 → `quantiles` [n, 1, horizon] in the same unit: one line. Every series stands for itself (one channel).
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { forecast, mixers, readPatches } from './patch-mixers.ts';

const levels = z.number().int().nonnegative().default(0);

const fields = {
  context_length: count.default(64),
  patch_length: count.default(8),
  patch_stride: count.default(8),
  prediction_length: count.default(16),
  prediction_filter_length: count.optional(),
  d_model: count.default(16),
  num_layers: count.default(3),
  decoder_d_model: count.default(8),
  decoder_num_layers: count.default(8),
  adaptive_patching_levels: levels,
  decoder_adaptive_patching_levels: levels,
  norm_eps: z.number().positive().default(1e-5),
  gated_attn: z.boolean().default(true),
  use_decoder: z.boolean().default(true),
  scaling: z.union([z.literal('std'), z.literal(true)]).default('std'),
  norm_mlp: only('LayerNorm'),
  mode: only('common_channel'),
  decoder_mode: only('common_channel'),
  gate_mode: only('softmax'),
  loss: z.enum(['mse', 'mae', 'pinball', 'huber']).default('mse'),
  self_attn: only(false),
  use_positional_encoding: only(false),
  resolution_prefix_tuning: only(false),
  decoder_raw_residual: only(false),
  enable_forecast_channel_mixing: only(false),
  multi_scale: only(false),
  multi_quantile_head: only(false),
  enable_base_norm_always: only(false),
  use_register_context_gating: only(false),
  decompose: only(false),
  register_tokens: z.literal(0).default(0),
  fft_length: z.literal(0).default(0),
};

/** Sizes that the weights have, what is drawn in training only, and settings of parts that are absent. */
const HARMLESS = [
  ...['num_input_channels', 'num_patches', 'expansion_factor', 'head_dropout', 'patch_last', 'init_std'],
  ...[
    'post_init',
    'init_linear',
    'init_embed',
    'init_processing',
    'positional_encoding_type',
    'd_model_scale',
  ],
  ...['self_attn_heads', 'frequency_token_vocab_size', 'distribution_output', 'num_parallel_samples'],
  ...['decoder_d_model_scale', 'fcm_gated_attn', 'fcm_context_length', 'fcm_use_mixer', 'fcm_mix_layers'],
  ...['fcm_prepend_past', 'quantile', 'huber_delta', 'mask_value', 'use_fft_embedding', 'point_extra_weight'],
  ...['trend_loss_weight', 'residual_loss_weight', 'joint_loss_weight', 'forecast_loss_type', 'light_mode'],
  ...['mq_hidden', 'mq_kernel_size', 'mq_eps', 'mq_use_decoder_pool', 'mq_q50_type', 'mq_cond_path'],
  ...['mq_cond_mode', 'mq_decoder_d_model', 'mq_use_positional', 'combine_quantiles_via_variance'],
  ...[
    'quantile_levels',
    'penalize_large_width_ratio',
    'width_penalty_mode',
    'is_scaling',
    'gate_groups',
    'stride_ratio',
  ],
];

export const tinyTimeMixer = defineArchitecture({
  name: 'tiny-time-mixer',
  prefixes: [''],
  fields,
  harmless: HARMLESS,
  build(config, graph) {
    const { patches, whole, scaled } = readPatches(graph, config);
    const sizes = { patches: whole, epsilon: config.norm_eps, gated: config.gated_attn };
    const encoder = graph.at('backbone.encoder');
    let x = mixers(encoder.at('mlp_mixer_encoder'), encoder.linear('patcher', patches), {
      ...sizes,
      features: config.d_model,
      layers: config.num_layers,
      levels: config.adaptive_patching_levels,
    });
    if (config.use_decoder) {
      const decoder = graph.at('decoder');
      if (decoder.has('adapter.weight')) x = decoder.linear('adapter', x);
      x = mixers(decoder.at('decoder_block'), x, {
        ...sizes,
        features: config.decoder_d_model,
        layers: config.decoder_num_layers,
        levels: config.decoder_adaptive_patching_levels,
      });
    }
    forecast(graph, x, scaled, config.prediction_filter_length ?? config.prediction_length);
  },
});
