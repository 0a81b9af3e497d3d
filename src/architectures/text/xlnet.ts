/**
 * XLNet (Yang et al. 2019, https://arxiv.org/abs/1906.08237) as it reads a whole text: scores of content, of the distance
 * of two tokens and of whether they are of one segment, added. Ids, mask and types → `last_hidden_state`.
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { count, defineArchitecture, only } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { mergeHeads, splitHeads } from '../blocks/attention.ts';
import { pickByDistance } from '../blocks/pick-by-distance.ts';
import { tokenInputs, tokenTypes } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** What a hidden pair's score is lowered by. */
const HIDDEN = -1e30;

export const xlnet = defineArchitecture({
  name: 'xlnet',
  prefixes: ['transformer.'],
  unusedWeights:
    /^(mask_emb$|lm_loss\.|sequence_summary\.|logits_proj\.|(start|end)_logits\.|answer_class\.)/,
  fields: {
    vocab_size: count,
    d_model: count,
    n_layer: count,
    n_head: count,
    d_inner: count,
    d_head: count.optional(),
    ff_activation: activationName.default('gelu'),
    untie_r: only(true),
    attn_type: only('bi'),
    layer_norm_eps: z.number().positive().default(1e-12),
    bi_data: only(false),
    clamp_len: only(-1),
    same_length: only(false),
  },
  // Of memories of earlier texts, of heads and of padding.
  harmless: [
    'mem_len',
    'reuse_len',
    'use_mems_eval',
    'use_mems_train',
    'start_n_top',
    'end_n_top',
    'pad_token_id',
  ],
  build(config, graph) {
    const { d_model: width, n_head: heads, layer_norm_eps: epsilon } = config;
    const { ids, mask } = tokenInputs(graph);
    const pairs = pairsOf(graph.at('pairs'), { ids, mask, types: tokenTypes(graph) }, width);
    const sizes = { ...pairs, heads, width, headSize: config.d_head ?? width / heads, epsilon };
    let x = graph.embedding('word_embedding', ids);
    for (let i = 0; i < config.n_layer; i++) {
      const layer = graph.at(`layer.${i}`);
      const seen = attention(layer.at('rel_attn'), x, sizes);
      const dense = layer.at('ff');
      const inner = activation(dense, config.ff_activation, dense.linear('layer_1', seen));
      x = dense.layerNorm('layer_norm', dense.add(dense.linear('layer_2', inner), seen), epsilon);
    }
    graph.output('last_hidden_state', x);
  },
});

interface Pairs {
  /** [2·s, d]: waves of the distances s, s − 1, …, 1 − s. */
  waves: Value;
  /** int64 [s, s]: which distance stands between two tokens. */
  distance: Value;
  /** [n, 1, s, s]: 1 where two tokens are of different segments; what is added where one does not see the other. */
  apart: Value;
  hidden: Value;
}

function pairsOf(
  at: GraphBuilder,
  { ids, mask, types }: { ids: Value; mask: Value; types: Value },
  width: number,
): Pairs {
  const float = (value: Value) => at.op('Cast', [value], { to: DataType.FLOAT });
  const length = at.op('Squeeze', [at.op('Shape', [ids], { start: 1, end: 2 }), at.ints([0])]);
  const place = at.op('Range', [at.int(0), length, at.int(1)]);
  const spread = (value: Value, axes: number[]) => at.op('Unsqueeze', [value, at.ints(axes)]);
  const [row, column] = [spread(place, [1]), spread(place, [0])];
  const all = at.op('Range', [length, at.op('Neg', [length]), at.int(-1)]);
  const speeds = Array.from({ length: width / 2 }, (_, i) => Math.fround(1 / 10_000 ** ((2 * i) / width)));
  const table = at.table('speeds', [width / 2], speeds);
  const angles = at.mul(float(spread(all, [1])), table);
  const padding = float(at.op('Equal', [spread(mask, [1, 2]), at.int(0)]));
  const others = float(at.op('Not', [at.op('Equal', [row, column])]));
  const same = at.op('Equal', [spread(types, [1, 3]), spread(types, [1, 2])]);
  return {
    waves: at.op('Concat', [at.op('Sin', [angles]), at.op('Cos', [angles])], { axis: 1 }),
    distance: at.add(at.op('Sub', [column, row]), length),
    apart: float(at.op('Not', [same])),
    // A token sees itself, padding too.
    hidden: at.times(at.mul(padding, others), HIDDEN),
  };
}

interface Sizes extends Pairs {
  heads: number;
  width: number;
  headSize: number;
  epsilon: number;
}

function attention(at: GraphBuilder, x: Value, sizes: Sizes): Value {
  const { heads, width, headSize, distance, waves } = sizes;
  const wide = heads * headSize;
  /** Weights [d, h, d/h] as one matrix. */
  const matrix = (name: string) => at.reshape(at.weight(name), [width, wide]);
  const heard = (name: string) => splitHeads(at, at.matMul(x, matrix(name)), heads);
  const [query, key, value] = [heard('q'), heard('k'), heard('v')];
  const asked = (bias: string) => at.add(query, at.op('Unsqueeze', [at.weight(bias), at.ints([1])]));
  const content = at.matMul(asked('r_w_bias'), at.transpose(key, [0, 1, 3, 2]));
  const far = at.transpose(at.reshape(at.matMul(waves, matrix('r')), [0, heads, headSize]), [1, 2, 0]);
  const placed = pickByDistance(at, at.matMul(asked('r_r_bias'), far), distance);
  // [h, d, 2] → [n, h, s, 2]: of one segment, of another.
  const segments = at.matMul(asked('r_s_bias'), at.transpose(at.weight('seg_embed'), [1, 2, 0]));
  const [same = '', other = ''] = at.ops('Split', [segments, at.ints([1, 1])], { axis: -1, outputs: 2 });
  const segment = at.add(same, at.mul(at.op('Sub', [other, same]), sizes.apart));
  const sum = at.add(at.add(content, placed), segment);
  const scores = at.add(at.times(sum, 1 / Math.sqrt(headSize)), sizes.hidden);
  const seen = mergeHeads(at, at.matMul(at.softmax(scores), value), wide);
  const out = at.matMul(seen, at.transpose(matrix('o'), [1, 0]));
  return at.layerNorm('layer_norm', at.add(out, x), sizes.epsilon);
}
