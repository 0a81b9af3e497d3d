/**
 * RoBERTa (Liu et al. 2019, https://arxiv.org/abs/1907.11692) and its kin in other languages, XLM-R and CamemBERT: BERT
 * without a second text, its positions counted from behind the padding's id. Ids and mask → `last_hidden_state`.
 */
import { count, defineArchitecture } from '../architecture.ts';
import { paddingBias } from '../blocks/attention.ts';
import { positionsAfterPadding, tokenInputs } from '../blocks/token-inputs.ts';
import { BERT_FIELDS } from './bert.ts';
import { encoderLayers } from './post-norm-layer.ts';

export const roberta = defineArchitecture({
  name: 'roberta',
  prefixes: ['roberta.'],
  unusedWeights: /^(pooler\.|lm_head\.|classifier\.|qa_outputs\.|embeddings\.(position|token_type)_ids$)/,
  fields: { ...BERT_FIELDS, type_vocab_size: count.default(1), pad_token_id: count.default(1) },
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const table = graph.at('embeddings');
    const placed = table.embedding(
      'position_embeddings',
      positionsAfterPadding(table, ids, config.pad_token_id),
    );
    // Every token is of the first type.
    const type = table.gather(table.weight('token_type_embeddings.weight'), table.int(0));
    const words = table.add(table.embedding('word_embeddings', ids), type);
    const x = table.layerNorm('LayerNorm', table.add(words, placed), config.layer_norm_eps);
    graph.output(
      'last_hidden_state',
      encoderLayers(graph, x, config, [paddingBias(graph.at('encoder'), mask)]),
    );
  },
});
