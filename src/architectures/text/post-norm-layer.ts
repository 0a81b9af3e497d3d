/**
 * Layers as BERT has them, which most encoders took over: attention, then two dense layers, each followed by a norm of the
 * sum. In: x [n, s, d]. Out: [n, s, d].
 */
import { type ActivationName, activation } from '../blocks/activation.ts';
import { attend } from '../blocks/attention.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** As config.json names them. */
export interface EncoderSizes {
  num_hidden_layers: number;
  num_attention_heads: number;
  hidden_size: number;
  hidden_act: ActivationName;
  layer_norm_eps: number;
}

/** @param biases added to the scores of attention in every layer */
export function encoderLayers(
  graph: GraphBuilder,
  x: Value,
  sizes: EncoderSizes,
  biases: readonly Value[],
): Value {
  let y = x;
  for (let i = 0; i < sizes.num_hidden_layers; i++)
    y = postNormLayer(graph.at(`encoder.layer.${i}`), y, sizes, biases);
  return y;
}

function postNormLayer(layer: GraphBuilder, x: Value, sizes: EncoderSizes, biases: readonly Value[]): Value {
  const { num_attention_heads: heads, hidden_size: width } = sizes;
  const self = layer.at('attention.self');
  const [query, key, value] = [self.linear('query', x), self.linear('key', x), self.linear('value', x)];
  const seen = attend(self, { query, key, value, heads, width, biases });
  const output = (name: string, y: Value, skip: Value) => {
    const sum = layer.add(layer.linear(`${name}.dense`, y), skip);
    return layer.layerNorm(`${name}.LayerNorm`, sum, sizes.layer_norm_eps);
  };
  const normed = output('attention.output', seen, x);
  const inner = activation(
    layer.at('intermediate'),
    sizes.hidden_act,
    layer.linear('intermediate.dense', normed),
  );
  return output('output', inner, normed);
}
