/**
 * timm's MobileNetV4 without attention (Qin et al. 2024, https://arxiv.org/abs/2404.10518). Pixels → `image_embeds` [n, c],
 * behind the dense layer that follows the means.
 */
import { defineArchitecture, only } from '../architecture.ts';
import { batchNorm, type Convolution, conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { block, normed, type Style } from './inverted-residual.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

/** Of the stages' first blocks; the last stage is one convolution by pixel. */
const STRIDES = [2, 2, 2, 2, 1];
const STYLE: Style = { act: 'relu', padding: 'half', epsilon: 1e-5 };

export const mobilenetv4 = defineArchitecture({
  name: 'mobilenetv4',
  prefixes: [''],
  unusedWeights: /^classifier\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ pretrained_cfg }, graph) {
    const image = pixels(graph, inputSides(pretrained_cfg));
    let x = normed(graph, 'bn1', conv(graph, 'conv_stem', image, { stride: 2 }), STYLE);
    STRIDES.forEach((first, stage) => {
      for (let i = 0; ; i++) {
        const at = graph.at(`blocks.${stage}.${i}`);
        const stride = i === 0 ? first : 1;
        if (at.has('conv.weight')) x = normed(at, 'bn1', conv(at, 'conv', x, { stride }), STYLE);
        else if (at.has('conv_exp.weight')) x = block(at, x, { ...STYLE, stride });
        else if (at.has('pw_exp.conv.weight')) x = universal(at, x, stride);
        else break;
      }
    });
    const dense = conv(graph, 'conv_head', graph.op('GlobalAveragePool', [x]));
    const head = normed(graph, 'norm_head', dense, STYLE);
    graph.output('image_embeds', graph.op('Flatten', [head], { axis: 1 }));
  },
});

const linear = (at: GraphBuilder, name: string, x: Value, options: Convolution = {}): Value =>
  batchNorm(at.at(name), 'bn', conv(at.at(name), 'conv', x, options));

/** Widen and narrow, with a convolution by channel before, between, or both (§3, figure 4). */
function universal(at: GraphBuilder, x: Value, stride: number): Value {
  const relu = (y: Value) => at.op('Relu', [y]);
  const between = at.has('dw_mid.conv.weight');
  const before = at.has('dw_start.conv.weight');
  const started = before ? linear(at, 'dw_start', x, { stride: between ? 1 : stride }) : x;
  const wide = relu(linear(at, 'pw_exp', started));
  const spread = between ? relu(linear(at, 'dw_mid', wide, { stride })) : wide;
  const y = linear(at, 'pw_proj', spread);
  const same = at.sizes('pw_exp.conv.weight')[1] === at.sizes('pw_proj.conv.weight')[0];
  return stride === 1 && same ? at.add(y, x) : y;
}
