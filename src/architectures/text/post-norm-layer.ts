/** A layer as BERT has it, which most encoders took over: attention, then two dense layers, each followed by a norm of the sum. */
import { type ActivationName, activation } from '../blocks/activation.ts';
import { attend } from '../blocks/attention.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

export interface PostNormLayer {
  heads: number;
  width: number;
  act: ActivationName;
  epsilon: number;
  /** Added to the scores of attention. */
  biases: readonly Value[];
}

/** x [n, s, d] → [n, s, d] */
export function postNormLayer(layer: GraphBuilder, x: Value, sizes: PostNormLayer): Value {
  const { heads, width, act, epsilon, biases } = sizes;
  const self = layer.at('attention.self');
  const [query, key, value] = [self.linear('query', x), self.linear('key', x), self.linear('value', x)];
  const seen = attend(self, { query, key, value, heads, width, biases });
  const attended = layer.add(layer.linear('attention.output.dense', seen), x);
  const normed = layer.layerNorm('attention.output.LayerNorm', attended, epsilon);
  const inner = activation(layer.at('intermediate'), act, layer.linear('intermediate.dense', normed));
  return layer.layerNorm('output.LayerNorm', layer.add(layer.linear('output.dense', inner), normed), epsilon);
}
