/**
 * A model → the same model with its weights in fewer bits, for delivery. In: an OnnxModel, the precision. Out: an
 * OnnxModel that gives nearly the same results as fast, in a half, a quarter or an eighth of the bytes. Next: the
 * exporter scores it on the test part and writes it.
 *
 * Weights that came as 8 bits stay exactly as they came (`compact/compact-weights.ts`). Biases, scales of
 * normalisations and whatever is no matrix stay float32: they are few, and much depends on them.
 */
import type { OnnxModel, OnnxNode } from '../model.ts';
import { sizeOf } from '../tensor.ts';
import { gridCodes } from './compact-weights.ts';
import { type Restored, restoreBytes, restoreHalves, restoreNibbles } from './restore.ts';
import { keepInMemory, type Shelf, shelve } from './shelf.ts';
import { BLOCK, codesByBlock, codesByChannel, halvesOf } from './weight-codes.ts';
import { type WeightUse, weightUses } from './weight-uses.ts';

export const PRECISIONS = ['int4', 'int8', 'fp16'] as const;
/** Of fewer elements, the nodes that take 4 bits apart need more room than 8 bits do. */
const MIN_INT4 = 8_192;
export type Precision = (typeof PRECISIONS)[number];

/** @param shelf where long codes are put: in memory, or in a file for models of many weights */
export function compactModel(model: OnnxModel, precision: Precision, shelf: Shelf = keepInMemory): OnnxModel {
  const { graph } = model;
  const before: OnnxNode[] = [];
  const replaced = new Map<OnnxNode, OnnxNode[]>();
  const restored = new Map(
    weightUses(graph).map((use) => {
      const parts = restore(use, precision);
      before.push(...parts.nodes);
      for (const [lookUp, nodes] of parts.replaced) replaced.set(lookUp, nodes);
      return [use.tensor.name, parts.tensors.map((tensor) => shelve(tensor, shelf))] as const;
    }),
  );
  const initializer = graph.initializer.flatMap((tensor) => restored.get(tensor.name) ?? [tensor]);
  const node = [...before, ...graph.node.flatMap((one) => replaced.get(one) ?? [one])];
  return { ...model, graph: { ...graph, initializer, node } };
}

function restore(use: WeightUse, precision: Precision): Restored {
  const { tensor, axis, lookUps } = use;
  const grid = gridCodes(tensor);
  if (grid) return { ...grid, replaced: new Map() };
  if (precision === 'fp16') return restoreHalves(use, halvesOf(tensor));
  const row = lookUps.length > 0 ? tensor.dims.at(-1)! : sizeOf(tensor);
  if (precision === 'int4' && row % BLOCK === 0 && sizeOf(tensor) >= MIN_INT4)
    return restoreNibbles(use, codesByBlock(tensor));
  return restoreBytes(use, codesByChannel(tensor, axis));
}
