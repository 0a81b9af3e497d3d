/** TensorFlow.js (wasm) as the reference for converted graphs. */
import { createRequire } from 'node:module';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

interface GraphJson {
  modelTopology: object;
  weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
}

/** Sets the wasm backend up; what TensorFlow.js loads a model from. */
export async function artifactsOf(json: unknown, weights: Uint8Array): Promise<tf.io.ModelArtifacts> {
  const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${wasm.slice(0, wasm.lastIndexOf('/'))}/`);
  await tf.setBackend('wasm');
  const { modelTopology, weightsManifest } = json as GraphJson;
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(weights).buffer,
  };
}

export const loadReference = async (json: unknown, weights: Uint8Array): Promise<GraphModel> =>
  loadGraphModel(tf.io.fromMemory(await artifactsOf(json, weights)));

/** Largest |a − b|, and the largest |b| to hold it against. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): { absolute: number; scale: number } {
  let absolute = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  let scale = 0;
  for (let i = 0; i < b.length; i++) {
    absolute = Math.max(absolute, Math.abs(a[i]! - b[i]!));
    scale = Math.max(scale, Math.abs(b[i]!));
  }
  return { absolute, scale };
}

/** A repeatable sequence in [−1, 1): Park and Miller's generator. */
export function noise(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * 2 - 1;
  });
}
