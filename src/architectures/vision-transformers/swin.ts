/**
 * Swin (Liu et al. 2021, https://arxiv.org/abs/2103.14030): attention within windows, which every second layer shifts by half
 * of one; between the stages four patches become one. Pixels → `last_hidden_state` [n, patches, d].
 */
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { count, defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activation, activationName } from '../blocks/activation.ts';
import { pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { patchTokens, sides } from './patches.ts';
import { bent, type Grid, pairBias, rolled, together, windowed } from './windows.ts';

const fields = {
  image_size: sides.default([224, 224]),
  patch_size: count.default(4),
  num_channels: only(3),
  embed_dim: count.default(96),
  depths: z.array(count).default([2, 2, 6, 2]),
  num_heads: z.array(count).default([3, 6, 12, 24]),
  window_size: count.default(7),
  hidden_act: activationName.default('gelu'),
  use_absolute_embeddings: z.boolean().default(false),
  layer_norm_eps: z.number().positive().default(1e-5),
};

/** Of the norms that PyTorch's default is left to. */
const EPSILON = 1e-5;

export const swin = defineArchitecture({
  name: 'swin',
  prefixes: ['swin.'],
  unusedWeights: /^(classifier\.|pooler\.|embeddings\.mask_token$)|\.relative_position_index$/,
  fields,
  // Sizes that the weights have, and the decoder of pixels.
  harmless: ['mlp_ratio', 'qkv_bias', 'encoder_stride', 'hidden_size', 'num_layers', 'path_norm'],
  build(config, graph) {
    const { window_size: window, layer_norm_eps: epsilon, hidden_act: act } = config;
    const at = graph.at('embeddings');
    const image = pixels(graph, config.image_size);
    const tokens = patchTokens(at, 'patch_embeddings.projection', image, config.patch_size);
    let x = at.layerNorm('norm', tokens, EPSILON);
    if (config.use_absolute_embeddings) x = at.add(x, at.weight('position_embeddings'));
    let [height, width] = config.image_size.map((side) => side / config.patch_size) as [number, number];
    config.depths.forEach((depth, stage) => {
      const grid = { height, width, window };
      requireWhole(grid, config.image_size[0]);
      const heads = config.num_heads[stage]!;
      const channels = config.embed_dim * 2 ** stage;
      for (let i = 0; i < depth; i++) {
        const shift = i % 2 === 1 && Math.min(height, width) > window ? Math.floor(window / 2) : 0;
        const sizes = { ...grid, heads, channels, shift, epsilon, act };
        x = layer(graph.at(`encoder.layers.${stage}.blocks.${i}`), x, sizes);
      }
      const merging = graph.at(`encoder.layers.${stage}`).at('downsample');
      if (!merging.has('reduction.weight')) return;
      x = merge(merging, x, { height, width, channels });
      [height, width] = [height / 2, width / 2];
    });
    graph.output('last_hidden_state', graph.layerNorm('layernorm', x, epsilon));
  },
});

/** Patches that fill no window would be padded; the usual sizes need none. */
function requireWhole({ height, width, window }: Grid, side: number): void {
  if (height % window === 0 && width % window === 0) return;
  const reason = `its patches do not fill windows of ${window}`;
  throw new UserError('architecture-field', {
    name: 'swin',
    field: 'image_size',
    value: String(side),
    reason,
  });
}

interface LayerSizes extends Grid {
  heads: number;
  channels: number;
  shift: number;
  epsilon: number;
  act: ActivationName;
}

function layer(at: GraphBuilder, x: Value, sizes: LayerSizes): Value {
  const { height, width, channels, shift, epsilon, act } = sizes;
  const normed = at.layerNorm('layernorm_before', x, epsilon);
  const grid = at.reshape(normed, [0, height, width, channels]);
  const seen = attendInWindows(at, windowed(at, rolled(at, grid, shift), sizes), sizes);
  const back = rolled(at, together(at, seen, sizes), -shift);
  const attended = at.add(x, at.reshape(back, [0, height * width, channels]));
  const inner = at.linear('intermediate.dense', at.layerNorm('layernorm_after', attended, epsilon));
  return at.add(attended, at.linear('output.dense', activation(at, act, inner)));
}

/** Windows [n, windows, patches, c] → the same, each patch seeing those of its window. */
function attendInWindows(at: GraphBuilder, x: Value, sizes: LayerSizes): Value {
  const { heads, channels, window, shift } = sizes;
  const self = at.at('attention.self');
  const size = channels / heads;
  const split = (name: string, perm: number[]) =>
    self.transpose(self.reshape(self.linear(name, x), [0, 0, 0, heads, size]), perm);
  const scores = self.times(
    self.matMul(split('query', [0, 1, 3, 2, 4]), split('key', [0, 1, 3, 4, 2])),
    1 / Math.sqrt(size),
  );
  const placed = self.add(scores, pairBias(self, 'relative_position_bias_table', window));
  const kept = shift > 0 ? self.add(placed, bent(self, sizes, shift)) : placed;
  const seen = self.matMul(self.softmax(kept), split('value', [0, 1, 3, 2, 4]));
  const merged = self.reshape(self.transpose(seen, [0, 1, 3, 2, 4]), [0, 0, 0, channels]);
  return at.linear('attention.output.dense', merged);
}

/** Every two by two patches side by side, the left column first, then narrowed to twice the channels. */
function merge(
  at: GraphBuilder,
  x: Value,
  { height, width, channels }: { height: number; width: number; channels: number },
): Value {
  const pairs = at.reshape(x, [-1, height / 2, 2, width / 2, 2, channels]);
  const quads = at.reshape(at.transpose(pairs, [0, 1, 3, 4, 2, 5]), [-1, (height * width) / 4, 4 * channels]);
  return at.linear('reduction', at.layerNorm('norm', quads, EPSILON));
}
