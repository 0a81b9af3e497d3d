/**
 * DistilBERT (Sanh et al. 2019, https://arxiv.org/abs/1910.01108): BERT's layers without types, under names of its own.
 * Ids and mask → `last_hidden_state`.
 */
import { count, defineArchitecture, emptyObject } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { attend, paddingBias } from '../blocks/attention.ts';
import { positions, tokenInputs } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** Of every norm; the configuration has no field for it. */
const EPSILON = 1e-12;

const fields = {
  vocab_size: count,
  max_position_embeddings: count,
  n_layers: count,
  n_heads: count,
  dim: count,
  hidden_dim: count,
  activation: activationName.default('gelu'),
  pruned_heads: emptyObject,
};

export const distilbert = defineArchitecture({
  name: 'distilbert',
  prefixes: ['distilbert.'],
  unusedWeights: /^(pre_classifier\.|classifier\.|vocab_\w+\.|qa_outputs\.|embeddings\.position_ids$)/,
  fields,
  // Sines fill the table of positions at the beginning only; it is stored like any other.
  harmless: ['sinusoidal_pos_embds', 'qa_dropout', 'seq_classif_dropout', 'pad_token_id', 'tie_weights_'],
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const table = graph.at('embeddings');
    const placed = table.embedding('position_embeddings', positions(table, ids));
    const words = table.add(table.embedding('word_embeddings', ids), placed);
    let x = table.layerNorm('LayerNorm', words, EPSILON);
    const padding = paddingBias(graph.at('transformer'), mask);
    for (let i = 0; i < config.n_layers; i++)
      x = distilledLayer(graph.at(`transformer.layer.${i}`), x, { ...config, padding });
    graph.output('last_hidden_state', x);
  },
});

function distilledLayer(
  layer: GraphBuilder,
  x: Value,
  sizes: { n_heads: number; dim: number; activation: Parameters<typeof activation>[1]; padding: Value },
): Value {
  const { n_heads: heads, dim: width, padding } = sizes;
  const self = layer.at('attention');
  const [query, key, value] = [self.linear('q_lin', x), self.linear('k_lin', x), self.linear('v_lin', x)];
  const seen = attend(self, { query, key, value, heads, width, biases: [padding] });
  const normed = layer.layerNorm('sa_layer_norm', layer.add(self.linear('out_lin', seen), x), EPSILON);
  const inner = activation(layer.at('ffn'), sizes.activation, layer.linear('ffn.lin1', normed));
  return layer.layerNorm('output_layer_norm', layer.add(layer.linear('ffn.lin2', inner), normed), EPSILON);
}
