/**
 * Attention of a decoder, whose queries share keys in groups (Ainslie et al. 2023, https://arxiv.org/abs/2305.13245). In:
 * queries [n, h, s, d], new keys and values [n, h/g, s, d], the past. Out: [n, s, h·d]; the lengthened keys and values go out
 * of the graph. Keys are never copied for their group: queries of a group are rows of one product.
 */
import { mergeHeads } from '../blocks/attention.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import type { Past } from './decoder-inputs.ts';

export interface GroupedAttention {
  query: Value;
  key: Value;
  value: Value;
  heads: number;
  keyHeads: number;
  headSize: number;
  /** Factor of the scores. */
  scale: number;
  /** Of `unseen`. */
  hidden: Value;
  past: Past;
  /** Number of the layer, by which its past is named. */
  layer: number;
}

export function groupedAttention(at: GraphBuilder, attention: GroupedAttention): Value {
  const { heads, keyHeads, headSize, past, layer, hidden, scale } = attention;
  const key = at.op('Concat', [past.key, attention.key], { axis: 2 });
  const value = at.op('Concat', [past.value, attention.value], { axis: 2 });
  at.output(`present.${layer}.key`, key);
  at.output(`present.${layer}.value`, value);
  const grouped = heads !== keyHeads;
  /** [n, h, s, ·] → [n, h/g, g·s, ·] and back; the last axis is kept. */
  const together = (x: Value) => (grouped ? at.reshape(x, [0, keyHeads, -1, 0]) : x);
  const apart = (x: Value) => (grouped ? at.reshape(x, [0, heads, -1, 0]) : x);
  const products = at.matMul(together(attention.query), at.transpose(key, [0, 1, 3, 2]));
  const scores = at.add(at.times(apart(products), scale), hidden);
  const seen = apart(at.matMul(together(at.softmax(scores)), value));
  return mergeHeads(at, seen, heads * headSize);
}
