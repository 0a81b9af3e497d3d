/** Where a network is cut for a wished depth of unfreezing. Used by: `open-tunable.ts`. */
import type { Boundary } from '../../../onnx/cut/boundaries.ts';

export type Depth = 'top' | 'deep';

/** Share of the blocks that `deep` unfreezes. */
const DEEP_SHARE = 0.25;

/** `top`: the last block; `deep`: the last quarter of the blocks, at least two. Null when there is nothing to unfreeze. */
export function boundaryFor(boundaries: readonly Boundary[], depth: Depth): Boundary | null {
  const layered = boundaries.filter(({ layers }) => layers > 0);
  const blocks = Math.max(0, ...layered.map((boundary) => boundary.blocks));
  if (blocks > 1) {
    const wanted = depth === 'top' ? 1 : Math.max(2, Math.ceil(blocks * DEEP_SHARE));
    return layered.find((boundary) => boundary.blocks >= wanted) ?? null;
  }
  const layers = Math.max(0, ...layered.map((boundary) => boundary.layers));
  const wanted = depth === 'top' ? 1 : Math.max(2, Math.ceil(layers * DEEP_SHARE));
  return layered.find((boundary) => boundary.layers >= wanted) ?? null;
}
