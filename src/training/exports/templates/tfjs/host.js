// Where the model's files lie, and what runs them: this folder, and TensorFlow.js with its WebAssembly engine.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

const { resolve } = createRequire(import.meta.url);
setWasmPaths(dirname(resolve('@tensorflow/tfjs-backend-wasm')) + sep);
await tf.setBackend('wasm');

/** In a browser, `tf.loadGraphModel('model/tfjs/NAME/model.json')` does this by itself. */
async function load(folder) {
  const { modelTopology, weightsManifest, signature, format } = JSON.parse(
    await readFile(join(folder, 'model.json'), 'utf8'),
  );
  const [{ paths, weights }] = weightsManifest;
  const bytes = await readFile(join(folder, paths[0]));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return loadGraphModel({
    load: async () => ({ modelTopology, weightSpecs: weights, weightData, signature, format }),
  });
}

/** { dims, data } → a tensor. TensorFlow.js has no int64. */
function tensorOf({ dims, data }) {
  if (data instanceof Float32Array) return tf.tensor(data, dims, 'float32');
  if (data instanceof Uint8Array) return tf.tensor(data, dims, 'bool');
  return tf.tensor(Int32Array.from(data, Number), dims, 'int32');
}

export const hostOf = (folder) => ({
  text: (path) => readFile(join(folder, path), 'utf8'),
  bytes: (path) => readFile(join(folder, path)),
  library: (name) => readFile(join(folder, `${name}.wasm`)),
  open: async (path) => {
    const name = path.split('/').at(-1).replace('.onnx', '');
    const model = await load(join(folder, 'model', 'tfjs', name));
    const names = model.outputNodes;
    return {
      run: async (feeds) => {
        const inputs = Object.fromEntries(Object.entries(feeds).map(([key, feed]) => [key, tensorOf(feed)]));
        const results = [model.execute(inputs, names)].flat();
        const outputs = results.map((result, i) => [
          names[i],
          { dims: result.shape, data: result.dataSync() },
        ]);
        tf.dispose([results, inputs]);
        return Object.fromEntries(outputs);
      },
      close: async () => model.dispose(),
    };
  },
});
