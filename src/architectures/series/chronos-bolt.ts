/**
 * Chronos-Bolt (https://huggingface.co/amazon/chronos-bolt-base, after Ansari et al. 2024, https://arxiv.org/abs/2403.07815):
 * T5 over patches of a series, whose decoder says all steps at once. `context` [n, steps], in its own mean and deviation,
 * 0 where `mask` [n, steps] is 0 → `quantiles` [n, levels, horizon] in the same unit. Steps fill whole patches.
 */
import { z } from 'zod';
import { DataType } from '../../onnx/model.ts';
import { count, defineArchitecture } from '../architecture.ts';
import { activation } from '../blocks/activation.ts';
import { attend, paddingBias } from '../blocks/attention.ts';
import { bucketBias } from '../blocks/relative-buckets.ts';
import { FEED_FORWARD, feedForward, feedForwardName, type T5Sizes, t5Block } from '../blocks/t5-block.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

export const chronosConfigSchema = z
  .strictObject({
    context_length: count,
    prediction_length: count,
    input_patch_size: count,
    input_patch_stride: count,
    quantiles: z.array(z.number()),
    use_reg_token: z.boolean().default(false),
  })
  .refine((config) => config.input_patch_size === config.input_patch_stride, 'patches that overlap');

export const chronosBolt = defineArchitecture({
  name: 'chronos-bolt',
  prefixes: [''],
  // The decoder reads one token: all its attention is on that, whatever the scores are.
  unusedWeights:
    /^lm_head\.|\.embed_tokens\.|^quantiles$|^decoder\.block\.\d+\.layer\.0\.SelfAttention\.(q|k|relative_attention_bias)\./,
  fields: {
    chronos_config: chronosConfigSchema,
    d_model: count,
    d_kv: count,
    d_ff: count,
    num_layers: count,
    num_decoder_layers: count.optional(),
    num_heads: count,
    relative_attention_num_buckets: count.default(32),
    relative_attention_max_distance: count.default(128),
    layer_norm_epsilon: z.number().positive().default(1e-6),
    feed_forward_proj: feedForwardName,
    decoder_start_token_id: z.number().int().nonnegative().default(0),
    reg_token_id: z.number().int().nonnegative().default(1),
  },
  // What feed_forward_proj says too, and what texts would need.
  harmless: [
    'dense_act_fn',
    'is_gated_act',
    'is_encoder_decoder',
    'is_decoder',
    'pad_token_id',
    'vocab_size',
    'n_positions',
    'scale_decoder_outputs',
    'chronos_pipeline_class',
  ],
  build(config, graph) {
    const { prediction_length: horizon, quantiles } = config.chronos_config;
    const steps = (name: string) => graph.input(name, DataType.FLOAT, ['batch', 'steps']);
    const { patches, seen } = readPatches(graph, steps('context'), steps('mask'), config);
    const hidden = encode(graph, patches, [paddingBias(graph.at('encoder'), seen)], config);
    const answer = decode(graph, hidden, [paddingBias(graph.at('decoder'), seen)], config);
    const values = dense(graph.at('output_patch_embedding'), answer, config);
    graph.output('quantiles', graph.reshape(values, [0, quantiles.length, horizon]));
  },
});

type Sizes = T5Sizes & {
  chronos_config: z.infer<typeof chronosConfigSchema>;
  num_layers: number;
  num_decoder_layers?: number | undefined;
  relative_attention_num_buckets: number;
  relative_attention_max_distance: number;
  decoder_start_token_id: number;
  reg_token_id: number;
};

/** Values and mask of each patch as one token, and which of them hold a value: int64 [n, patches]. */
function readPatches(graph: GraphBuilder, context: Value, mask: Value, config: Sizes) {
  const at = graph.at('input_patch_embedding');
  const { input_patch_size: size, use_reg_token: register } = config.chronos_config;
  const cut = (values: Value) => at.reshape(values, [0, -1, size]);
  const [values, known] = [cut(context), cut(mask)];
  const patches = dense(at, at.op('Concat', [at.mul(values, known), known], { axis: -1 }), config);
  const count = at.op('ReduceSum', [known, at.ints([2])], { keepdims: 0 });
  const seen = at.op('Cast', [at.op('Greater', [count, at.scalar(0)])], { to: DataType.INT64 });
  if (!register) return { patches, seen };
  const rows = at.op('Shape', [mask], { start: 0, end: 1 });
  const one = at.op('Expand', [at.ints([1]), at.op('Concat', [rows, at.ints([1])], { axis: 0 })]);
  const shape = at.op('Concat', [rows, at.ints([1, 1])], { axis: 0 });
  const token = at.op('Expand', [embedded(graph, config.reg_token_id), shape]);
  return {
    patches: at.op('Concat', [patches, token], { axis: 1 }),
    seen: at.op('Concat', [seen, one], { axis: 1 }),
  };
}

/** One row of the table of special tokens, [1, 1, d]. */
const embedded = (graph: GraphBuilder, id: number): Value =>
  graph.op('Unsqueeze', [graph.embedding('shared', graph.ints([id])), graph.ints([0])]);

/** Two layers and a third beside them, added. */
function dense(at: GraphBuilder, x: Value, { feed_forward_proj }: Sizes): Value {
  const inner = activation(at, FEED_FORWARD[feed_forward_proj].act, at.linear('hidden_layer', x));
  return at.add(at.linear('output_layer', inner), at.linear('residual_layer', x));
}

function encode(graph: GraphBuilder, patches: Value, biases: readonly Value[], config: Sizes): Value {
  const encoder = graph.at('encoder');
  const near = bucketBias(encoder, patches, {
    buckets: config.relative_attention_num_buckets,
    farthest: config.relative_attention_max_distance,
    weight: 'block.0.layer.0.SelfAttention.relative_attention_bias',
  });
  let x = patches;
  for (let i = 0; i < config.num_layers; i++)
    x = t5Block(encoder.at(`block.${i}`), x, config, [near, ...biases]);
  return encoder.rmsNorm('final_layer_norm', x, config.layer_norm_epsilon);
}

/** One token asks the encoder's what comes next. */
function decode(graph: GraphBuilder, hidden: Value, biases: readonly Value[], config: Sizes): Value {
  const { num_heads: heads, d_kv, layer_norm_epsilon: epsilon } = config;
  const decoder = graph.at('decoder');
  let x = embedded(graph, config.decoder_start_token_id);
  for (let i = 0; i < (config.num_decoder_layers ?? config.num_layers); i++) {
    const block = decoder.at(`block.${i}`);
    const self = block.at('layer.0.SelfAttention');
    x = block.add(x, self.linear('o', self.linear('v', block.rmsNorm('layer.0.layer_norm', x, epsilon))));
    const other = block.at('layer.1.EncDecAttention');
    const query = other.linear('q', block.rmsNorm('layer.1.layer_norm', x, epsilon));
    const [key, value] = [other.linear('k', hidden), other.linear('v', hidden)];
    const seen = attend(other, { query, key, value, heads, width: heads * d_kv, scale: 1, biases });
    x = block.add(x, other.linear('o', seen));
    const inner = block.rmsNorm('layer.2.layer_norm', x, epsilon);
    x = block.add(x, feedForward(block.at('layer.2.DenseReluDense'), inner, config.feed_forward_proj));
  }
  return decoder.rmsNorm('final_layer_norm', x, epsilon);
}
