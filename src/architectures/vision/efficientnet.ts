/**
 * timm's EfficientNet and Lite (Tan and Le 2019, https://arxiv.org/abs/1905.11946), EfficientNetV2
 * (https://arxiv.org/abs/2104.00298) and MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381): inverted
 * residual blocks, in stages whose strides are the same in all. Pixels → `last_hidden_state` [n, c, h, w].
 */
import { defineArchitecture, only } from '../architecture.ts';
import { conv, pixels } from '../blocks/convolution.ts';
import { block, normed, type Style } from './inverted-residual.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

/** Of the first block of each stage; later blocks keep the size. */
const STRIDES = [1, 2, 2, 2, 1, 2, 1];

/** Weights that were trained with TensorFlow keep its padding and its norms. */
function styleOf(name: string): Style {
  const act = /lite|^mobilenetv2/.test(name) ? 'relu6' : 'silu';
  return name.startsWith('tf_')
    ? { act, padding: 'same', epsilon: 1e-3 }
    : { act, padding: 'half', epsilon: 1e-5 };
}

export const efficientnet = defineArchitecture({
  name: 'efficientnet',
  prefixes: [''],
  unusedWeights: /^classifier\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ architecture, pretrained_cfg }, graph) {
    const style = styleOf(architecture);
    const stem = conv(graph, 'conv_stem', pixels(graph, inputSides(pretrained_cfg)), {
      stride: 2,
      padding: style.padding,
    });
    let x = normed(graph, 'bn1', stem, style);
    STRIDES.forEach((stride, stage) => {
      for (let i = 0; graph.has(`blocks.${stage}.${i}.bn1.weight`); i++)
        x = block(graph.at(`blocks.${stage}.${i}`), x, { ...style, stride: i === 0 ? stride : 1 });
    });
    graph.output('last_hidden_state', normed(graph, 'bn2', conv(graph, 'conv_head', x), style));
  },
});
