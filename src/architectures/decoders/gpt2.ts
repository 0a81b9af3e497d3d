/**
 * GPT-2 (Radford et al. 2019, https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf):
 * learnt positions, norms before attention and dense layers, all words scored by their own table. Ids, mask and past →
 * `logits`, `last_hidden_state`, present.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { splitHeads } from '../blocks/attention.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { decoderInputs, unseen } from './decoder-inputs.ts';
import { type GroupedAttention, groupedAttention } from './grouped-attention.ts';
import { languageHead } from './language-head.ts';

export const gpt2 = defineArchitecture({
  name: 'gpt2',
  prefixes: ['transformer.'],
  unusedWeights: /^(lm_head\.|h\.\d+\.attn\.(masked_)?bias$)/,
  fields: {
    vocab_size: count,
    n_positions: count.default(1_024),
    n_embd: count.default(768),
    n_layer: count.default(12),
    n_head: count.default(12),
    activation_function: activationName.default('gelu_new'),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    scale_attn_weights: only(true),
    scale_attn_by_inverse_layer_idx: only(false),
    reorder_and_upcast_attn: only(false),
    add_cross_attention: only(false),
    tie_word_embeddings: z.boolean().default(true),
  },
  // Sizes that the weights show, and what drops out while training.
  harmless: ['n_inner', 'n_ctx', 'resid_pdrop', 'embd_pdrop', 'attn_pdrop', 'pad_token_id'],
  build(config, graph) {
    const { n_embd: width, n_head: heads, n_layer: layers, layer_norm_epsilon: epsilon } = config;
    const headSize = width / heads;
    const inputs = decoderInputs(graph, { layers, heads, headSize });
    const hidden = unseen(graph.at('mask'), inputs);
    let x = graph.add(graph.embedding('wte', inputs.ids), graph.embedding('wpe', inputs.places));
    for (let i = 0; i < layers; i++) {
      const layer = graph.at(`h.${i}`);
      const sizes = { heads, keyHeads: heads, headSize, scale: 1 / Math.sqrt(headSize) };
      const sight = { ...sizes, hidden, past: inputs.past[i]!, layer: i };
      const attended = layer.add(x, attention(layer, layer.layerNorm('ln_1', x, epsilon), sight));
      const inner = columns(layer, 'mlp.c_fc', layer.layerNorm('ln_2', attended, epsilon));
      const dense = columns(
        layer,
        'mlp.c_proj',
        activation(layer.at('mlp'), config.activation_function, inner),
      );
      x = layer.add(attended, dense);
    }
    const last = graph.layerNorm('ln_f', x, epsilon);
    languageHead(graph, last, { words: 'wte', tied: config.tie_word_embeddings });
  },
});

function attention(
  layer: GraphBuilder,
  x: Value,
  sizes: Omit<GroupedAttention, 'query' | 'key' | 'value'>,
): Value {
  const self = layer.at('attn');
  const width = sizes.heads * sizes.headSize;
  const mixed = columns(layer, 'attn.c_attn', x);
  const [query = '', key = '', value = ''] = self
    .ops('Split', [mixed, self.ints([width, width, width])], { axis: -1, outputs: 3 })
    .map((part) => splitHeads(self, part, sizes.heads));
  return columns(layer, 'attn.c_proj', groupedAttention(self, { query, key, value, ...sizes }));
}

/** x · W + b; its weights are [from, to]. */
function columns(at: GraphBuilder, name: string, x: Value): Value {
  const layer = at.at(name);
  return layer.add(layer.matMul(x, layer.weight('weight')), layer.weight('bias'));
}
