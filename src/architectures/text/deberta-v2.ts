/**
 * DeBERTa in its versions 2 and 3 (He et al. 2021, https://arxiv.org/abs/2006.03654 and https://arxiv.org/abs/2111.09543):
 * BERT's layers, with scores of content to position and of position to content added to those of content to content. Ids
 * and mask → `last_hidden_state`.
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { count, defineArchitecture, only } from '../architecture.ts';
import { activation, activationName } from '../blocks/activation.ts';
import { LOWEST, mergeHeads, splitHeads } from '../blocks/attention.ts';
import { pickByDistance } from '../blocks/pick-by-distance.ts';
import { positions, type TokenInputs, tokenInputs, tokenTypes } from '../blocks/token-inputs.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

const POSITION_SCORES = ['c2p', 'p2c'] as const;
/** "p2c|c2p", or a list. */
const positionScores = z.preprocess(
  (told) => (typeof told === 'string' ? told.split('|').map((one) => one.trim()) : told),
  z.array(z.enum(POSITION_SCORES)),
);

export const debertaV2 = defineArchitecture({
  name: 'deberta-v2',
  prefixes: ['deberta.'],
  unusedWeights:
    /^(pooler\.|classifier\.|cls\.|lm_predictions\.|mask_predictions\.|qa_outputs\.|embeddings\.position_(ids$|embeddings\.))/,
  fields: {
    vocab_size: count,
    hidden_size: count,
    num_hidden_layers: count,
    num_attention_heads: count,
    intermediate_size: count,
    hidden_act: activationName.default('gelu'),
    max_position_embeddings: count.default(512),
    type_vocab_size: z.number().int().nonnegative().default(0),
    layer_norm_eps: z.number().positive().default(1e-7),
    relative_attention: z.boolean().default(false),
    max_relative_positions: z.number().int().default(-1),
    position_buckets: z.number().int().default(-1),
    position_biased_input: z.boolean().default(true),
    pos_att_type: positionScores.default([]),
    share_att_key: z.boolean().default(false),
    norm_rel_ebd: z.enum(['none', 'layer_norm']).default('none'),
    embedding_size: count.optional(),
    conv_kernel_size: only(0),
  },
  harmless: [
    'pad_token_id',
    'legacy',
    'pooler_dropout',
    'pooler_hidden_act',
    'pooler_hidden_size',
    'conv_act',
    'conv_groups',
  ],
  build(config, graph) {
    const { num_attention_heads: heads, hidden_size: width, layer_norm_eps: epsilon } = config;
    const tokens = tokenInputs(graph);
    const types = config.type_vocab_size > 0 ? tokenTypes(graph) : null;
    let x = embeddings(graph.at('embeddings'), {
      tokens,
      types,
      epsilon,
      placed: config.position_biased_input,
    });
    const encoder = graph.at('encoder');
    const hidden = pairsHidden(encoder, tokens.mask);
    const relative = config.relative_attention ? relativePositions(encoder, tokens.ids, config) : null;
    const scores = relative === null ? [] : config.pos_att_type;
    const sizes = { heads, width, epsilon, act: config.hidden_act, shared: config.share_att_key };
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = layer(encoder.at(`layer.${i}`), x, { ...sizes, hidden, relative, scores });
    graph.output('last_hidden_state', x);
  },
});

interface Embedded {
  tokens: TokenInputs;
  types: Value | null;
  epsilon: number;
  /** Learnt positions are added. */
  placed: boolean;
}

function embeddings(at: GraphBuilder, { tokens, types, epsilon, placed }: Embedded): Value {
  let x = at.embedding('word_embeddings', tokens.ids);
  if (placed) x = at.add(x, at.embedding('position_embeddings', positions(at, tokens.ids)));
  if (types !== null) x = at.add(x, at.embedding('token_type_embeddings', types));
  if (at.has('embed_proj.weight')) x = at.linear('embed_proj', x);
  const kept = at.op('Cast', [at.op('Unsqueeze', [tokens.mask, at.ints([2])])], { to: DataType.FLOAT });
  return at.mul(at.layerNorm('LayerNorm', x, epsilon), kept);
}

/** 0 between two tokens, the lowest float where one of them is padding: [n, 1, s, s]. */
function pairsHidden(at: GraphBuilder, mask: Value): Value {
  const kept = at.op('Cast', [mask], { to: DataType.FLOAT });
  const rows = at.op('Unsqueeze', [kept, at.ints([1, 3])]);
  const pairs = at.mul(rows, at.op('Unsqueeze', [kept, at.ints([1, 2])]));
  return at.times(at.op('Sub', [at.scalar(1), pairs]), LOWEST);
}

