/**
 * Attention over several heads (Vaswani et al. 2017, §3.2). In: queries, keys, values [n, s, h·d]. Out: what is attended to,
 * [n, s, h·d]. Sizes that change (n, s) are never written into the graph.
 */
import { DataType } from '../../onnx/model.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** The lowest float32: what padding gets in place of a score. */
export const LOWEST = -3.4028234663852886e38;

/** Mask int64 [n, s], 1 for tokens → what is added to the scores, [n, 1, 1, s]: 0 for tokens, the lowest for padding. */
export function paddingBias(at: GraphBuilder, mask: Value): Value {
  const kept = at.op('Cast', [at.op('Unsqueeze', [mask, at.ints([1, 2])])], { to: DataType.FLOAT });
  return at.times(at.op('Sub', [at.scalar(1), kept]), LOWEST);
}

/** [n, s, h·d] → [n, h, s, d] */
export const splitHeads = (at: GraphBuilder, x: Value, heads: number): Value =>
  at.transpose(at.op('Reshape', [x, at.ints([0, 0, heads, -1])]), [0, 2, 1, 3]);

/** [n, h, s, d] → [n, s, h·d] */
export const mergeHeads = (at: GraphBuilder, x: Value, width: number): Value =>
  at.reshape(at.transpose(x, [0, 2, 1, 3]), [0, 0, width]);

export interface Attention {
  /** [n, s, h·d]; keys and values may have a length of their own. */
  query: Value;
  key: Value;
  value: Value;
  heads: number;
  /** h·d of the values. */
  width: number;
  /** Factor of the scores; 1/√d unless told. */
  scale?: number;
  /** Added to the scores, in their order: padding, positions; each broadcasts to [n, h, s, s]. */
  biases: readonly Value[];
}

/** softmax(scale · QKᵀ + biases) · V */
export function attend(at: GraphBuilder, attention: Attention): Value {
  const { heads, width, biases, scale = 1 / Math.sqrt(width / heads) } = attention;
  const [query, value] = [splitHeads(at, attention.query, heads), splitHeads(at, attention.value, heads)];
  const key = at.transpose(at.reshape(attention.key, [0, 0, heads, -1]), [0, 2, 3, 1]);
  const products = at.matMul(query, key);
  const scores = biases.reduce(
    (sum, bias) => at.add(sum, bias),
    scale === 1 ? products : at.times(products, scale),
  );
  return mergeHeads(at, at.matMul(at.softmax(scores), value), width);
}
