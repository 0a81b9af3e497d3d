/**
 * Walks over a graph. In: an OnnxGraph. Out: look-up tables, topological order, the sub-graph behind some values.
 * Next: prepare, values, split.
 */
import { UserError } from '../errors.ts';
import type { OnnxGraph, OnnxNode, OnnxTensor } from './model.ts';

/** Value → the node that computes it. */
export function producersOf(graph: OnnxGraph): Map<string, OnnxNode> {
  return new Map(
    graph.node.flatMap((node) => node.output.filter((v) => v !== '').map((v) => [v, node] as const)),
  );
}

/** Value → the nodes that read it, sub-graphs of If and Loop included. */
export function consumersOf(graph: OnnxGraph): Map<string, OnnxNode[]> {
  const consumers = new Map<string, OnnxNode[]>();
  for (const node of graph.node)
    for (const value of new Set(readsOf(node))) {
      const list = consumers.get(value);
      if (list === undefined) consumers.set(value, [node]);
      else list.push(node);
    }
  return consumers;
}

export const initializersOf = (graph: OnnxGraph): Map<string, OnnxTensor> =>
  new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));

/** Every value a node reads: its inputs and what its sub-graphs capture from outside. */
export function readsOf(node: OnnxNode): string[] {
  const captured = node.attribute
    .flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]))
    .flatMap((graph) => {
      const inner = new Set([
        ...graph.node.flatMap(({ output }) => output),
        ...graph.input.map(({ name }) => name),
      ]);
      for (const { name } of graph.initializer) inner.add(name);
      const reads = [...graph.node.flatMap(readsOf), ...graph.output.map(({ name }) => name)];
      return reads.filter((value) => !inner.has(value));
    });
  return [...node.input, ...captured].filter((value) => value !== '');
}

/** Nodes in an order in which every value is computed before it is read; a valid order is kept as it is. */
export function sortNodes(graph: OnnxGraph): OnnxNode[] {
  const known = new Set([
    ...graph.input.map(({ name }) => name),
    ...graph.initializer.map(({ name }) => name),
  ]);
  const sorted: OnnxNode[] = [];
  let waiting = graph.node;
  while (waiting.length > 0) {
    const later: OnnxNode[] = [];
    for (const node of waiting) {
      if (readsOf(node).every((value) => known.has(value))) {
        sorted.push(node);
        for (const value of node.output) known.add(value);
      } else later.push(node);
    }
    if (later.length === waiting.length) throw brokenGraph(later[0] as OnnxNode, known);
    waiting = later;
  }
  return sorted;
}

function brokenGraph(node: OnnxNode, known: ReadonlySet<string>): UserError {
  const missing = readsOf(node).find((value) => !known.has(value)) ?? '';
  return new UserError('onnx-broken-graph', { name: node.name || node.opType, missing });
}

/** Nodes needed for `values`, in graph order; the walk stops at `stops`, which count as given. */
export function nodesBehind(
  graph: OnnxGraph,
  values: readonly string[],
  stops: ReadonlySet<string>,
): OnnxNode[] {
  const producers = producersOf(graph);
  const needed = new Set<OnnxNode>();
  const stack = values.filter((value) => !stops.has(value));
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    const node = producers.get(value);
    if (node === undefined || needed.has(node)) continue;
    needed.add(node);
    for (const read of readsOf(node)) if (!stops.has(read)) stack.push(read);
  }
  return graph.node.filter((node) => needed.has(node));
}

/** The graph reduced to what `nodes` read: unused initialisers and inputs go. */
export function withNodes(
  graph: OnnxGraph,
  nodes: readonly OnnxNode[],
  outputs: OnnxGraph['output'],
): OnnxGraph {
  const read = new Set([...nodes.flatMap(readsOf), ...outputs.map(({ name }) => name)]);
  return {
    ...graph,
    node: [...nodes],
    initializer: graph.initializer.filter(({ name }) => read.has(name)),
    input: graph.input.filter(({ name }) => read.has(name)),
    output: [...outputs],
    valueInfo: [],
  };
}
