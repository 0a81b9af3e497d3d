/**
 * A layer of a transformer that norms before it computes: attention and two dense layers, each of the normed sum so far and
 * added to it, as vision and sound models have it. In: x [n, s, d]. Out: [n, s, d].
 */
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { type ActivationName, activation } from './activation.ts';
import { attend } from './attention.ts';
import { type Rotation, rotate } from './rotary.ts';

/** What a family calls its weights, below the layer's own path. */
export interface LayerNames {
  norms: readonly [attention: string, dense: string];
  projections: readonly [query: string, key: string, value: string] | readonly [all: string];
  /** Behind the attention. */
  out: string;
  dense: readonly [wide: string, narrow: string];
  /** Factors by channel of what is added, where a layer has them (Touvron et al. 2021, https://arxiv.org/abs/2103.17239). */
  scales?: readonly [attention: string, dense: string];
}

export interface LayerSizes {
  heads: number;
  width: number;
  act: ActivationName;
  epsilon: number;
  /** Turns queries and keys; its tables broadcast to [n, s, h, d]. */
  turn?: Rotation;
  /** Added to the scores. */
  biases?: readonly Value[];
  /** In place of the two dense layers. */
  gated?: (at: GraphBuilder, x: Value) => Value;
}

export function preNormLayer(layer: GraphBuilder, x: Value, names: LayerNames, sizes: LayerSizes): Value {
  const { heads, width, act, epsilon, turn, biases = [], gated } = sizes;
  const normed = layer.layerNorm(names.norms[0], x, epsilon);
  const turned = (value: Value) => (turn ? turnHeads(layer, value, heads, turn) : value);
  const [query = '', key = '', value = ''] = project(layer, normed, names, width);
  const seen = attend(layer, {
    query: turned(query),
    key: turned(key),
    value,
    heads,
    width,
    biases,
  });
  const scaled = (i: 0 | 1, value: Value) =>
    names.scales ? layer.mul(value, layer.weight(names.scales[i])) : value;
  const attended = layer.add(scaled(0, layer.linear(names.out, seen)), x);
  const inner = layer.layerNorm(names.norms[1], attended, epsilon);
  const [wide, narrow] = names.dense;
  const dense = gated
    ? gated(layer, inner)
    : layer.linear(narrow, activation(layer, act, layer.linear(wide, inner)));
  return layer.add(scaled(1, dense), attended);
}

/** Queries, keys and values, by a weight each or by one for all. */
function project(layer: GraphBuilder, x: Value, { projections }: LayerNames, width: number): Value[] {
  const all = projections.map((name) => layer.linear(name, x));
  if (all.length === 3) return all;
  return layer.ops('Split', [all[0]!, layer.ints([width, width, width])], { axis: -1, outputs: 3 });
}

/** [n, s, h·d] → the same, every head turned. */
function turnHeads(layer: GraphBuilder, x: Value, heads: number, turn: Rotation): Value {
  const split = layer.reshape(x, [0, 0, heads, turn.size]);
  return layer.reshape(rotate(layer, split, turn), [0, 0, heads * turn.size]);
}
