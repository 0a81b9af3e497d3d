/**
 * ELECTRA (Clark et al. 2020, https://arxiv.org/abs/2003.10555): BERT's layers over embeddings that may be narrower, trained
 * to tell replaced tokens. Ids, mask and types → `last_hidden_state`.
 */
import { count, defineArchitecture } from '../architecture.ts';
import { paddingBias } from '../blocks/attention.ts';
import { tokenInputs, tokenTypes } from '../blocks/token-inputs.ts';
import { BERT_FIELDS, bertEmbeddings } from './bert.ts';
import { encoderLayers } from './post-norm-layer.ts';

export const electra = defineArchitecture({
  name: 'electra',
  prefixes: ['electra.'],
  unusedWeights:
    /^(discriminator_predictions\.|generator_\w+\.|classifier\.|qa_outputs\.|embeddings\.position_ids$)/,
  fields: { ...BERT_FIELDS, embedding_size: count },
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const words = bertEmbeddings(graph, { ids, types: tokenTypes(graph), epsilon: config.layer_norm_eps });
    const isNarrow = config.embedding_size !== config.hidden_size;
    const x = isNarrow ? graph.linear('embeddings_project', words) : words;
    graph.output(
      'last_hidden_state',
      encoderLayers(graph, x, config, [paddingBias(graph.at('encoder'), mask)]),
    );
  },
});
