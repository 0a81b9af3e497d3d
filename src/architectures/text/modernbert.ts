/**
 * ModernBERT (Warner et al. 2024, https://arxiv.org/abs/2412.13663): rotary positions, gated dense layers, norms before the
 * layers, and two layers of three that see a window only. Ids and mask → `last_hidden_state`. Ettin's and granite's
 * encoders (r2) are of this architecture.
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { count, defineArchitecture } from '../architecture.ts';
import { type ActivationName, activation, activationName } from '../blocks/activation.ts';
import { LOWEST, mergeHeads, paddingBias, splitHeads } from '../blocks/attention.ts';
import { plainSpeeds, type Rotation, rotate, rotation } from '../blocks/rotary.ts';
import { positions, tokenInputs } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

const layerType = z.enum(['full_attention', 'sliding_attention']);
type LayerType = z.infer<typeof layerType>;
const turning = z.strictObject({ rope_type: z.literal('default'), rope_theta: z.number().positive() });

export const modernbert = defineArchitecture({
  name: 'modernbert',
  prefixes: ['model.'],
  unusedWeights: /^(head\.|decoder\.|classifier\.)/,
  fields: {
    vocab_size: count,
    hidden_size: count,
    num_hidden_layers: count,
    num_attention_heads: count,
    intermediate_size: count,
    hidden_activation: activationName.default('gelu'),
    max_position_embeddings: count.default(8_192),
    norm_eps: z.number().positive().default(1e-5),
    local_attention: count.default(128),
    /** Newer files name each layer's kind and both angles; older ones give a period and two numbers. */
    layer_types: z.array(layerType).optional(),
    rope_parameters: z.strictObject({ full_attention: turning, sliding_attention: turning }).optional(),
    global_attn_every_n_layers: count.default(3),
    global_rope_theta: z.number().positive().default(160_000),
    local_rope_theta: z.number().positive().default(10_000),
  },
  // Biases are used where the files have them; the rest is of heads, of training and of how it is run.
  harmless: [
    'attention_bias',
    'mlp_bias',
    'norm_bias',
    'decoder_bias',
    'classifier_bias',
    'classifier_activation',
    'classifier_pooling',
    'embedding_dropout',
    'mlp_dropout',
    'initializer_cutoff_factor',
    'deterministic_flash_attn',
    'sparse_prediction',
    'sparse_pred_ignore_index',
    'repad_logits_with_grad',
    'layer_norm_eps',
    'position_embedding_type',
    'pad_token_id',
  ],
  build(config, graph) {
    const { ids, mask } = tokenInputs(graph);
    const { num_attention_heads: heads, hidden_size: width, norm_eps: epsilon } = config;
    const table = graph.at('embeddings');
    let x = table.layerNorm('norm', table.embedding('tok_embeddings', ids), epsilon);

    const places = positions(graph.at('rotary'), ids);
    const padding = paddingBias(graph.at('mask'), mask);
    const theta = {
      full_attention: config.rope_parameters?.full_attention.rope_theta ?? config.global_rope_theta,
      sliding_attention: config.rope_parameters?.sliding_attention.rope_theta ?? config.local_rope_theta,
    };
    const near = graph
      .at('mask')
      .op('Min', [padding, window(graph.at('mask'), places, config.local_attention)]);
    const seenBy = (kind: LayerType) => ({
      turn: rotation(graph.at(`rotary.${kind}`), places, plainSpeeds(width / heads, theta[kind])),
      hidden: kind === 'full_attention' ? padding : near,
    });
    const sight = {
      full_attention: seenBy('full_attention'),
      sliding_attention: seenBy('sliding_attention'),
    };
    for (let i = 0; i < config.num_hidden_layers; i++) {
      const periodic = i % config.global_attn_every_n_layers ? 'sliding_attention' : 'full_attention';
      const sizes = { heads, width, epsilon, act: config.hidden_activation, first: i === 0 };
      x = layer(graph.at(`layers.${i}`), x, { ...sizes, ...sight[config.layer_types?.[i] ?? periodic] });
    }
    graph.output('last_hidden_state', graph.layerNorm('final_norm', x, epsilon));
  },
});

/** 0 where two tokens are at most half a window apart, the lowest float elsewhere: [s, s]. */
function window(at: GraphBuilder, places: Value, size: number): Value {
  const rows = at.op('Unsqueeze', [places, at.ints([1])]);
  const distance = at.op('Abs', [at.op('Sub', [rows, at.op('Unsqueeze', [places, at.ints([0])])])]);
  const far = at.op('Greater', [distance, at.int(Math.floor(size / 2))]);
  return at.times(at.op('Cast', [far], { to: DataType.FLOAT }), LOWEST);
}

interface Sizes {
  heads: number;
  width: number;
  epsilon: number;
  act: ActivationName;
  /** The embeddings are normed already, so the first layer has no norm of its own. */
  first: boolean;
  turn: Rotation;
  /** Added to the scores: padding, and what is too far away. */
  hidden: Value;
}

function layer(at: GraphBuilder, x: Value, sizes: Sizes): Value {
  const { heads, width, epsilon, act, first, turn, hidden } = sizes;
  const self = at.at('attn');
  const mixed = self.linear('Wqkv', first ? x : at.layerNorm('attn_norm', x, epsilon));
  const [query = '', key = '', value = ''] = self
    .ops('Split', [mixed, self.ints([width, width, width])], { axis: -1, outputs: 3 })
    .map((part) => splitHeads(self, part, heads));
  const keys = self.transpose(rotate(self, key, turn), [0, 1, 3, 2]);
  const scores = self.times(self.matMul(rotate(self, query, turn), keys), 1 / Math.sqrt(width / heads));
  const attended = at.add(
    x,
    self.linear('Wo', mergeHeads(self, self.matMul(self.softmax(self.add(scores, hidden)), value), width)),
  );
  const dense = at.at('mlp');
  const inner = dense.linear('Wi', at.layerNorm('mlp_norm', attended, epsilon));
  const half = dense.sizes('Wi.weight')[0]! / 2;
  const [open = '', gate = ''] = dense.ops('Split', [inner, dense.ints([half, half])], {
    axis: -1,
    outputs: 2,
  });
  return at.add(attended, dense.linear('Wo', dense.mul(activation(dense, act, open), gate)));
}
