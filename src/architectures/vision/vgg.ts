/**
 * timm's VGG (Simonyan and Zisserman 2015, https://arxiv.org/abs/1409.1556), with and without norms. Pixels →
 * `image_embeds` [n, 4096], behind the two dense layers, which timm slides over the picture before it takes means.
 */
import { defineArchitecture, only } from '../architecture.ts';
import { batchNorm, conv, pixels } from '../blocks/convolution.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

/** Convolutions of each stage, by the number of layers in the name (table 1 of the paper). */
const STAGES: Readonly<Record<string, readonly number[]>> = {
  11: [1, 1, 2, 2, 2],
  13: [2, 2, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
};

export const vgg = defineArchitecture({
  name: 'vgg',
  prefixes: [''],
  unusedWeights: /^head\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ architecture, pretrained_cfg }, graph) {
    const normed = architecture.endsWith('_bn');
    const relu = (x: string) => graph.op('Relu', [x]);
    let x = pixels(graph, inputSides(pretrained_cfg));
    // The layers are numbered through: convolution, its norm, its activation, and each stage's pool.
    let place = 0;
    for (const depth of STAGES[architecture.slice(3, 5)] ?? []) {
      for (let i = 0; i < depth; i++) {
        x = conv(graph, `features.${place}`, x);
        if (normed) x = batchNorm(graph, `features.${place + 1}`, x);
        x = relu(x);
        place += normed ? 3 : 2;
      }
      x = graph.op('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
      place++;
    }
    const dense = graph.at('pre_logits');
    for (const name of ['fc1', 'fc2']) x = relu(conv(dense, name, x, { padding: 'none' }));
    graph.output('image_embeds', graph.op('Flatten', [graph.op('GlobalAveragePool', [x])], { axis: 1 }));
  },
});
