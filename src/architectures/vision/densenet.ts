/**
 * timm's DenseNet (Huang et al. 2017, https://arxiv.org/abs/1608.06993): every layer reads what all before it in its block
 * gave. Pixels → `last_hidden_state` [n, c, h, w].
 */
import { defineArchitecture, only } from '../architecture.ts';
import { batchNorm, conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

export const densenet = defineArchitecture({
  name: 'densenet',
  prefixes: ['features.'],
  unusedWeights: /\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ pretrained_cfg }, graph) {
    const image = pixels(graph, inputSides(pretrained_cfg));
    const stem = normed(graph, 'norm0', conv(graph, 'conv0', image, { stride: 2 }));
    let x = graph.op('MaxPool', [stem], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
    for (let block = 1; graph.has(`denseblock${block}.denselayer1.conv1.weight`); block++) {
      x = denseBlock(graph.at(`denseblock${block}`), x);
      if (graph.has(`transition${block}.conv.weight`)) x = transition(graph.at(`transition${block}`), x);
    }
    graph.output('last_hidden_state', normed(graph, 'norm5', x));
  },
});

const normed = (at: GraphBuilder, name: string, x: Value): Value => at.op('Relu', [batchNorm(at, name, x)]);

function denseBlock(block: GraphBuilder, x: Value): Value {
  let all = x;
  for (let i = 1; block.has(`denselayer${i}.conv1.weight`); i++) {
    const layer = block.at(`denselayer${i}`);
    const narrow = conv(layer, 'conv1', normed(layer, 'norm1', all));
    all = layer.op('Concat', [all, conv(layer, 'conv2', normed(layer, 'norm2', narrow))], { axis: 1 });
  }
  return all;
}

/** Half of the channels and half of each side. */
function transition(at: GraphBuilder, x: Value): Value {
  const fewer = conv(at, 'conv', normed(at, 'norm', x));
  return at.op('AveragePool', [fewer], { kernel_shape: [2, 2], strides: [2, 2] });
}
