// Where the model's files lie, and what runs them: this folder, and ONNX Runtime.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const TYPES = [
  [Float32Array, 'float32'],
  [BigInt64Array, 'int64'],
  [Int32Array, 'int32'],
  [Uint8Array, 'bool'],
];

/** { dims, data } → an ONNX tensor. */
const tensorOf = ({ dims, data }) => new Tensor(TYPES.find(([type]) => data instanceof type)[1], data, dims);

export const hostOf = (folder) => ({
  text: (path) => readFile(join(folder, path), 'utf8'),
  bytes: (path) => readFile(join(folder, path)),
  library: (name) => readFile(join(folder, `${name}.wasm`)),
  open: async (path) => {
    const session = await InferenceSession.create(join(folder, path), { logSeverityLevel: 3 });
    return {
      run: async (feeds) => {
        const inputs = Object.entries(feeds).map(([name, feed]) => [name, tensorOf(feed)]);
        const outputs = Object.entries(await session.run(Object.fromEntries(inputs)));
        return Object.fromEntries(outputs.map(([name, { dims, data }]) => [name, { dims, data }]));
      },
      close: () => session.release(),
    };
  },
});