interface Relative {
  /** Embeddings of relative positions [2·span, d]. */
  table: Value;
  /** int64 [s, s]: which of them stands between a token and another, and from the other to the token. */
  towards: Value;
  back: Value;
}

interface RelativeSizes {
  max_relative_positions: number;
  max_position_embeddings: number;
  position_buckets: number;
  norm_rel_ebd: 'none' | 'layer_norm';
  layer_norm_eps: number;
}

function relativePositions(at: GraphBuilder, ids: Value, config: RelativeSizes): Relative {
  const told = config.max_relative_positions;
  const farthest = told < 1 ? config.max_position_embeddings : told;
  const buckets = config.position_buckets;
  const span = buckets > 0 ? buckets : farthest;
  const weight = at.weight('rel_embeddings.weight');
  const normed =
    config.norm_rel_ebd === 'layer_norm' ? at.layerNorm('LayerNorm', weight, config.layer_norm_eps) : weight;
  const table = at.op('Slice', [normed, at.ints([0]), at.ints([2 * span]), at.ints([0])]);
  const place = positions(at, ids);
  const rows = at.op('Unsqueeze', [place, at.ints([1])]);
  const distance = at.op('Sub', [rows, at.op('Unsqueeze', [place, at.ints([0])])]);
  const limited = at.op('Min', [at.op('Max', [distance, at.int(-farthest)]), at.int(farthest)]);
  const each = Array.from({ length: 2 * farthest + 1 }, (_, i) =>
    buckets > 0 ? bucketOf(i - farthest, buckets, farthest) : i - farthest,
  );
  const clamped = (value: number) => Math.min(2 * span - 1, Math.max(0, value + span));
  const pick = (all: number[]) => at.gather(at.ints(all), at.add(limited, at.int(farthest)));
  return {
    table,
    towards: pick(each.map(clamped)),
    back: pick(each.map((one) => clamped(-one))),
  };
}

/** Near distances as they are, far ones in steps of their logarithm; in float32, as PyTorch works it out. */
function bucketOf(distance: number, buckets: number, farthest: number): number {
  const { fround } = Math;
  const middle = Math.floor(buckets / 2);
  const near = Math.abs(distance);
  if (near <= middle) return distance;
  const share = fround(
    fround(Math.log(fround(near / middle))) / fround(Math.log(fround((farthest - 1) / middle))),
  );
  return Math.sign(distance) * (Math.ceil(fround(share * (middle - 1))) + middle);
}

interface LayerSizes {
  heads: number;
  width: number;
  epsilon: number;
  act: z.infer<typeof activationName>;
  /** Positions pass through the projections of the content. */
  shared: boolean;
  hidden: Value;
  relative: Relative | null;
  scores: readonly (typeof POSITION_SCORES)[number][];
}

function layer(at: GraphBuilder, x: Value, sizes: LayerSizes): Value {
  const { width, epsilon } = sizes;
  const self = at.at('attention.self');
  const seen = mergeHeads(self, attended(self, x, sizes), width);
  const output = (name: string, y: Value, skip: Value) =>
    at.layerNorm(`${name}.LayerNorm`, at.add(at.linear(`${name}.dense`, y), skip), epsilon);
  const normed = output('attention.output', seen, x);
  const inner = activation(at.at('intermediate'), sizes.act, at.linear('intermediate.dense', normed));
  return output('output', inner, normed);
}

/** [n, h, s, d] */
function attended(self: GraphBuilder, x: Value, sizes: LayerSizes): Value {
  const { heads, width, hidden, relative, scores, shared } = sizes;
  const [query, key, value] = [
    splitHeads(self, self.linear('query_proj', x), heads),
    splitHeads(self, self.linear('key_proj', x), heads),
    splitHeads(self, self.linear('value_proj', x), heads),
  ];
  /** [h, d, 2·span] */
  const ofPositions = (name: string, table: Value) => {
    const all = self.linear(shared ? name : `pos_${name}`, table);
    return self.transpose(self.reshape(all, [0, heads, -1]), [1, 2, 0]);
  };
  let sum = self.matMul(query, self.transpose(key, [0, 1, 3, 2]));
  if (relative && scores.includes('c2p')) {
    const all = self.matMul(query, ofPositions('key_proj', relative.table));
    sum = self.add(sum, pickByDistance(self, all, relative.towards));
  }
  if (relative && scores.includes('p2c')) {
    const all = self.matMul(key, ofPositions('query_proj', relative.table));
    sum = self.add(sum, self.transpose(pickByDistance(self, all, relative.back), [0, 1, 3, 2]));
  }
  const scale = 1 / Math.sqrt((width / heads) * (1 + scores.length));
  return self.matMul(self.softmax(self.add(self.times(sum, scale), hidden)), value);
}
