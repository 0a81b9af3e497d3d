/** Where a network is cut for a wished depth of unfreezing. Used by: `open-tunable.ts`. */
import type { Boundary } from '../../../onnx/cut/boundaries.ts';

/** The rungs of the ladder of depths, from the head down. */
export const DEPTHS = ['top', 'deep', 'all'] as const;
export type Depth = (typeof DEPTHS)[number];

/** Share of the blocks that `deep` unfreezes. */
const DEEP_SHARE = 0.25;

/**
 * `top`: the last block; `deep`: the last quarter of the blocks, at least two; `all`: every block (what is looked up or
 * computed before the first one stays frozen). Null when there is nothing to unfreeze.
 */
export function boundaryFor(boundaries: readonly Boundary[], depth: Depth): Boundary | null {
  const layered = boundaries.filter(({ layers }) => layers > 0);
  const blocks = Math.max(0, ...layered.map((boundary) => boundary.blocks));
  if (blocks > 1) {
    const wanted = wantedOf(depth, blocks);
    return layered.find((boundary) => boundary.blocks >= wanted) ?? null;
  }
  const layers = Math.max(0, ...layered.map((boundary) => boundary.layers));
  const wanted = wantedOf(depth, layers);
  return layered.find((boundary) => boundary.layers >= wanted) ?? null;
}

const wantedOf = (depth: Depth, total: number): number =>
  ({ top: 1, deep: Math.max(2, Math.ceil(total * DEEP_SHARE)), all: Math.max(1, total) })[depth];
