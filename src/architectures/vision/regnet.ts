/**
 * timm's RegNet X and Y (Radosavovic et al. 2020, https://arxiv.org/abs/2003.13678): bottlenecks of grouped convolutions, in
 * Y with attention to channels. Pixels → `last_hidden_state` [n, c, h, w].
 */
import { defineArchitecture, only } from '../architecture.ts';
import { batchNorm, type Convolution, conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

export const regnet = defineArchitecture({
  name: 'regnet',
  prefixes: [''],
  unusedWeights: /^head\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ pretrained_cfg }, graph) {
    const image = pixels(graph, inputSides(pretrained_cfg));
    let x = graph.op('Relu', [normed(graph, 'stem', image, { stride: 2 })]);
    for (let stage = 1; graph.has(`s${stage}.b1.conv1.conv.weight`); stage++)
      for (let i = 1; graph.has(`s${stage}.b${i}.conv1.conv.weight`); i++)
        x = bottleneck(graph.at(`s${stage}.b${i}`), x, i === 1 ? 2 : 1);
    graph.output('last_hidden_state', x);
  },
});

function normed(at: GraphBuilder, name: string, x: Value, options: Convolution = {}): Value {
  const layer = at.at(name);
  return batchNorm(layer, 'bn', conv(layer, 'conv', x, options));
}

function bottleneck(at: GraphBuilder, x: Value, stride: number): Value {
  const relu = (y: Value) => at.op('Relu', [y]);
  const narrow = relu(normed(at, 'conv1', x));
  const channels = at.sizes('conv1.conv.weight')[0]!;
  const spread = relu(normed(at, 'conv2', narrow, { stride, channels }));
  const y = normed(at, 'conv3', at.has('se.fc1.weight') ? weighed(at.at('se'), spread) : spread);
  const skip = at.has('downsample.conv.weight') ? normed(at, 'downsample', x, { stride }) : x;
  return relu(at.add(y, skip));
}

/** A factor for every channel from the means of all (Hu et al. 2018). */
function weighed(se: GraphBuilder, x: Value): Value {
  const reduced = se.op('Relu', [conv(se, 'fc1', se.op('GlobalAveragePool', [x]))]);
  return se.mul(x, se.op('Sigmoid', [conv(se, 'fc2', reduced)]));
}
