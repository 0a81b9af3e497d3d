/**
 * DINOv3's ViT (Siméoni et al. 2025, https://arxiv.org/abs/2508.10104): patches carry their place as rotations of queries and
 * keys, in two axes. Pixels → `last_hidden_state` [n, tokens, d], the class token first.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activation, activationName } from '../blocks/activation.ts';
import { pixels } from '../blocks/convolution.ts';
import { type LayerNames, preNormLayer } from '../blocks/pre-norm-layer.ts';
import type { Rotation } from '../blocks/rotary.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { patchTokens, sides, withLearntTokens } from './patches.ts';

const fields = {
  hidden_size: count.default(384),
  num_hidden_layers: count.default(12),
  num_attention_heads: count.default(6),
  intermediate_size: count.default(1536),
  hidden_act: activationName.default('gelu'),
  layer_norm_eps: z.number().positive().default(1e-5),
  image_size: sides.default([224, 224]),
  patch_size: count.default(16),
  num_channels: only(3),
  rope_theta: z.number().positive().default(100),
  use_gated_mlp: z.boolean().default(false),
};

const LAYER: LayerNames = {
  norms: ['norm1', 'norm2'],
  projections: ['attention.q_proj', 'attention.k_proj', 'attention.v_proj'],
  out: 'attention.o_proj',
  dense: ['mlp.up_proj', 'mlp.down_proj'],
  scales: ['layer_scale1.lambda1', 'layer_scale2.lambda1'],
};

export const dinov3 = defineArchitecture({
  name: 'dinov3',
  prefixes: ['dinov3_vit.'],
  unusedWeights: /^(classifier\.|embeddings\.mask_token$|rope_embeddings\.)/,
  fields,
  // Biases and tokens that the weights have, what is drawn in training only, and what a detector would read.
  harmless: [
    'query_bias',
    'key_bias',
    'value_bias',
    'proj_bias',
    'mlp_bias',
    'layerscale_value',
    'num_register_tokens',
    'pos_embed_shift',
    'pos_embed_jitter',
    'pos_embed_rescale',
    'apply_layernorm',
    'reshape_hidden_states',
    'return_class_token',
  ],
  build(config, graph) {
    const at = graph.at('embeddings');
    const tokens = patchTokens(at, 'patch_embeddings', pixels(graph, config.image_size), config.patch_size);
    const learnt = ['cls_token', 'register_tokens'].filter((name) => at.has(name));
    let x = withLearntTokens(
      at,
      learnt.map((name) => at.weight(name)),
      tokens,
    );
    const [height, width] = config.image_size.map((side) => Math.floor(side / config.patch_size));
    const sizes = {
      heads: config.num_attention_heads,
      width: config.hidden_size,
      act: config.hidden_act,
      epsilon: config.layer_norm_eps,
      turn: placesOf(graph.at('rope'), {
        unplaced: learnt.reduce((sum, name) => sum + at.sizes(name)[1]!, 0),
        height: height!,
        width: width!,
        size: config.hidden_size / config.num_attention_heads,
        theta: config.rope_theta,
      }),
      ...(config.use_gated_mlp && { gated: gatedBy(config.hidden_act) }),
    };
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = preNormLayer(graph.at(`layer.${i}`), x, LAYER, sizes);
    graph.output('last_hidden_state', graph.layerNorm('norm', x, config.layer_norm_eps));
  },
});

interface Places {
  /** Tokens before the patches, which are not turned. */
  unplaced: number;
  /** In patches. */
  height: number;
  width: number;
  /** Of a head. */
  size: number;
  theta: number;
}

/** A quarter of a head for the row, a quarter for the column, then both again; each runs from −1 to 1. */
function placesOf(at: GraphBuilder, { unplaced, height, width, size, theta }: Places): Rotation {
  const speeds = Array.from({ length: size / 4 }, (_, i) => theta ** ((-4 * i) / size));
  const centre = (index: number, count: number) => (2 * (index + 0.5)) / count - 1;
  const turns = (place: number) => speeds.map((speed) => 2 * Math.PI * place * speed);
  const rows = Array.from({ length: unplaced + height * width }, (_, token) => {
    const patch = token - unplaced;
    if (patch < 0) return new Array<number>(size).fill(0);
    const [y, x] = [Math.floor(patch / width), patch % width];
    const half = [...turns(centre(y, height)), ...turns(centre(x, width))];
    return [...half, ...half];
  });
  const table = (name: string, of: (angle: number) => number) =>
    at.table(name, [rows.length, 1, size], rows.flat().map(of));
  return { cosine: table('cosine', Math.cos), sine: table('sine', Math.sin), size };
}

const gatedBy = (act: ActivationName) => (layer: GraphBuilder, x: Value) => {
  const mlp = layer.at('mlp');
  const gate = activation(mlp, act, mlp.linear('gate_proj', x));
  return mlp.linear('down_proj', mlp.mul(gate, mlp.linear('up_proj', x)));
};
