/**
 * timm's MobileNetV3 (Howard et al. 2019, https://arxiv.org/abs/1905.02244). Pixels → `image_embeds` [n, c], behind the dense
 * layer that follows the means.
 */
import { defineArchitecture, only } from '../architecture.ts';
import { type ActivationName, activation } from '../blocks/activation.ts';
import { conv, pixels } from '../blocks/convolution.ts';
import { block, normed, type Style } from './inverted-residual.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

/** Strides of the stages' first blocks, and how many stages are activated by ReLU (table 1 and 2 of the paper). */
const LARGE = { strides: [1, 2, 2, 2, 1, 2, 1], plain: 3 };
const SMALL = { strides: [2, 2, 2, 1, 2, 1], plain: 2 };

/** Weights that were trained with TensorFlow keep its padding and its norms; "minimal" has ReLU everywhere. */
function styleOf(name: string): Style {
  const act: ActivationName = name.includes('minimal') ? 'relu' : 'hardswish';
  return name.startsWith('tf_')
    ? { act, padding: 'same', epsilon: 1e-3, hardGate: true }
    : { act, padding: 'half', epsilon: 1e-5, hardGate: true };
}

export const mobilenetv3 = defineArchitecture({
  name: 'mobilenetv3',
  prefixes: [''],
  unusedWeights: /^classifier\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ architecture, pretrained_cfg }, graph) {
    const style = styleOf(architecture);
    const { strides, plain } = architecture.includes('small') ? SMALL : LARGE;
    const image = pixels(graph, inputSides(pretrained_cfg));
    let x = normed(graph, 'bn1', conv(graph, 'conv_stem', image, { ...style, stride: 2 }), style);
    strides.forEach((first, stage) => {
      const act = stage < plain ? 'relu' : style.act;
      for (let i = 0; graph.has(`blocks.${stage}.${i}.bn1.weight`); i++)
        x = block(graph.at(`blocks.${stage}.${i}`), x, { ...style, act, stride: i === 0 ? first : 1 });
    });
    const dense = conv(graph, 'conv_head', graph.op('GlobalAveragePool', [x]));
    graph.output('image_embeds', graph.op('Flatten', [activation(graph, style.act, dense)], { axis: 1 }));
  },
});
