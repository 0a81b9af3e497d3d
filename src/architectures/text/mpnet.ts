/**
 * MPNet (Song et al. 2020, https://arxiv.org/abs/2004.09297): BERT's layers without types, with a bias of the scores for the
 * distance of two tokens. Ids and mask → `last_hidden_state`.
 */
import { count, defineArchitecture, emptyObject, only } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { attend, paddingBias } from '../blocks/attention.ts';
import { bucketBias } from '../blocks/relative-buckets.ts';
import { positionsAfterPadding, tokenInputs } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { BERT_FIELDS } from './bert.ts';
import type { EncoderSizes } from './post-norm-layer.ts';

/** Of the distances, as transformers fixes them whatever the configuration says. */
const BUCKETS = 32;
const FARTHEST = 128;

export const mpnet = defineArchitecture({
  name: 'mpnet',
  prefixes: ['mpnet.'],
  unusedWeights: /^(pooler\.|lm_head\.|classifier\.|qa_outputs\.|embeddings\.position_ids$)/,
  fields: {
    vocab_size: count,
    hidden_size: count,
    num_hidden_layers: count,
    num_attention_heads: count,
    intermediate_size: count,
    hidden_act: activationName.default('gelu'),
    max_position_embeddings: count,
    layer_norm_eps: BERT_FIELDS.layer_norm_eps,
    relative_attention_num_buckets: only(BUCKETS),
    pad_token_id: count.default(1),
    pruned_heads: emptyObject,
  },
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const table = graph.at('embeddings');
    const placed = table.embedding(
      'position_embeddings',
      positionsAfterPadding(table, ids, config.pad_token_id),
    );
    const words = table.add(table.embedding('word_embeddings', ids), placed);
    let x = table.layerNorm('LayerNorm', words, config.layer_norm_eps);
    const encoder = graph.at('encoder');
    const near = bucketBias(encoder, ids, {
      buckets: BUCKETS,
      farthest: FARTHEST,
      weight: 'relative_attention_bias',
    });
    const biases = [near, paddingBias(encoder, mask)];
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = mpnetLayer(encoder.at(`layer.${i}`), x, config, biases);
    graph.output('last_hidden_state', x);
  },
});

function mpnetLayer(layer: GraphBuilder, x: Value, config: EncoderSizes, biases: readonly Value[]): Value {
  const { num_attention_heads: heads, hidden_size: width, layer_norm_eps: epsilon } = config;
  const self = layer.at('attention.attn');
  const [query, key, value] = [self.linear('q', x), self.linear('k', x), self.linear('v', x)];
  const seen = self.linear('o', attend(self, { query, key, value, heads, width, biases }));
  const normed = layer.layerNorm('attention.LayerNorm', layer.add(seen, x), epsilon);
  const inner = activation(
    layer.at('intermediate'),
    config.hidden_act,
    layer.linear('intermediate.dense', normed),
  );
  return layer.layerNorm('output.LayerNorm', layer.add(layer.linear('output.dense', inner), normed), epsilon);
}
