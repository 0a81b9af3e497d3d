/**
 * Where a model can be cut into frozen trunk and trainable tail. In: a prepared model with one output (features or
 * logits) and its measured sizes. Out: boundaries from the output downwards. Next: `split.ts` cuts at one.
 *
 * In node order, a cut is possible where a single value carries features of the data to what follows; values that only
 * wait to be pooled and joined (taps further down) may cross beside it, as nothing above them is trained. Masks, shapes
 * and constants never count: the tail computes them again from the model's inputs. Of cuts with the same layers above,
 * the narrowest is offered.
 */

import { consumersOf, initializersOf } from '../graph.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from '../model.ts';
import type { Measured } from '../shapes.ts';
import { sizeOf } from '../tensor.ts';
import { classifyValues, layerNodes, type ValueKind, weightsOf, weightValues } from '../values.ts';
import { blockNames } from './boundary-names.ts';

export interface Boundary {
  /** Stable name: the values joined by "+". */
  id: string;
  /** For people: "last 2 of 12 blocks", "last 3 of 53 layers". */
  label: string;
  /** Values the trunk hands to the tail: one main value, then taps. */
  values: string[];
  /** Whole blocks and layers with weights above the cut. */
  blocks: number;
  layers: number;
  /** Number of weights (elements) above the cut. */
  parameters: number;
  /** Elements that one sample puts into the cache; a size that changes counts as `OPEN_SIZE`. */
  width: number;
}

/** What an open size other than the batch counts as in `width`. */
const OPEN_SIZE = 128;

/** From the output (no layer trained) down to the first layer. */
export function listBoundaries(model: OnnxModel, measured: Measured): Boundary[] {
  const { graph } = model;
  const crossings = findCrossings(graph);
  const names = blockNames(graph);
  const layers = new Set(layerNodes(graph));
  const best = new Map<number, Boundary>();
  for (const { index, values } of crossings) {
    const above = graph.node.slice(index + 1);
    const layersAbove = above.filter((node) => layers.has(node)).length;
    const width = values.reduce((sum, value) => sum + elements(measured, value), 0);
    const known = best.get(layersAbove);
    if (known !== undefined && known.width <= width) continue;
    const { count: blocks, between } = names.above(index);
    best.set(layersAbove, {
      id: values.join('+'),
      label: label({
        blocks: between ? blocks : 0,
        allBlocks: names.total,
        layers: layersAbove,
        allLayers: layers.size,
      }),
      values,
      blocks,
      layers: layersAbove,
      parameters: parametersOf(graph, above),
      width,
    });
  }
  return [...best.values()].sort((a, b) => a.layers - b.layers);
}

function label(counts: { blocks: number; allBlocks: number; layers: number; allLayers: number }): string {
  if (counts.layers === 0) return 'nothing but the head';
  const layers = `last ${counts.layers} of ${counts.allLayers} layers`;
  if (counts.allBlocks < 2 || counts.blocks === 0) return layers;
  const blocks = counts.blocks === 1 ? 'last block' : `last ${counts.blocks} blocks`;
  return `${blocks} of ${counts.allBlocks} (${layers})`;
}

function elements(measured: Measured, value: string): number {
  const [, ...sizes] = measured.sizes.get(value) ?? [];
  return sizes.reduce<number>((n, size) => n * (typeof size === 'number' ? size : OPEN_SIZE), 1);
}

function parametersOf(graph: OnnxGraph, nodes: readonly OnnxNode[]): number {
  const weights = weightValues(graph);
  const tensors = initializersOf(graph);
  const names = new Set(nodes.flatMap((node) => weightsOf(node, weights)));
  return [...names].reduce((sum, name) => sum + sizeOf(tensors.get(name)!), 0);
}

interface Crossing {
  /** Nodes up to this one belong to the trunk. */
  index: number;
  values: string[];
}

function findCrossings(graph: OnnxGraph): Crossing[] {
  const kinds = classifyValues(graph);
  const lastUse = lastUses(graph);
  const settled = settledValues(graph, kinds);
  const crossings: Crossing[] = [];
  let open: string[] = [];
  graph.node.forEach((node, index) => {
    open = [...open, ...node.output.filter((value) => kinds.get(value) === 'features')];
    open = open.filter((value) => (lastUse.get(value) ?? -1) > index);
    const unsettled = open.filter((value) => !settled.has(value));
    const allSettled = unsettled.length === 0 && open.length > 0;
    if (unsettled.length === 1 || allSettled)
      crossings.push({ index, values: [...unsettled, ...open.filter((value) => settled.has(value))] });
  });
  return crossings;
}

/** Index of the last node that reads each value for more than its shape; outputs are read after the last node. */
function lastUses(graph: OnnxGraph): Map<string, number> {
  const last = new Map<string, number>();
  graph.node.forEach((node, index) => {
    if (node.opType !== 'Shape' && node.opType !== 'Size')
      for (const value of node.input) last.set(value, index);
  });
  for (const { name } of graph.output) last.set(name, graph.node.length);
  return last;
}

/** Values from which no layer with weights lies on the way to the output. */
function settledValues(graph: OnnxGraph, kinds: ReadonlyMap<string, ValueKind>): Set<string> {
  const weights = weightValues(graph);
  const consumers = consumersOf(graph);
  const settled = new Set<string>();
  for (const node of graph.node.toReversed()) {
    for (const value of node.output) {
      if (kinds.get(value) !== 'features') continue;
      const readers = (consumers.get(value) ?? []).filter(
        ({ opType }) => opType !== 'Shape' && opType !== 'Size',
      );
      const free = readers.every(
        (reader) => weightsOf(reader, weights).length === 0 && reader.output.every((out) => settled.has(out)),
      );
      if (free) settled.add(value);
    }
  }
  return settled;
}
