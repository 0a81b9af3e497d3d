/**
 * Settings and rungs go in, the one to train in full comes out: successive halving (Jamieson and Talwalkar 2016). In
 * each rung all open settings are scored with the same effort and the best go on. The order, the rungs and the choice
 * depend on scores alone; time can only end the search, which is said. Used by: `race-unfrozen.ts`.
 */

export interface Rung {
  epochs: number;
  /** How many go on. */
  keep: number;
}

/** `null`: there is no time left for it, nor for any other. `failed`: it cannot be tried at all. */
export type Score<S> = S | null | 'failed';

interface Halving<T, S> {
  score: (trial: T, rung: Rung, number: number) => Promise<Score<S>>;
  /** Places in `scores`, best first. */
  rank: (scores: readonly S[]) => number[];
  /** Told of every trial when its rung is over; scores are null for those that time left out. */
  onRung: (
    number: number,
    rung: Rung,
    trials: readonly { trial: T; score: S | null; kept: boolean }[],
  ) => void;
}

export interface SearchEnd<T> {
  /** The best of the last rung that was finished; null when none can be tried. */
  best: T | null;
  /** Number of the rung that time ended; null when all were finished. */
  cutOff: { rung: number; scored: number; of: number } | null;
}

export async function searchByHalving<T, S>(
  trials: readonly T[],
  rungs: readonly Rung[],
  halving: Halving<T, S>,
): Promise<SearchEnd<T>> {
  let open = [...trials];
  for (const [r, rung] of rungs.entries()) {
    // Nothing to be chosen here.
    if (open.length <= rung.keep) continue;
    const { scored, left } = await scoreAll(open, rung, { number: r + 1, halving });
    const order = halving.rank(scored.map(({ score }) => score)).map((place) => scored[place]!.trial);
    // A rung that was not finished would favour those that happened to come first; in the first rung that is all there is.
    const counts = left.length === 0 || r === 0;
    const kept = counts ? order.slice(0, left.length === 0 ? rung.keep : 1) : open.slice(0, 1);
    halving.onRung(r + 1, rung, [
      ...scored.map(({ trial, score }) => ({ trial, score, kept: kept.includes(trial) })),
      ...left.map((trial) => ({ trial, score: null, kept: false })),
    ]);
    if (left.length > 0) {
      const cutOff = { rung: r + 1, scored: scored.length, of: scored.length + left.length };
      return { best: kept[0] ?? left[0]!, cutOff };
    }
    open = kept;
  }
  return { best: open[0] ?? null, cutOff: null };
}

async function scoreAll<T, S>(
  open: readonly T[],
  rung: Rung,
  { number, halving }: { number: number; halving: Halving<T, S> },
): Promise<{ scored: { trial: T; score: S }[]; left: T[] }> {
  const scored: { trial: T; score: S }[] = [];
  for (const [i, trial] of open.entries()) {
    const score = await halving.score(trial, rung, number);
    if (score === null) return { scored, left: open.slice(i) };
    if (score !== 'failed') scored.push({ trial, score });
  }
  return { scored, left: [] };
}
