/**
 * What a contender would cost, as measured on a small piece, and the seconds it may take go in; how much of its grid is
 * tried, and on which share of the samples, comes out. With ample time: all of both. Used by: `tfidf.ts`, `linear-probe.ts`.
 */
import { type Note, note } from '../../../text/notes.ts';

/** Of a grid, in its order: the last half-step of each of `count` equal parts, e.g. 1, 10 and 100 of .3, 1, 3, 10, 30, 100. */
export function thinGrid<T>(grid: readonly T[], count: number): T[] {
  if (count >= grid.length) return [...grid];
  const parts = Math.max(1, Math.floor(count));
  return Array.from({ length: parts }, (_, i) => grid[Math.floor(((i + 0.5) * grid.length) / parts)]!);
}

interface Allotted {
  /** Settings of each fit's grid that are tried; 1 or more. */
  settings: number;
  /** Of the samples to learn from, in (0, 1]. */
  share: number;
}

/** @param affordable how many settings there is time for; below 1 the one that is tried learns from fewer samples */
export function allot(affordable: number, settings: number): Allotted {
  if (affordable >= settings) return { settings, share: 1 };
  return { settings: Math.max(1, Math.floor(affordable)), share: Math.min(1, affordable) };
}

/** Null when nothing was left out. */
export function leftOutNote(
  model: string,
  { tried, of, share }: { tried: number; of: number; share: number },
): Note | null {
  if (tried >= of && share >= 1) return null;
  const percent = Math.max(1, Math.round(100 * share));
  return note('core-made-smaller', { model: { phrase: model }, tried, of, percent });
}
