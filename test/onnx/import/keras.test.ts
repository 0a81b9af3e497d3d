import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { convertNsfwjsKeras, type KerasTap, readNsfwjs } from '../../../src/backbones/nsfwjs-mobilenet.ts';
import { floatFeed, floatsOf, openSession, runSession } from '../../../src/engines/onnxruntime.ts';
import { encodeModel } from '../../../src/onnx/model.ts';
import { artifactsOf, difference, noise } from './reference.ts';

const TAPS: KerasTap[] = [
  { network: 'mobilenet_v2', size: 224, layer: 'block_13_expand_relu' },
  { network: 'inception_v3', size: 299, layer: 'mixed7' },
];

describe('the Keras networks of nsfwjs as ONNX', () => {
  // Inception in wasm takes seconds, and tests share the machine.
  it.each(TAPS)(
    '$network gives at $layer what TensorFlow.js gives, to 1e-5 of its scale',
    async (tap) => {
      const { size } = tap;
      const pixels = noise(3 * size * size).map((value) => (value + 1) / 2);
      const { json, weights } = await readNsfwjs(tap.network);
      const whole = await loadLayersModel(tf.io.fromMemory(await artifactsOf(json, weights)));
      const part = model({
        inputs: whole.inputs,
        outputs: whole.getLayer(tap.layer).output as SymbolicTensor,
      });
      const nhwc = tf.transpose(tf.tensor4d(pixels, [1, 3, size, size]), [0, 2, 3, 1]);
      const reference = tf.mean(part.predict(nhwc) as tf.Tensor, [1, 2]).dataSync();

      const session = await openSession(encodeModel(await convertNsfwjsKeras(tap)));
      const { pooled } = await runSession(session, {
        pixel_values: await floatFeed(pixels, [1, 3, size, size]),
      });
      const { absolute, scale } = difference(floatsOf(pooled), reference);
      expect(absolute / scale).toBeLessThan(1e-5);
      expect(scale).toBeGreaterThan(0.01);
    },
    180_000,
  );
});
