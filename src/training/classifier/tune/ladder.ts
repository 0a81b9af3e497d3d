/** Trials of some depths go in, whether to go deeper comes out. Used by: `search-settings.ts`. */
import type { Depth } from './depth.ts';

interface Climb<S> {
  /** From the head down. */
  depths: readonly Depth[];
  /** The one that would be tried next. */
  depth: Depth;
  /** Places in `scores`, best first. */
  rank: (scores: readonly S[]) => number[];
}

/**
 * The ladder of depths is climbed while it pays: beyond the second, a depth is tried where the one before it did better
 * than those before that.
 */
export function pays<S>(
  judged: readonly { depth: Depth; score: S }[],
  { depths, depth, rank }: Climb<S>,
): boolean {
  const before = depths.slice(0, depths.indexOf(depth));
  const tried = judged.filter((one) => before.includes(one.depth));
  if (before.length < 2 || tried.length === 0) return true;
  const [best = 0] = rank(tried.map(({ score }) => score));
  return tried[best]?.depth === before.at(-1);
}
