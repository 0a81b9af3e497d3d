/**
 * Whisper's encoder (Radford et al. 2022, https://arxiv.org/abs/2212.04356). Waveform [n, samples] → `last_hidden_state`
 * [n, frames, d] of the whole window, and `audio_embeds` [n, d], the mean over the frames that have sound to them.
 */
import { count, defineArchitecture } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { type LayerNames, preNormLayer } from '../blocks/pre-norm-layer.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { conv1d } from './conv1d.ts';
import { waveform, whisperLogMel } from './log-mel.ts';

const EPSILON = 1e-5;
/** Samples of one frame behind the second convolution, which halves their number. */
const FRAME_SAMPLES = 320;

const LAYER: LayerNames = {
  norms: ['self_attn_layer_norm', 'final_layer_norm'],
  projections: ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'],
  out: 'self_attn.out_proj',
  dense: ['fc1', 'fc2'],
};

export const whisper = defineArchitecture({
  name: 'whisper',
  prefixes: ['model.encoder.', 'encoder.'],
  unusedWeights: /^$/,
  fields: {
    d_model: count.default(384),
    encoder_layers: count.default(4),
    encoder_attention_heads: count.default(6),
    encoder_ffn_dim: count.default(1_536),
    activation_function: activationName.default('gelu'),
    max_source_positions: count.default(1_500),
    num_mel_bins: count.default(80),
  },
  // The decoder, what is drawn in training only, and a factor that the encoder does not use.
  harmless: [
    'vocab_size',
    'decoder_layers',
    'decoder_attention_heads',
    'decoder_ffn_dim',
    'decoder_layerdrop',
    'encoder_layerdrop',
    'max_target_positions',
    'num_hidden_layers',
    'is_encoder_decoder',
    'init_std',
    'scale_embedding',
    'median_filter_width',
    'alignment_heads',
    'lang_ids',
    'pad_token_id',
    'forced_decoder_ids',
    'apply_spec_augment',
    'mask_time_prob',
    'mask_time_length',
    'mask_time_min_masks',
    'mask_feature_prob',
    'mask_feature_length',
    'mask_feature_min_masks',
  ],
  build(config, graph, preprocessor) {
    const wave = waveform(graph);
    const bands = { feature_size: config.num_mel_bins, ...record(preprocessor) };
    let x = whisperLogMel(graph.at('log_mel'), wave, bands);
    for (const [name, stride] of [
      ['conv1', 1],
      ['conv2', 2],
    ] as const)
      x = activation(graph, 'gelu', conv1d(graph, name, x, { stride, padding: [1, 1] }));
    x = graph.add(graph.transpose(x, [0, 2, 1]), graph.weight('embed_positions.weight'));
    const sizes = {
      heads: config.encoder_attention_heads,
      width: config.d_model,
      act: config.activation_function,
      epsilon: EPSILON,
    };
    for (let i = 0; i < config.encoder_layers; i++)
      x = preNormLayer(graph.at(`layers.${i}`), x, LAYER, sizes);
    const hidden = graph.layerNorm('layer_norm', x, EPSILON);
    graph.output('last_hidden_state', hidden);
    graph.output('audio_embeds', heardMean(graph.at('heard'), hidden, wave));
  },
});

const record = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** A short clip is filled up with silence, which says nothing of it. */
function heardMean(at: GraphBuilder, hidden: Value, wave: Value): Value {
  const samples = at.op('Shape', [wave], { start: 1, end: 2 });
  const frames = at.op('Div', [at.add(samples, at.ints([FRAME_SAMPLES - 1])), at.ints([FRAME_SAMPLES])]);
  const heard = at.op('Slice', [hidden, at.ints([0]), frames, at.ints([1])]);
  return at.op('ReduceMean', [heard], { axes: [1], keepdims: 0 });
}
