/** A model and new values for some of its float32 initialisers → the model with them; nothing is copied. */
import type { OnnxModel } from './model.ts';

export function withWeights(model: OnnxModel, weights: ReadonlyMap<string, Float32Array>): OnnxModel {
  const initializer = model.graph.initializer.map((tensor) => {
    const values = weights.get(tensor.name);
    if (!values) return tensor;
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return { ...tensor, rawData, floatData: [] };
  });
  return { ...model, graph: { ...model.graph, initializer } };
}
