/**
 * TensorFlow.js, the executor of heads: `@tensorflow/tfjs-node` where its native library is installed, WebAssembly
 * elsewhere. Loads on first use, once a process. Next: `training/head` multiplies matrices with it.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';

type Core = typeof import('@tensorflow/tfjs-core');

export interface TensorFlow {
  tf: Core;
  /** Shown in the report. */
  name: 'tfjs-node' | 'tfjs-wasm';
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

/** A name the compiler does not follow: the package is optional and often absent. */
const NATIVE_PACKAGE: string = '@tensorflow/tfjs-node';

async function loadNative(): Promise<TensorFlow | null> {
  const require = createRequire(import.meta.url);
  // tfjs-node 4.22 calls this function, which Node removed in version 23.
  const util: { isNullOrUndefined?: (value: unknown) => boolean } = require('node:util');
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  try {
    const module: Core & { default?: Core } = await import(NATIVE_PACKAGE);
    const tf = module.default ?? module;
    return { tf, name: 'tfjs-node', version: tf.version_core };
  } catch {
    return null;
  }
}

async function loadWasm(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(dirname(entry) + sep);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its WebAssembly engine');
  return { tf, name: 'tfjs-wasm', version: tf.version_core };
}
