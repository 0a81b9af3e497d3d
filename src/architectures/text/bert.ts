/**
 * BERT (Devlin et al. 2019, https://arxiv.org/abs/1810.04805). Ids, mask and types → `last_hidden_state` [n, s, d].
 */
import { z } from 'zod';
import { count, defineArchitecture, emptyObject, only } from '../architecture.ts';
import { activationName } from '../blocks/activation.ts';
import { paddingBias } from '../blocks/attention.ts';
import { positions, tokenInputs, tokenTypes } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { encoderLayers } from './post-norm-layer.ts';

/** Fields that BERT and its heirs have in common. */
export const BERT_FIELDS = {
  vocab_size: count,
  hidden_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  intermediate_size: count,
  hidden_act: activationName.default('gelu'),
  max_position_embeddings: count,
  type_vocab_size: count.default(2),
  layer_norm_eps: z.number().positive().default(1e-12),
  pad_token_id: z.number().int().default(0),
  position_embedding_type: only('absolute'),
  is_decoder: only(false),
  is_encoder_decoder: only(false),
  add_cross_attention: only(false),
  pruned_heads: emptyObject,
};

export const bert = defineArchitecture({
  name: 'bert',
  prefixes: ['bert.'],
  unusedWeights: /^(pooler\.|cls\.|classifier\.|qa_outputs\.|embeddings\.position_ids$)/,
  fields: BERT_FIELDS,
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const x = bertEmbeddings(graph, { ids, types: tokenTypes(graph), epsilon: config.layer_norm_eps });
    graph.output(
      'last_hidden_state',
      encoderLayers(graph, x, config, [paddingBias(graph.at('encoder'), mask)]),
    );
  },
});

/** Words, types and positions, summed and normed: [n, s, d]. */
export function bertEmbeddings(
  graph: GraphBuilder,
  { ids, types, epsilon }: { ids: Value; types: Value; epsilon: number },
): Value {
  const table = graph.at('embeddings');
  const words = table.embedding('word_embeddings', ids);
  const typed = table.add(words, table.embedding('token_type_embeddings', types));
  const placed = table.add(typed, table.embedding('position_embeddings', positions(table, ids)));
  return table.layerNorm('LayerNorm', placed, epsilon);
}
