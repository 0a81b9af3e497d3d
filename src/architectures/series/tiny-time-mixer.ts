/**
 * Tiny Time Mixers, TTM (Ekambaram et al. 2024, https://arxiv.org/abs/2401.03955): dense layers along the patches, then along
 * the features, on finer patches first. `context` [n, steps] of exactly the configured length, 0 where `mask` [n, steps]
 * is 0 → `quantiles` [n, 1, horizon] in the same unit: one line. Every series stands for itself (one channel).
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { count, defineArchitecture, only } from '../architecture.ts';
import { activation } from '../blocks/activation.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** Under the square root of the variance. */
const LEAST_VARIANCE = 1e-5;
/** Finer patches have at least so many features. */
const LEAST_FEATURES = 4;

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
  ...['quantile_levels', 'penalize_large_width_ratio', 'width_penalty_mode', 'is_scaling', 'gate_groups'],
];

export const tinyTimeMixer = defineArchitecture({
  name: 'tiny-time-mixer',
  prefixes: [''],
  fields,
  harmless: HARMLESS,
  build(config, graph) {
    const { norm_eps: epsilon, gated_attn: gated } = config;
    const steps = (name: string) => graph.input(name, DataType.FLOAT, ['batch', config.context_length]);
    const scaled = standardise(graph.at('scaler'), steps('context'), steps('mask'));
    const whole = Math.floor(config.context_length / config.patch_length);
    const latest = graph.op('Slice', [
      scaled.values,
      graph.ints([config.context_length - whole * config.patch_length]),
      graph.ints([config.context_length]),
      graph.ints([1]),
    ]);
    const patches = graph.reshape(latest, [0, whole, config.patch_length]);
    const sizes = { patches: whole, epsilon, gated };
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
    const flat = graph.op('Flatten', [x], { axis: 1 });
    const all = graph.linear('head.base_forecast_block', flat);
    const kept = [graph.ints([0]), graph.ints([config.prediction_filter_length ?? config.prediction_length])];
    const line = graph.op('Slice', [all, ...kept, graph.ints([1])]);
    const values = graph.add(graph.mul(line, scaled.deviation), scaled.mean);
    graph.output('quantiles', graph.op('Unsqueeze', [values, graph.ints([1])]));
  },
});

/** By the mean and deviation of what is known, [n, 1] each. */
function standardise(at: GraphBuilder, x: Value, mask: Value) {
  const sum = (value: Value) => at.op('ReduceSum', [value, at.ints([1])], { keepdims: 1 });
  const known = at.op('Max', [sum(mask), at.scalar(1)]);
  const mean = at.op('Div', [sum(at.mul(x, mask)), known]);
  const centred = at.op('Sub', [x, mean]);
  const far = at.mul(centred, mask);
  const variance = at.op('Div', [sum(at.mul(far, far)), known]);
  const deviation = at.op('Sqrt', [at.add(variance, at.scalar(LEAST_VARIANCE))]);
  return { values: at.op('Div', [centred, deviation]), mean, deviation };
}

interface MixerSizes {
  patches: number;
  features: number;
  layers: number;
  /** Halvings of the features, each of which doubles the patches; the finest first. */
  levels: number;
  epsilon: number;
  gated: boolean;
}

/** x [n, patches, features] */
function mixers(at: GraphBuilder, x: Value, sizes: MixerSizes): Value {
  const { patches, features, layers, levels } = sizes;
  let y = x;
  if (levels === 0) {
    for (let i = 0; i < layers; i++) y = mixerLayer(at.at(`mixers.${i}`), y, sizes);
    return y;
  }
  for (let k = 0; k < levels; k++) {
    const wanted = 2 ** (levels - 1 - k);
    const factor = Math.floor(features / wanted) <= LEAST_FEATURES ? 1 : wanted;
    y = at.reshape(y, [0, patches * factor, features / factor]);
    for (let i = 0; i < layers; i++)
      y = mixerLayer(at.at(`mixers.${k}.mixer_layers.${i}`), y, { ...sizes, patches: patches * factor });
    y = at.reshape(y, [0, patches, features]);
  }
  return y;
}

function mixerLayer(at: GraphBuilder, x: Value, sizes: MixerSizes): Value {
  const turn = (value: Value) => at.transpose(value, [0, 2, 1]);
  const along = (block: GraphBuilder, normed: Value) => {
    const inner = activation(block, 'gelu', block.linear('mlp.fc1', normed));
    const mixed = block.linear('mlp.fc2', inner);
    if (!sizes.gated) return mixed;
    return block.mul(mixed, block.softmax(block.linear('gating_block.attn_layer', mixed)));
  };
  const norm = (block: GraphBuilder, value: Value) => block.layerNorm('norm.norm', value, sizes.epsilon);
  const patch = at.at('patch_mixer');
  const mixed = sizes.patches > 1 ? at.add(turn(along(patch, turn(norm(patch, x)))), x) : x;
  const feature = at.at('feature_mixer');
  return at.add(along(feature, norm(feature, mixed)), mixed);
}
