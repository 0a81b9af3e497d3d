/**
 * wav2vec 2.0 (Baevski et al. 2020, https://arxiv.org/abs/2006.11477), HuBERT (Hsu et al. 2021,
 * https://arxiv.org/abs/2106.07447) and WavLM, whose attention has gated distances (Chen et al. 2022,
 * https://arxiv.org/abs/2110.13900). Waveform [n, samples] → `last_hidden_state` [n, frames, d].
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { bucketBias } from '../blocks/relative-buckets.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { conv1d } from './conv1d.ts';
import { waveform } from './log-mel.ts';
import { speechLayer } from './speech-layer.ts';

/** Of the convolutions' norms, which the configuration has no field for. */
const EPSILON = 1e-5;

const fields = {
  hidden_size: count.default(768),
  num_hidden_layers: count.default(12),
  num_attention_heads: count.default(12),
  intermediate_size: count.default(3072),
  hidden_act: activationName.default('gelu'),
  layer_norm_eps: z.number().positive().default(1e-5),
  feat_extract_norm: z.enum(['group', 'layer']).default('group'),
  feat_extract_activation: activationName.default('gelu'),
  conv_stride: z.array(count).default([5, 2, 2, 2, 2, 2, 2]),
  num_conv_pos_embeddings: count.default(128),
  num_conv_pos_embedding_groups: count.default(16),
  conv_pos_batch_norm: only(false),
  do_stable_layer_norm: z.boolean().default(false),
  add_adapter: only(false),
  num_buckets: count.default(320),
  max_bucket_distance: count.default(800),
};

/** Heads and losses of pretraining, masks of training, and sizes that the weights have. */
const HARMLESS = [
  ...['conv_dim', 'conv_kernel', 'conv_bias', 'num_feat_extract_layers', 'feat_proj_layer_norm'],
  ...['feat_proj_dropout', 'feat_quantizer_dropout', 'final_dropout', 'feat_extract_dropout'],
  ...['apply_spec_augment', 'mask_channel_length', 'mask_channel_min_space', 'mask_channel_other'],
  ...['mask_channel_prob', 'mask_channel_selection', 'mask_time_length', 'mask_time_min_masks'],
  ...['mask_time_min_space', 'mask_time_other', 'mask_time_prob', 'mask_time_selection'],
  ...['mask_feature_length', 'mask_feature_min_masks', 'mask_feature_prob', 'num_negatives'],
  ...['num_codevectors_per_group', 'num_codevector_groups', 'contrastive_logits_temperature'],
  ...['codevector_dim', 'proj_codevector_dim', 'diversity_loss_weight', 'ctc_loss_reduction'],
  ...['ctc_zero_infinity', 'tdnn_dim', 'tdnn_kernel', 'tdnn_dilation', 'xvector_output_dim'],
  ...['freeze_feat_extract_train', 'no_mask_channel_overlap', 'no_mask_time_overlap'],
  ...['num_ctc_classes', 'vocab_size', 'pad_token_id', 'output_hidden_size', 'adapter_kernel_size'],
  ...[
    'adapter_stride',
    'num_adapter_layers',
    'tokenizer_class',
    'feature_projection_input_dim',
    'replace_prob',
  ],
];

export const wav2vec2 = defineArchitecture({
  name: 'wav2vec2',
  prefixes: ['wav2vec2.', 'hubert.', 'wavlm.'],
  unusedWeights: /^(masked_spec_embed$|lm_head\.|classifier\.|projector\.|quantizer\.|project_)/,
  fields,
  harmless: HARMLESS,
  build(config, graph) {
    const { layer_norm_eps: epsilon, do_stable_layer_norm: stable } = config;
    const heard = graph.at('feature_extractor');
    let x = heard.op('Unsqueeze', [waveform(graph), heard.ints([1])]);
    config.conv_stride.forEach((stride, i) => {
      const at = heard.at(`conv_layers.${i}`);
      const normed = timeNorm(at, conv1d(at, 'conv', x, { stride }), config.feat_extract_norm);
      x = activation(at, config.feat_extract_activation, normed);
    });
    const projection = graph.at('feature_projection');
    const frames = projection.transpose(x, [0, 2, 1]);
    const level = projection.has('layer_norm.weight')
      ? projection.layerNorm('layer_norm', frames, epsilon)
      : frames;
    x = projection.linear('projection', level);

    const encoder = graph.at('encoder');
    x = encoder.add(x, placed(encoder.at('pos_conv_embed'), x, config));
    if (!stable) x = encoder.layerNorm('layer_norm', x, epsilon);
    const sizes = {
      heads: config.num_attention_heads,
      width: config.hidden_size,
      act: config.hidden_act,
      epsilon,
      stable,
    };
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = speechLayer(encoder.at(`layers.${i}`), x, {
        ...sizes,
        distances: distancesOf(encoder, x, i, config),
      });
    graph.output('last_hidden_state', stable ? encoder.layerNorm('layer_norm', x, epsilon) : x);
  },
});

/** WavLM's, from the first layer's table; each layer counts its own frames, so that the network can be cut below any. */
function distancesOf(
  encoder: GraphBuilder,
  x: Value,
  layer: number,
  sizes: { num_buckets: number; max_bucket_distance: number },
): Value | null {
  const at = encoder.at(`layers.${layer}.attention`, 'layers.0.attention');
  if (!at.has('rel_attn_embed.weight')) return null;
  return bucketBias(at, x, {
    buckets: sizes.num_buckets,
    farthest: sizes.max_bucket_distance,
    weight: 'rel_attn_embed',
  });
}

/** `group`: each channel over time, in the first layer only; `layer`: each moment over the channels. x [n, c, t]. */
function timeNorm(at: GraphBuilder, x: Value, kind: 'group' | 'layer'): Value {
  if (!at.has('layer_norm.weight')) return x;
  if (kind === 'layer')
    return at.transpose(at.layerNorm('layer_norm', at.transpose(x, [0, 2, 1]), EPSILON), [0, 2, 1]);
  const norm = at.at('layer_norm');
  return norm.op('InstanceNormalization', [x, norm.weight('weight'), norm.weight('bias')], {
    epsilon: { float: EPSILON },
  });
}

interface PlaceSizes {
  num_conv_pos_embeddings: number;
  num_conv_pos_embedding_groups: number;
  feat_extract_activation: z.infer<typeof activationName>;
}

/** Where a frame stands, from its neighbours: a wide grouped convolution. x [n, t, d]. */
function placed(at: GraphBuilder, x: Value, sizes: PlaceSizes): Value {
  const size = sizes.num_conv_pos_embeddings;
  const half = Math.floor(size / 2);
  const spread = conv1d(at, 'conv', at.transpose(x, [0, 2, 1]), {
    // A kernel of even length would give one frame more.
    padding: [half, size % 2 === 0 ? half - 1 : half],
    groups: sizes.num_conv_pos_embedding_groups,
    weight: normedKernel(at.at('conv')),
  });
  return at.transpose(activation(at, sizes.feat_extract_activation, spread), [0, 2, 1]);
}

/** Direction and length apart (Salimans and Kingma 2016), one length for each place of the kernel; two namings. */
function normedKernel(at: GraphBuilder): Value {
  if (at.has('weight')) return at.weight('weight');
  const old = at.has('weight_g');
  const length = at.weight(old ? 'weight_g' : 'parametrizations.weight.original0');
  const direction = at.weight(old ? 'weight_v' : 'parametrizations.weight.original1');
  const norm = at.op('ReduceL2', [direction], { axes: [0, 1], keepdims: 1 });
  return at.mul(direction, at.op('Div', [length, norm]));
}
