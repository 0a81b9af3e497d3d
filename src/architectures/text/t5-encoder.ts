/**
 * The encoder of T5 (Raffel et al. 2020, https://arxiv.org/abs/1910.10683) and of its version 1.1, whose dense layers are
 * gated: norms before the layers, no positions but the distances of tokens. Ids and mask → `last_hidden_state`.
 */
import { z } from 'zod';
import { count, defineArchitecture } from '../architecture.ts';
import { paddingBias } from '../blocks/attention.ts';
import { bucketBias } from '../blocks/relative-buckets.ts';
import { feedForwardName, t5Block } from '../blocks/t5-block.ts';
import { tokenInputs } from '../blocks/token-inputs.ts';

export const t5Encoder = defineArchitecture({
  name: 't5',
  prefixes: [],
  unusedWeights: /^(decoder\.|lm_head\.|classification_head\.|encoder\.embed_tokens\.)/,
  fields: {
    vocab_size: count,
    d_model: count,
    d_kv: count,
    d_ff: count,
    num_layers: count,
    num_heads: count,
    relative_attention_num_buckets: count.default(32),
    relative_attention_max_distance: count.default(128),
    layer_norm_epsilon: z.number().positive().default(1e-6),
    feed_forward_proj: feedForwardName,
  },
  // Of the decoder, or said again by feed_forward_proj.
  harmless: [
    'num_decoder_layers',
    'is_encoder_decoder',
    'is_decoder',
    'dense_act_fn',
    'is_gated_act',
    'pad_token_id',
    'n_positions',
    'scale_decoder_outputs',
  ],
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const encoder = graph.at('encoder');
    let x = graph.has('shared.weight')
      ? graph.embedding('shared', ids)
      : encoder.embedding('embed_tokens', ids);
    const near = bucketBias(encoder, ids, {
      buckets: config.relative_attention_num_buckets,
      farthest: config.relative_attention_max_distance,
      weight: 'block.0.layer.0.SelfAttention.relative_attention_bias',
    });
    const biases = [near, paddingBias(encoder, mask)];
    for (let i = 0; i < config.num_layers; i++) x = t5Block(encoder.at(`block.${i}`), x, config, biases);
    graph.output('last_hidden_state', encoder.rmsNorm('final_layer_norm', x, config.layer_norm_epsilon));
  },
});
