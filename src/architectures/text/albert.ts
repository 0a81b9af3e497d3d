/**
 * ALBERT (Lan et al. 2020, https://arxiv.org/abs/1909.11942): narrow embeddings, and layers of one group share their weights.
 * Ids, mask and types → `last_hidden_state`.
 */
import { count, defineArchitecture, only } from '../architecture.ts';
import { activation } from '../blocks/activation.ts';
import { attend, paddingBias } from '../blocks/attention.ts';
import { tokenInputs, tokenTypes } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { BERT_FIELDS, bertEmbeddings } from './bert.ts';
import type { EncoderSizes } from './post-norm-layer.ts';

export const albert = defineArchitecture({
  name: 'albert',
  prefixes: ['albert.'],
  unusedWeights:
    /^(pooler\.|predictions\.|sop_classifier\.|classifier\.|qa_outputs\.|embeddings\.position_ids$)/,
  fields: {
    ...BERT_FIELDS,
    hidden_act: BERT_FIELDS.hidden_act.unwrap().default('gelu_new'),
    embedding_size: count.default(128),
    num_hidden_groups: count.default(1),
    inner_group_num: only(1),
    down_scale_factor: only(1),
    net_structure_type: only(0),
    gap_size: only(0),
    num_memory_blocks: only(0),
  },
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const words = bertEmbeddings(graph, { ids, types: tokenTypes(graph), epsilon: config.layer_norm_eps });
    let x = graph.linear('encoder.embedding_hidden_mapping_in', words);
    const biases = [paddingBias(graph.at('encoder'), mask)];
    const { num_hidden_layers: layers, num_hidden_groups: groups } = config;
    for (let i = 0; i < layers; i++) {
      const group = Math.floor((i * groups) / layers);
      const layer = graph.at(`encoder.layer.${i}`, `encoder.albert_layer_groups.${group}.albert_layers.0`);
      x = sharedLayer(layer, x, config, biases);
    }
    graph.output('last_hidden_state', x);
  },
});

/** As BERT's, under names of its own. */
function sharedLayer(layer: GraphBuilder, x: Value, config: EncoderSizes, biases: readonly Value[]): Value {
  const { hidden_size: width, num_attention_heads: heads, layer_norm_eps: epsilon } = config;
  const self = layer.at('attention');
  const [query, key, value] = [self.linear('query', x), self.linear('key', x), self.linear('value', x)];
  const seen = self.linear('dense', attend(self, { query, key, value, heads, width, biases }));
  const normed = self.layerNorm('LayerNorm', layer.add(x, seen), epsilon);
  const inner = activation(layer.at('ffn'), config.hidden_act, layer.linear('ffn', normed));
  const sum = layer.add(layer.linear('ffn_output', inner), normed);
  return layer.layerNorm('full_layer_layer_norm', sum, epsilon);
}
