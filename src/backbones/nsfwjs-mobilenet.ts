/**
 * The networks of the npm package `nsfwjs` → ONNX. In: nothing (the package holds the weights). Out: models with
 * pooled taps, three of them for MobileNetV2 of width 1.4. Next: `embedded.ts` lists it, `load-backbone.ts` writes it.
 *
 * The network was trained on ImageNet, then bent to another task: its middle serves better than its end, hence taps
 * at the last expansions of blocks 14 and 16 beside the output.
 */

import { UserError } from '../errors.ts';
import { convertGraph } from '../onnx/import/convert-graph.ts';
import { readKerasModel } from '../onnx/import/keras-model.ts';
import { readTfModel } from '../onnx/import/tfjs-model.ts';
import { DataType, type OnnxModel } from '../onnx/model.ts';

const PREFIX =
  'StatefulPartitionedCall/sequential/keras_layer/StatefulPartitionedCall/StatefulPartitionedCall/StatefulPartitionedCall/predict/';
const SIZE = 224;

/** Names of the graph's outputs and their widths. */
export const MOBILENET_TAPS = [
  { output: 'block14', dim: 1344 },
  { output: 'block16', dim: 1344 },
  { output: 'pooled', dim: 1792 },
] as const;

type NsfwjsNetwork = 'mobilenet_v2_mid' | 'mobilenet_v2' | 'inception_v3';

/** The package's modules hold JSON and base64 as their default export; its types do not resolve in ESM. */
interface BundledModel {
  modelJson: () => Promise<{ default: unknown }>;
  weightBundles: (() => Promise<{ default: unknown }>)[];
}

async function importBundle(network: NsfwjsNetwork): Promise<BundledModel> {
  switch (network) {
    case 'mobilenet_v2_mid':
      return (await import('nsfwjs/models/mobilenet_v2_mid')).MobileNetV2MidModel;
    case 'mobilenet_v2':
      return (await import('nsfwjs/models/mobilenet_v2')).MobileNetV2Model;
    case 'inception_v3':
      return (await import('nsfwjs/models/inception_v3')).InceptionV3Model;
  }
}

/** `model.json` and the concatenated shards. */
export async function readNsfwjs(network: NsfwjsNetwork): Promise<{ json: unknown; weights: Uint8Array }> {
  const { modelJson, weightBundles } = await importBundle(network);
  const shards = await Promise.all(weightBundles.map((load) => load()));
  const weights = shards.map((shard) => {
    if (typeof shard.default === 'string') return Buffer.from(shard.default, 'base64');
    throw new UserError('weights-missing', { network });
  });
  return { json: (await modelJson()).default, weights: Buffer.concat(weights) };
}

/**
 * Input `pixel_values` [batch, 3, 224, 224], RGB in [−1, 1]; outputs [batch, dim] as in MOBILENET_TAPS. The package's
 * own scaling (2 · x − 1) is left to the preprocessing.
 */
export async function convertNsfwjsMid(): Promise<OnnxModel> {
  const { json, weights } = await readNsfwjs('mobilenet_v2_mid');
  const model = readTfModel(json, weights);
  const block = (n: number) => `${PREFIX}MobilenetV2/expanded_conv_${n}/expand/Relu6`;
  const dims = ['batch', 3, SIZE, SIZE];
  return convertGraph(model, {
    graphName: 'mobilenet_v2_140',
    inputs: [{ name: 'pixel_values', elemType: DataType.FLOAT, dims }],
    bind: (writer) => ({
      [`${PREFIX}hub_input/Sub`]: writer.tensor(
        'pixel_values',
        'float32',
        ['batch', SIZE, SIZE, 3],
        dims,
        true,
      ),
    }),
    outputs: [
      { name: 'block14', value: block(14), pool: 'mean' },
      { name: 'block16', value: block(16), pool: 'mean' },
      { name: 'pooled', value: `${PREFIX}MobilenetV2/Conv_1/Relu6`, pool: 'mean' },
    ],
    rename: (name) => name.replace(PREFIX, '').replace('MobilenetV2/', ''),
  });
}

export interface KerasTap {
  network: 'mobilenet_v2' | 'inception_v3';
  /** Height and width of the input. */
  size: number;
  /** Layer whose average over the image is the output `pooled`. */
  layer: string;
}

/** Input `pixel_values` [batch, 3, size, size], RGB in [0, 1]; output `pooled` [batch, channels of the layer]. */
export async function convertNsfwjsKeras({ network, size, layer }: KerasTap): Promise<OnnxModel> {
  const { json, weights } = await readNsfwjs(network);
  const dims = ['batch', 3, size, size];
  return convertGraph(readKerasModel(json, weights), {
    graphName: network,
    inputs: [{ name: 'pixel_values', elemType: DataType.FLOAT, dims }],
    bind: (writer) => ({
      input_1: writer.tensor('pixel_values', 'float32', ['batch', size, size, 3], dims, true),
    }),
    outputs: [{ name: 'pooled', value: layer, pool: 'mean' }],
    rename: (name) => name,
  });
}
