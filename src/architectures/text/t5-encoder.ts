/**
 * The encoder of T5 (Raffel et al. 2020, https://arxiv.org/abs/1910.10683) and of its version 1.1, whose dense layers are
 * gated: norms before the layers, no positions but the distances of tokens. Ids and mask → `last_hidden_state`.
 */
import { z } from 'zod';
import { count, defineArchitecture } from '../architecture.ts';
import { type ActivationName, activation } from '../blocks/activation.ts';
import { attend, paddingBias } from '../blocks/attention.ts';
import { bucketBias } from '../blocks/relative-buckets.ts';
import { tokenInputs } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** Values of `feed_forward_proj`; a gated one multiplies two projections. */
const FEED_FORWARD = {
  relu: { act: 'relu', gated: false },
  gelu: { act: 'gelu', gated: false },
  'gated-gelu': { act: 'gelu_new', gated: true },
  'gated-silu': { act: 'silu', gated: true },
} as const satisfies Record<string, { act: ActivationName; gated: boolean }>;

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
    feed_forward_proj: z.enum(['relu', 'gelu', 'gated-gelu', 'gated-silu']).default('relu'),
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

interface Sizes {
  num_heads: number;
  d_kv: number;
  layer_norm_epsilon: number;
  feed_forward_proj: keyof typeof FEED_FORWARD;
}

function t5Block(block: GraphBuilder, x: Value, config: Sizes, biases: readonly Value[]): Value {
  const { num_heads: heads, d_kv, layer_norm_epsilon: epsilon } = config;
  const normed = block.rmsNorm('layer.0.layer_norm', x, epsilon);
  const self = block.at('layer.0.SelfAttention');
  const [query, key, value] = [self.linear('q', normed), self.linear('k', normed), self.linear('v', normed)];
  // The weights were drawn so that no scale is needed.
  const seen = attend(self, { query, key, value, heads, width: heads * d_kv, scale: 1, biases });
  const attended = block.add(x, self.linear('o', seen));
  const inner = block.rmsNorm('layer.1.layer_norm', attended, epsilon);
  return block.add(
    attended,
    feedForward(block.at('layer.1.DenseReluDense'), inner, config.feed_forward_proj),
  );
}

function feedForward(dense: GraphBuilder, x: Value, kind: keyof typeof FEED_FORWARD): Value {
  const { act, gated } = FEED_FORWARD[kind];
  if (!gated) return dense.linear('wo', activation(dense, act, dense.linear('wi', x)));
  return dense.linear(
    'wo',
    dense.mul(activation(dense, act, dense.linear('wi_0', x)), dense.linear('wi_1', x)),
  );
}
