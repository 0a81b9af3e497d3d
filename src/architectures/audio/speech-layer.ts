/**
 * A layer of wav2vec 2.0's kin: norms before what they feed ("stable") or behind each sum. In: x [n, t, d]. Out: [n, t, d].
 */
import { type ActivationName, activation } from '../blocks/activation.ts';
import { attend, splitHeads } from '../blocks/attention.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

interface SpeechSizes {
  heads: number;
  width: number;
  act: ActivationName;
  epsilon: number;
  stable: boolean;
  /** WavLM's: what distances add to the scores, [1, h, t, t], before each layer's gates. */
  distances: Value | null;
}

export function speechLayer(layer: GraphBuilder, x: Value, sizes: SpeechSizes): Value {
  const { act, epsilon, stable } = sizes;
  const norm = (name: string, value: Value) => layer.layerNorm(name, value, epsilon);
  const dense = (value: Value) =>
    layer.linear(
      'feed_forward.output_dense',
      activation(layer, act, layer.linear('feed_forward.intermediate_dense', value)),
    );
  if (stable) {
    const attended = layer.add(x, attention(layer.at('attention'), norm('layer_norm', x), sizes));
    return layer.add(attended, dense(norm('final_layer_norm', attended)));
  }
  const attended = norm('layer_norm', layer.add(x, attention(layer.at('attention'), x, sizes)));
  return norm('final_layer_norm', layer.add(attended, dense(attended)));
}

function attention(at: GraphBuilder, x: Value, { heads, width, distances }: SpeechSizes): Value {
  const seen = attend(at, {
    query: at.linear('q_proj', x),
    key: at.linear('k_proj', x),
    value: at.linear('v_proj', x),
    heads,
    width,
    biases: distances === null ? [] : [at.mul(gates(at, x, heads), distances)],
  });
  return at.linear('out_proj', seen);
}

/** How much distances count for each frame and head (WavLM, §3.3): [n, h, t, 1]. */
function gates(at: GraphBuilder, x: Value, heads: number): Value {
  const eight = at.linear('gru_rel_pos_linear', splitHeads(at, x, heads));
  const sums = at.op('ReduceSum', [at.reshape(eight, [0, 0, 0, 2, 4]), at.ints([4])], { keepdims: 0 });
  const open = at.op('Sigmoid', [sums]);
  const [first = '', second = ''] = at.ops('Split', [open, at.ints([1, 1])], { axis: -1, outputs: 2 });
  const reset = at.op('Sub', [at.mul(second, at.weight('gru_rel_pos_const')), at.scalar(1)]);
  return at.add(at.mul(first, reset), at.scalar(2));
}
