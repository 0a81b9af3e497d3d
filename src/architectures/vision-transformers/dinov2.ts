/**
 * DINOv2 (Oquab et al. 2023, https://arxiv.org/abs/2304.07193), with registers too (Darcet et al. 2023,
 * https://arxiv.org/abs/2309.16588). Pixels → `last_hidden_state` [n, tokens, d], the class token first.
 */
import { z } from 'zod';
import { count, defineArchitecture, only } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { pixels } from '../blocks/convolution.ts';
import { type LayerNames, preNormLayer } from '../blocks/pre-norm-layer.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { patchTokens, sides, withLearntTokens } from './patches.ts';
import { resizedPlaces } from './resized-places.ts';

const fields = {
  hidden_size: count.default(768),
  num_hidden_layers: count.default(12),
  num_attention_heads: count.default(12),
  hidden_act: activationName.default('gelu'),
  layer_norm_eps: z.number().positive().default(1e-6),
  image_size: sides.default([224, 224]),
  patch_size: count.default(14),
  num_channels: only(3),
  use_swiglu_ffn: z.boolean().default(false),
};

const LAYER: LayerNames = {
  norms: ['norm1', 'norm2'],
  projections: ['attention.attention.query', 'attention.attention.key', 'attention.attention.value'],
  out: 'attention.output.dense',
  dense: ['mlp.fc1', 'mlp.fc2'],
  scales: ['layer_scale1.lambda1', 'layer_scale2.lambda1'],
};

export const dinov2 = defineArchitecture({
  name: 'dinov2',
  prefixes: ['dinov2.', 'dinov2_with_registers.'],
  unusedWeights: /^(classifier\.|embeddings\.mask_token$)/,
  fields,
  // Sizes and biases that the weights have, what a detector would read, and the token of masked training.
  harmless: [
    'mlp_ratio',
    'qkv_bias',
    'num_register_tokens',
    'layerscale_value',
    'apply_layernorm',
    'reshape_hidden_states',
    'use_mask_token',
  ],
  build(config, graph, preprocessor) {
    const at = graph.at('embeddings');
    const side = servedSide(preprocessor) ?? config.image_size[0];
    const image = pixels(graph, [side, side]);
    const tokens = patchTokens(at, 'patch_embeddings.projection', image, config.patch_size);
    let x = at.add(
      withLearntTokens(at, [at.weight('cls_token')], tokens),
      placesFor(at, Math.floor(side / config.patch_size)),
    );
    if (at.has('register_tokens')) x = withRegisters(at, x);
    const sizes = {
      heads: config.num_attention_heads,
      width: config.hidden_size,
      act: config.hidden_act,
      epsilon: config.layer_norm_eps,
      ...(config.use_swiglu_ffn && { gated: swiGlu }),
    };
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = preNormLayer(graph.at(`encoder.layer.${i}`), x, LAYER, sizes);
    graph.output('last_hidden_state', graph.layerNorm('layernorm', x, config.layer_norm_eps));
  },
});

const square = z.object({ height: count, width: count }).refine(({ height, width }) => height === width);
const croppedSchema = z.object({ crop_size: square });

/** Of the pictures that its preprocessor makes: pretrained at 518 pixels, it is used at 224. null: it does not say. */
const servedSide = (preprocessor: unknown): number | null =>
  croppedSchema.safeParse(preprocessor).data?.crop_size.height ?? null;

/** Of the class token, then of the patches, [1, 1 + patches, d]. */
function placesFor(at: GraphBuilder, to: number): Value {
  const learnt = at.weight('position_embeddings');
  const from = Math.round(Math.sqrt(at.sizes('position_embeddings')[1]! - 1));
  if (from === to) return learnt;
  const part = (first: number, end: number) =>
    at.op('Slice', [learnt, at.ints([first]), at.ints([end]), at.ints([1])]);
  const patches = part(1, Number.MAX_SAFE_INTEGER);
  // transformers widens the kernel in the version with registers only.
  const resized = resizedPlaces(at, patches, { from, to, widened: at.has('register_tokens') });
  return at.op('Concat', [part(0, 1), resized], { axis: 1 });
}

/** Tokens without a place, between the class token and the patches. */
function withRegisters(at: GraphBuilder, x: Value): Value {
  const part = (from: number, to: number) =>
    at.op('Slice', [x, at.ints([from]), at.ints([to]), at.ints([1])]);
  const patches = withLearntTokens(at, [at.weight('register_tokens')], part(1, Number.MAX_SAFE_INTEGER));
  return at.op('Concat', [part(0, 1), patches], { axis: 1 });
}

/** The giant ones: one half of a dense layer is the gate of the other (Shazeer 2020, https://arxiv.org/abs/2002.05202). */
function swiGlu(layer: GraphBuilder, x: Value): Value {
  const mlp = layer.at('mlp');
  const inner = mlp.linear('weights_in', x);
  const half = mlp.sizes('weights_in.weight')[0]! / 2;
  const [gate = '', open = ''] = mlp.ops('Split', [inner, mlp.ints([half, half])], { axis: -1, outputs: 2 });
  return mlp.linear('weights_out', mlp.mul(activation(mlp, 'silu', gate), open));
}
