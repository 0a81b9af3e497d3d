/**
 * TensorFlow.js: `@tensorflow/tfjs-node-gpu` or `tfjs-node` where its native library is installed, WebAssembly elsewhere. Loads on first use, once a process. Next: `compute/matrices.ts` multiplies with it, `tensorflow-graph.ts` runs graphs.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';

type Core = typeof import('@tensorflow/tfjs-core');

export interface TensorFlow {
  tf: Core;
  /** Shown in the report. */
  name: 'tfjs-node-gpu' | 'tfjs-node' | 'tfjs-wasm';
  version: string;
}

let loaded: Promise<TensorFlow> | undefined;

/**
 * @param first of a process decides: 'wasm' passes over the native library (to compare the two)
 * @throws Error when neither engine starts
 */
export function loadTensorFlow(first: 'native' | 'wasm' = 'native'): Promise<TensorFlow> {
  loaded ??= first === 'wasm' ? loadWasm() : loadNative().then((native) => native ?? loadWasm());
  return loaded;
}

/** Names the compiler does not follow: the packages are optional and often absent. */
const NATIVE_PACKAGES: readonly `tfjs-node${'-gpu' | ''}`[] = ['tfjs-node-gpu', 'tfjs-node'];

async function loadNative(): Promise<TensorFlow | null> {
  const require = createRequire(import.meta.url);
  // tfjs-node 4.22 calls this function, which Node removed in version 23.
  const util: { isNullOrUndefined?: (value: unknown) => boolean } = require('node:util');
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  for (const name of NATIVE_PACKAGES) {
    try {
      const module: Core & { default?: Core } = await import(`@tensorflow/${name}`);
      const tf = module.default ?? module;
      return { tf, name, version: tf.version_core };
    } catch {
      // Not installed, or without its native library: the next one.
    }
  }
  return null;
}

async function loadWasm(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(dirname(entry) + sep);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its WebAssembly engine');
  return { tf, name: 'tfjs-wasm', version: tf.version_core };
}
