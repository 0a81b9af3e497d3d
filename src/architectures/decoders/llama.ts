/**
 * Llama (Touvron et al. 2023, https://arxiv.org/abs/2302.13971; SmolLM2 and Llama 3.2 among others), Qwen2 (Yang et al. 2024,
 * https://arxiv.org/abs/2407.10671), whose projections have biases, and Qwen3 (2025, https://arxiv.org/abs/2505.09388), which
 * norms queries and keys. Ids, mask and past → `logits`, `last_hidden_state`, present.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activationName } from '../blocks/activation.ts';
import { rotation } from '../blocks/rotary.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import { decoderInputs, unseen } from './decoder-inputs.ts';
import { languageHead } from './language-head.ts';
import { gatedDense, type Norm, selfAttention } from './llama-layer.ts';
import { ROPE_FIELDS, type Rope, ropeSpeeds } from './rope-fields.ts';

const layerType = z.enum(['full_attention', 'sliding_attention']);

const FIELDS = {
  vocab_size: count,
  hidden_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count.optional(),
  head_dim: count.optional(),
  intermediate_size: count,
  hidden_act: activationName.default('silu'),
  rms_norm_eps: z.number().positive().default(1e-6),
  tie_word_embeddings: z.boolean().default(false),
  ...ROPE_FIELDS,
  is_decoder: z.boolean().default(true),
  add_cross_attention: only(false),
};

/** Qwen's windows: from which layer on, or which layer has one. */
const WINDOW_FIELDS = {
  use_sliding_window: z.boolean().default(false),
  sliding_window: count.optional(),
  max_window_layers: z.number().int().nonnegative().default(28),
  layer_types: z.array(layerType).optional(),
  use_mrope: only(false),
};

/** Biases are used where the files have them; the rest is of training, of limits and of how it is run. */
const HARMLESS = [
  'attention_bias',
  'mlp_bias',
  'max_position_embeddings',
  'pretraining_tp',
  'pad_token_id',
  'is_llama_config',
];
const UNUSED = /^(lm_head\.|score\.|layers\.\d+\.self_attn\.rotary_emb\.inv_freq$)/;

export const llama = defineArchitecture({
  name: 'llama',
  prefixes: ['model.'],
  unusedWeights: UNUSED,
  fields: FIELDS,
  harmless: HARMLESS,
  build: (config, graph) => buildDecoder(graph, config, { headNorm: false, window: () => undefined }),
});

export const qwen2 = defineArchitecture({
  name: 'qwen2',
  prefixes: ['model.'],
  unusedWeights: UNUSED,
  fields: { ...FIELDS, ...WINDOW_FIELDS },
  harmless: HARMLESS,
  build: (config, graph) => buildDecoder(graph, config, { headNorm: false, window: windowOf(config) }),
});

export const qwen3 = defineArchitecture({
  name: 'qwen3',
  prefixes: ['model.'],
  unusedWeights: UNUSED,
  fields: { ...FIELDS, ...WINDOW_FIELDS, head_dim: count.default(128) },
  harmless: HARMLESS,
  build: (config, graph) => buildDecoder(graph, config, { headNorm: true, window: windowOf(config) }),
});

type WindowConfig = z.infer<z.ZodObject<typeof WINDOW_FIELDS>>;
type WindowOf = (layer: number) => number | undefined;

function windowOf(config: WindowConfig): WindowOf {
  const { use_sliding_window: used, sliding_window: window, layer_types: types } = config;
  if (!used) return () => undefined;
  return (layer) => {
    const slides = types ? types[layer] === 'sliding_attention' : layer >= config.max_window_layers;
    return slides ? window : undefined;
  };
}

interface DecoderConfig {
  hidden_size: number;
  num_hidden_layers: number;
  num_attention_heads: number;
  num_key_value_heads?: number | undefined;
  head_dim?: number | undefined;
  hidden_act: ActivationName;
  rms_norm_eps: number;
  tie_word_embeddings: boolean;
  rope_theta: number;
  rope_scaling?: Rope | undefined;
  rope_parameters?: Rope | undefined;
}

function buildDecoder(
  graph: GraphBuilder,
  config: DecoderConfig,
  { headNorm, window }: { headNorm: boolean; window: WindowOf },
): void {
  const { num_attention_heads: heads, num_hidden_layers: layers } = config;
  const keyHeads = config.num_key_value_heads ?? heads;
  const headSize = config.head_dim ?? config.hidden_size / heads;
  const norm: Norm = (at, name, x) => at.rmsNorm(name, x, config.rms_norm_eps);
  const inputs = decoderInputs(graph, { layers, heads: keyHeads, headSize });
  const speeds = ropeSpeeds(headSize, config.rope_theta, config.rope_parameters ?? config.rope_scaling);
  const turn = rotation(graph.at('rotary'), inputs.places, speeds);
  const sizes = {
    heads,
    keyHeads,
    headSize,
    scale: 1 / Math.sqrt(headSize),
    headNorm: headNorm ? norm : undefined,
  };
  const sights = new Map<number | undefined, string>();
  const hiddenFor = (size: number | undefined) => {
    const known = sights.get(size) ?? unseen(graph.at(`mask.${size ?? 'all'}`), inputs, { window: size });
    sights.set(size, known);
    return known;
  };
  let x = graph.embedding('embed_tokens', inputs.ids);
  for (let i = 0; i < layers; i++) {
    const layer = graph.at(`layers.${i}`);
    const sight = { turn, hidden: hiddenFor(window(i)), past: inputs.past[i]!, layer: i };
    const attended = layer.add(x, selfAttention(layer, norm(layer, 'input_layernorm', x), sizes, sight));
    const inner = norm(layer, 'post_attention_layernorm', attended);
    x = layer.add(attended, gatedDense(layer, inner, config.hidden_act));
  }
  languageHead(graph, norm(graph, 'norm', x), { words: 'embed_tokens', tied: config.tie_word_embeddings });
}
