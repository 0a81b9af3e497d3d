import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { convertNsfwjsMid, MOBILENET_TAPS, readNsfwjs } from '../../../src/backbones/nsfwjs-mobilenet.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../../src/engines/onnxruntime.ts';
import { convertGraph } from '../../../src/onnx/import/convert-graph.ts';
import { readTfModel } from '../../../src/onnx/import/tfjs-model.ts';
import { DataType, encodeModel } from '../../../src/onnx/model.ts';
import { difference, loadReference, noise } from './reference.ts';

const PREFIX =
  'StatefulPartitionedCall/sequential/keras_layer/StatefulPartitionedCall/StatefulPartitionedCall/StatefulPartitionedCall/predict/';
const N = 2;
const pixels = noise(N * 3 * 224 * 224);

describe('the MobileNetV2 of nsfwjs as ONNX', () => {
  let graph: GraphModel;
  let bundle: Awaited<ReturnType<typeof readNsfwjs>>;
  /** [n, h, w, c] in [0, 1], as the TensorFlow.js graph takes it. */
  let nhwc: tf.Tensor;
  beforeAll(async () => {
    bundle = await readNsfwjs('mobilenet_v2_mid');
    graph = await loadReference(bundle.json, bundle.weights);
    nhwc = tf.tidy(() => {
      const channelsLast = tf.transpose(tf.tensor4d(pixels, [N, 3, 224, 224]), [0, 2, 3, 1]);
      return tf.div(tf.add(channelsLast, 1), 2);
    });
  });

  it('gives the taps TensorFlow.js gives, to 1e-5 of their scale', async () => {
    const model = await convertNsfwjsMid();
    const session = await openSession(encodeModel(model));
    const outputs = await runSession(session, { pixel_values: await floatFeed(pixels, [N, 3, 224, 224]) });
    const names = ['expanded_conv_14/expand/Relu6', 'expanded_conv_16/expand/Relu6', 'Conv_1/Relu6'];
    const reference = graph.execute(
      nhwc,
      names.map((name) => `${PREFIX}MobilenetV2/${name}`),
    ) as tf.Tensor[];
    for (const [i, { output, dim }] of MOBILENET_TAPS.entries()) {
      expect(outputs[output]!.dims).toEqual([N, dim]);
      const { absolute, scale } = difference(
        floatsOf(outputs[output]),
        tf.mean(reference[i]!, [1, 2]).dataSync(),
      );
      expect(absolute / scale).toBeLessThan(1e-5);
      expect(scale).toBeGreaterThan(0.1);
    }
  });

  it('converts the whole graph too, from [0, 1] pixels with channels last to class probabilities', async () => {
    const model = convertGraph(readTfModel(bundle.json, bundle.weights), {
      graphName: 'whole',
      inputs: [{ name: 'input', elemType: DataType.FLOAT, dims: ['batch', 224, 224, 3] }],
      bind: (writer) => ({ input: writer.tensor('input', 'float32', ['batch', 224, 224, 3]) }),
      outputs: [{ name: 'probabilities', value: 'Identity', pool: 'none' }],
      rename: (name) => name,
    });
    const session = await openSession(encodeModel(model));
    const feed = await floatFeed(nhwc.dataSync() as Float32Array, [N, 224, 224, 3]);
    const { probabilities } = await runSession(session, { input: feed });
    const reference = (graph.execute(nhwc) as tf.Tensor).dataSync();
    expect(difference(floatsOf(probabilities), reference).absolute).toBeLessThan(1e-5);
  });

  it('keeps convolutions channels first, without a single transpose', async () => {
    const { graph: onnx } = await convertNsfwjsMid();
    const ops = onnx.node.map((node) => node.opType);
    expect(ops.filter((op) => op === 'Conv')).toHaveLength(52);
    expect(ops).not.toContain('Transpose');
  });

  it('refuses shards that do not fit the manifest, with both sizes', () => {
    const cut = bundle.weights.subarray(0, bundle.weights.length - 10);
    expect(() => readTfModel(bundle.json, cut)).toThrow(/4300765 bytes.*107 of 108|of 108 weights/);
  });

  it('names the op it cannot convert', () => {
    const model = readTfModel(
      {
        modelTopology: {
          node: [
            { name: 'x', op: 'Placeholder' },
            { name: 'y', op: 'Betainc', input: ['x'] },
          ],
        },
        weightsManifest: [],
      },
      new Uint8Array(),
    );
    const convert = () =>
      convertGraph(model, {
        graphName: 'g',
        inputs: [{ name: 'x', elemType: DataType.FLOAT, dims: ['batch'] }],
        bind: (writer) => ({ x: writer.tensor('x', 'float32', ['batch']) }),
        outputs: [{ name: 'y', value: 'y', pool: 'none' }],
        rename: (name) => name,
      });
    expect(convert).toThrow(/Betainc \("y"\) cannot be converted/);
  });
});
