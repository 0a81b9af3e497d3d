/**
 * A block of T5's encoder (Raffel et al. 2020, §2.1): attention and dense layers, each of what was normed by its root mean
 * square, and added to it. In: x [n, s, d]. Out: [n, s, d].
 */
import { z } from 'zod';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { type ActivationName, activation } from './activation.ts';
import { attend } from './attention.ts';

/** Values of `feed_forward_proj`; a gated one multiplies two projections. */
export const FEED_FORWARD = {
  relu: { act: 'relu', gated: false },
  gelu: { act: 'gelu', gated: false },
  'gated-gelu': { act: 'gelu_new', gated: true },
  'gated-silu': { act: 'silu', gated: true },
} as const satisfies Record<string, { act: ActivationName; gated: boolean }>;

export const feedForwardName = z.enum(['relu', 'gelu', 'gated-gelu', 'gated-silu']).default('relu');

/** As config.json names them. */
export interface T5Sizes {
  num_heads: number;
  d_kv: number;
  layer_norm_epsilon: number;
  feed_forward_proj: z.infer<typeof feedForwardName>;
}

export function t5Block(block: GraphBuilder, x: Value, config: T5Sizes, biases: readonly Value[]): Value {
  const { num_heads: heads, d_kv, layer_norm_epsilon: epsilon } = config;
  const normed = block.rmsNorm('layer.0.layer_norm', x, epsilon);
  const self = block.at('layer.0.SelfAttention');
  const [query, key, value] = [self.linear('q', normed), self.linear('k', normed), self.linear('v', normed)];
  // The weights were drawn so that no scale is needed.
  const seen = attend(self, { query, key, value, heads, width: heads * d_kv, scale: 1, biases });
  const attended = block.add(x, self.linear('o', seen));
  const inner = block.rmsNorm('layer.1.layer_norm', attended, epsilon);
  return block.add(
    attended,
    feedForward(block.at('layer.1.DenseReluDense'), inner, config.feed_forward_proj),
  );
}

export function feedForward(dense: GraphBuilder, x: Value, kind: T5Sizes['feed_forward_proj']): Value {
  const { act, gated } = FEED_FORWARD[kind];
  if (!gated) return dense.linear('wo', activation(dense, act, dense.linear('wi', x)));
  return dense.linear(
    'wo',
    dense.mul(activation(dense, act, dense.linear('wi_0', x)), dense.linear('wi_1', x)),
  );
}
