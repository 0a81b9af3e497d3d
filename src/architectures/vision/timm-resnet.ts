/**
 * ResNet (He et al. 2016, https://arxiv.org/abs/1512.03385), Wide ResNet and ResNeXt (Xie et al. 2017,
 * https://arxiv.org/abs/1611.05431) as timm and torchvision have them: a bottleneck's stride is in its middle. Pixels →
 * `last_hidden_state` [n, c, h, w].
 */
import { defineArchitecture, only } from '../architecture.ts';
import { batchNorm, conv, pixels } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { inputSides, TIMM_FIELDS, TIMM_HARMLESS } from './timm-fields.ts';

const STRIDES = [1, 2, 2, 2];

export const timmResnet = defineArchitecture({
  name: 'timm-resnet',
  prefixes: [''],
  unusedWeights: /^fc\.|\.num_batches_tracked$/,
  fields: { ...TIMM_FIELDS, global_pool: only('avg') },
  harmless: TIMM_HARMLESS,
  build({ pretrained_cfg }, graph) {
    const image = pixels(graph, inputSides(pretrained_cfg));
    const stem = graph.op('Relu', [batchNorm(graph, 'bn1', conv(graph, 'conv1', image, { stride: 2 }))]);
    let x = graph.op('MaxPool', [stem], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
    STRIDES.forEach((stride, stage) => {
      for (let i = 0; graph.has(`layer${stage + 1}.${i}.conv1.weight`); i++)
        x = residual(graph.at(`layer${stage + 1}.${i}`), x, i === 0 ? stride : 1);
    });
    graph.output('last_hidden_state', x);
  },
});

function residual(layer: GraphBuilder, x: Value, stride: number): Value {
  const bottleneck = layer.has('conv3.weight');
  const relu = (y: Value) => layer.op('Relu', [y]);
  const first = conv(layer, 'conv1', x, { stride: bottleneck ? 1 : stride });
  const channels = layer.sizes('conv1.weight')[0]!;
  const second = conv(layer, 'conv2', relu(batchNorm(layer, 'bn1', first)), {
    stride: bottleneck ? stride : 1,
    channels,
  });
  const y = batchNorm(layer, 'bn2', second);
  const sum = bottleneck ? batchNorm(layer, 'bn3', conv(layer, 'conv3', relu(y))) : y;
  const short = layer.has('downsample.0.weight')
    ? batchNorm(layer, 'downsample.1', conv(layer, 'downsample.0', x, { stride }))
    : x;
  return relu(layer.add(sum, short));
}
