/**
 * Trained weights → the whole model. In: the prepared model, the split it was trained with, weights by name. Out: one
 * model with the same nodes and the new weights. A weight that the trunk reads too keeps its old values there: the tail
 * gets its own copy, so that model(x) = tail(trunk(x)) still holds. Next: `encodeModel`, then verification against the
 * tail.
 */
import { readsOf } from '../graph.ts';
import { floatTensor, type OnnxModel } from '../model.ts';
import type { Split } from './split.ts';

export function mergeTrained(
  model: OnnxModel,
  split: Split,
  weights: ReadonlyMap<string, Float32Array>,
): OnnxModel {
  const trunkReads = new Set(split.trunk.graph.node.flatMap(readsOf));
  const trunkMakes = new Set(split.trunk.graph.node.flatMap(({ output }) => output));
  const nameAbove = (name: string) => (trunkReads.has(name) ? `${name}/tuned` : name);
  const { graph } = model;
  const tuned = graph.initializer.flatMap((tensor) => {
    const values = weights.get(tensor.name);
    if (values === undefined) return [tensor];
    const next = floatTensor(nameAbove(tensor.name), tensor.dims, values);
    return trunkReads.has(tensor.name) ? [tensor, next] : [next];
  });
  const node = graph.node.map((item) => {
    const inTrunk = item.output.some((value) => trunkMakes.has(value));
    if (inTrunk || !item.input.some((value) => weights.has(value))) return item;
    return { ...item, input: item.input.map((value) => (weights.has(value) ? nameAbove(value) : value)) };
  });
  return { ...model, graph: { ...graph, node, initializer: tuned } };
}
