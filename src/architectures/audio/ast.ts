/**
 * The audio spectrogram transformer, AST (Gong et al. 2021, https://arxiv.org/abs/2104.01778): ViT over patches of a log-mel
 * spectrogram that overlap. Waveform [n, samples] → `audio_embeds` [n, d], the mean of the class and distillation tokens.
 */
import { z } from 'zod';
import { count, defineArchitecture } from '../architecture.ts';
import { activationName } from '../blocks/activation.ts';
import { preNormLayer } from '../blocks/pre-norm-layer.ts';
import { withLearntTokens } from '../vision-transformers/patches.ts';
import { VIT_LAYER } from '../vision-transformers/vit.ts';
import { kaldiLogMel, waveform } from './log-mel.ts';

export const ast = defineArchitecture({
  name: 'ast',
  prefixes: ['audio_spectrogram_transformer.'],
  unusedWeights: /^classifier\./,
  fields: {
    hidden_size: count.default(768),
    num_hidden_layers: count.default(12),
    num_attention_heads: count.default(12),
    intermediate_size: count.default(3072),
    hidden_act: activationName.default('gelu'),
    layer_norm_eps: z.number().positive().default(1e-12),
    frequency_stride: count.default(10),
    time_stride: count.default(10),
    max_length: count.default(1_024),
    num_mel_bins: count.default(128),
  },
  // What the weights say too.
  harmless: ['patch_size', 'qkv_bias'],
  build(config, graph, preprocessor) {
    const { max_length, num_mel_bins } = config;
    const told = typeof preprocessor === 'object' ? preprocessor : {};
    const bands = kaldiLogMel(graph.at('log_mel'), waveform(graph), { ...told, max_length, num_mel_bins });
    const at = graph.at('embeddings');
    const projection = at.at('patch_embeddings.projection');
    const image = at.op('Unsqueeze', [bands, at.ints([1])]);
    const cut = projection.op('Conv', [image, projection.weight('weight'), projection.weight('bias')], {
      strides: [config.frequency_stride, config.time_stride],
    });
    const tokens = at.transpose(at.reshape(cut, [0, config.hidden_size, -1]), [0, 2, 1]);
    const learnt = [at.weight('cls_token'), at.weight('distillation_token')];
    let x = at.add(withLearntTokens(at, learnt, tokens), at.weight('position_embeddings'));
    const sizes = {
      heads: config.num_attention_heads,
      width: config.hidden_size,
      act: config.hidden_act,
      epsilon: config.layer_norm_eps,
    };
    for (let i = 0; i < config.num_hidden_layers; i++)
      x = preNormLayer(graph.at(`encoder.layer.${i}`), x, VIT_LAYER, sizes);
    const normed = graph.layerNorm('layernorm', x, config.layer_norm_eps);
    const two = graph.op('Slice', [normed, graph.ints([0]), graph.ints([2]), graph.ints([1])]);
    graph.output('audio_embeds', graph.op('ReduceMean', [two], { axes: [1], keepdims: 0 }));
  },
});
