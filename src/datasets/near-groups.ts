/**
 * Near-duplicates join groups, unless that would leave a class nothing to be judged by: where linked samples make up
 * more than half of a class (texts from one template, frames of one film), the links are dropped and said so.
 */
import { listed } from '../text/terms.ts';
import type { Problem } from './dataset.ts';
import { problem } from './problem.ts';
import { UnionFind } from './union-find.ts';

/** Share of a class above which linked samples are let go. */
const MOST_OF_CLASS = 0.5;

/** Roots of `joined` whose set holds more than half of some class. */
function oversized(
  joined: UnionFind,
  labels: readonly number[],
  classes: readonly string[],
): Map<number, Set<number>> {
  const totals = new Int32Array(classes.length);
  const bySet = new Map<number, Map<number, number>>();
  labels.forEach((label, i) => {
    totals[label]! += 1;
    const root = joined.find(i);
    const counts = bySet.get(root) ?? new Map<number, number>();
    counts.set(label, (counts.get(label) ?? 0) + 1);
    bySet.set(root, counts);
  });
  const found = new Map<number, Set<number>>();
  for (const [root, counts] of bySet) {
    const most = [...counts]
      .filter(([label, count]) => count > totals[label]! * MOST_OF_CLASS)
      .map(([label]) => label);
    if (most.length > 0) found.set(root, new Set(most));
  }
  return found;
}

/**
 * @param sets groups so far (equal samples, named groups); changed in place.
 * @param near pairs of near-duplicates.
 * @param labels [n] class index of each sample.
 * @returns the pairs that were joined, and a problem when some were let go.
 */
export function joinNear(
  sets: UnionFind,
  near: readonly (readonly [number, number])[],
  labels: readonly number[],
  classes: readonly string[],
): { joined: (readonly [number, number])[]; problems: Problem[] } {
  const trial = new UnionFind(labels.length);
  labels.forEach((_, i) => {
    trial.union(i, sets.find(i));
  });
  for (const [a, b] of near) trial.union(a, b);
  const large = oversized(trial, labels, classes);
  const joined = near.filter(([a, b]) => sets.find(a) === sets.find(b) || !large.has(trial.find(a)));
  for (const [a, b] of joined) sets.union(a, b);
  if (joined.length === near.length) return { joined, problems: [] };
  const kept = new Set(joined);
  const affected = new Set(
    near.filter((pair) => !kept.has(pair)).flatMap(([a]) => [...(large.get(trial.find(a)) ?? [])]),
  );
  const names = [...affected].toSorted((a, b) => a - b).map((label) => classes[label]!);
  return {
    joined,
    problems: [
      problem({
        severity: 'warning',
        code: 'near-duplicate-class',
        values: { names: listed(names, 5) },
        items: names.slice(0, 20),
      }),
    ],
  };
}
