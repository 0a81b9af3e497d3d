/**
 * What each value of a graph depends on, and which weights can be trained. In: a prepared model. Out: kinds of values,
 * trainable initialisers. Next: `boundaries.ts` cuts where one value carries features of the data; training picks
 * weights.
 */
import type { OnnxGraph, OnnxNode } from './model.ts';
import { DataType } from './model.ts';

/**
 * constant: initialisers and what follows from them alone, weights included (position embeddings).
 * shape: depends on sizes only. data: on the inputs' elements but no weights (masks). features: on data and weights.
 */
export type ValueKind = 'constant' | 'shape' | 'data' | 'features';

/** Input positions of weights by op; ops that are not here have none. */
const WEIGHT_INPUTS: Readonly<Record<string, readonly number[]>> = {
  Add: [0, 1],
  BatchNormalization: [1, 2],
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Div: [0, 1],
  Einsum: [0, 1],
  Gather: [0],
  Gemm: [0, 1, 2],
  LayerNormalization: [1, 2],
  MatMul: [0, 1],
  Mul: [0, 1],
  PRelu: [1],
  Sub: [0, 1],
};
/** Ops that keep a weight's elements. */
const MOVES = new Set(['Cast', 'Identity', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze']);
/** Ops whose weights make a layer of their own; scales and biases alone do not. */
const LAYER_OPS = new Set(['Conv', 'ConvTranspose', 'Einsum', 'Gather', 'Gemm', 'MatMul']);

/** Values made of weights alone → the initialisers they come from. */
type WeightValues = ReadonlyMap<string, readonly string[]>;

/** Float32 initialisers that are no plain scalars, and what moves them about (a transposed kernel, a cast table). */
export function weightValues(graph: OnnxGraph): WeightValues {
  const values = new Map<string, readonly string[]>();
  for (const { name, dataType, dims } of graph.initializer)
    if (dataType === DataType.FLOAT && dims.length > 0) values.set(name, [name]);
  for (const node of graph.node) {
    const source = MOVES.has(node.opType) ? values.get(node.input[0] ?? '') : undefined;
    if (source !== undefined) for (const output of node.output) values.set(output, source);
  }
  return values;
}

/** Initialisers at the weight positions of a node. */
export function weightsOf(node: OnnxNode, values: WeightValues): string[] {
  return (WEIGHT_INPUTS[node.opType] ?? []).flatMap((i) => values.get(node.input[i] ?? '') ?? []);
}

/** Names of all trainable initialisers, in the order they are met. */
export function trainableWeights(graph: OnnxGraph): string[] {
  const values = weightValues(graph);
  return [...new Set(graph.node.flatMap((node) => weightsOf(node, values)))];
}

/** Nodes that hold a layer's main weights. */
export function layerNodes(graph: OnnxGraph): OnnxNode[] {
  const weights = weightValues(graph);
  return graph.node.filter((node) => LAYER_OPS.has(node.opType) && weightsOf(node, weights).length > 0);
}

export function classifyValues(graph: OnnxGraph): Map<string, ValueKind> {
  const weights = weightValues(graph);
  const kinds = new Map<string, ValueKind>();
  for (const { name } of graph.initializer) kinds.set(name, 'constant');
  for (const { name } of graph.input) kinds.set(name, 'data');
  for (const node of graph.node) {
    const kind = kindOf(node, kinds, weights);
    for (const value of node.output) kinds.set(value, kind);
  }
  return kinds;
}

function kindOf(node: OnnxNode, kinds: ReadonlyMap<string, ValueKind>, weights: WeightValues): ValueKind {
  const inputs = node.input.filter((value) => value !== '').map((value) => kinds.get(value) ?? 'constant');
  if (node.opType === 'Shape' || node.opType === 'Size')
    return inputs[0] === 'constant' ? 'constant' : 'shape';
  const hasData = inputs.some((kind) => kind === 'data' || kind === 'features');
  if (!hasData) return inputs.includes('shape') ? 'shape' : 'constant';
  // A constant computed from weights (a projected position table) makes features as the weights themselves do.
  return inputs.includes('features') || weightsOf(node, weights).length > 0 ? 'features' : 'data';
}
