/**
 * Gemma 3's texts (Gemma Team 2025, https://arxiv.org/abs/2503.19786): five layers that see a window, then one that sees all;
 * norms before and after each part. EmbeddingGemma (https://arxiv.org/abs/2509.20354) is the same seeing both ways. Ids, mask
 * and past → `logits`, `last_hidden_state`, present.
 */
import { z } from 'zod';
import { count, defineArchitecture } from '../architecture.ts';
import { activationName } from '../blocks/activation.ts';
import { rotation } from '../blocks/rotary.ts';
import { decoderInputs, unseen } from './decoder-inputs.ts';
import { languageHead } from './language-head.ts';
import { gatedDense, type Norm, selfAttention } from './llama-layer.ts';
import { ROPE_FIELDS, ropeSchema, ropeSpeeds } from './rope-fields.ts';

const LAYER_TYPES = ['full_attention', 'sliding_attention'] as const;
type LayerType = (typeof LAYER_TYPES)[number];

export const gemma3 = defineArchitecture({
  name: 'gemma3',
  prefixes: ['model.'],
  unusedWeights: /^(lm_head\.|layers\.\d+\.self_attn\.rotary_emb\.inv_freq$)/,
  fields: {
    ...ROPE_FIELDS,
    vocab_size: count,
    hidden_size: count,
    num_hidden_layers: count,
    num_attention_heads: count,
    num_key_value_heads: count,
    head_dim: count.default(256),
    intermediate_size: count,
    hidden_activation: activationName.default('gelu_pytorch_tanh'),
    rms_norm_eps: z.number().positive().default(1e-6),
    query_pre_attn_scalar: z.number().positive().default(256),
    sliding_window: count.default(4_096),
    layer_types: z.array(z.enum(LAYER_TYPES)).optional(),
    /** Older files give the period, and two numbers for the angles. */
    sliding_window_pattern: count.default(6),
    _sliding_window_pattern: count.optional(),
    rope_theta: z.number().positive().default(1_000_000),
    rope_local_base_freq: z.number().positive().default(10_000),
    rope_parameters: z.strictObject({ full_attention: ropeSchema, sliding_attention: ropeSchema }).optional(),
    use_bidirectional_attention: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(true),
  },
  harmless: ['attention_bias', 'max_position_embeddings', 'pad_token_id', 'cache_implementation'],
  build(config, graph) {
    const { num_hidden_layers: layers, num_key_value_heads: keyHeads, head_dim: headSize } = config;
    const inputs = decoderInputs(graph, { layers, heads: keyHeads, headSize });
    const bothWays = config.use_bidirectional_attention;
    // Seeing both ways, the window is split between them.
    const window = bothWays ? Math.floor(config.sliding_window / 2) + 1 : config.sliding_window;
    const sightOf = (kind: LayerType) => {
      const slides = kind === 'sliding_attention';
      const older = slides ? undefined : config.rope_scaling;
      const theta = slides ? config.rope_local_base_freq : config.rope_theta;
      const speeds = ropeSpeeds(headSize, theta, config.rope_parameters?.[kind] ?? older);
      return {
        turn: rotation(graph.at(`rotary.${kind}`), inputs.places, speeds),
        hidden: unseen(graph.at(`mask.${kind}`), inputs, { window: slides ? window : undefined, bothWays }),
      };
    };
    const sights = {
      full_attention: sightOf('full_attention'),
      sliding_attention: sightOf('sliding_attention'),
    };
    const norm = shiftedNorm(config.rms_norm_eps);
    const sizes = {
      heads: config.num_attention_heads,
      keyHeads,
      headSize,
      scale: config.query_pre_attn_scalar ** -0.5,
      headNorm: norm,
    };
    let x = graph.times(graph.embedding('embed_tokens', inputs.ids), Math.sqrt(config.hidden_size));
    const period = config._sliding_window_pattern ?? config.sliding_window_pattern;
    for (let i = 0; i < layers; i++) {
      const layer = graph.at(`layers.${i}`);
      const periodic = (i + 1) % period === 0 ? 'full_attention' : 'sliding_attention';
      const sight = { ...sights[config.layer_types?.[i] ?? periodic], past: inputs.past[i]!, layer: i };
      const seen = selfAttention(layer, norm(layer, 'input_layernorm', x), sizes, sight);
      const attended = layer.add(x, norm(layer, 'post_attention_layernorm', seen));
      const inner = norm(layer, 'pre_feedforward_layernorm', attended);
      const dense = gatedDense(layer, inner, config.hidden_activation);
      x = layer.add(attended, norm(layer, 'post_feedforward_layernorm', dense));
    }
    languageHead(graph, norm(graph, 'norm', x), { words: 'embed_tokens', tied: config.tie_word_embeddings });
  },
});

/** Its weights are what is added to 1. */
const shiftedNorm =
  (epsilon: number): Norm =>
  (at, name, x) => {
    const layer = at.at(name);
    const square = layer.op('ReduceMean', [layer.mul(x, x)], { axes: [-1], keepdims: 1 });
    const root = layer.op('Sqrt', [layer.add(square, layer.scalar(epsilon))]);
    return layer.mul(layer.op('Div', [x, root]), layer.add(layer.weight('weight'), layer.scalar(1)));
  };
