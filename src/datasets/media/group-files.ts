/** Equal files, near-duplicates and named groups → one group number a file, and what to say about them. */

import type { Problem } from '../dataset.ts';
import { joinNear } from '../near-groups.ts';
import { problem } from '../problem.ts';
import { firstItems } from '../tables/table.ts';
import { UnionFind } from '../union-find.ts';

interface Item {
  name: string;
  hash: string;
  group: string | null;
  label: number;
}

/** Joins all items with one key; items whose key is null stay alone. @returns the sets with more than one item. */
function joinByKey(sets: UnionFind, keys: readonly (string | null)[]): number[][] {
  const byKey = new Map<string, number[]>();
  keys.forEach((key, i) => {
    if (key === null) return;
    const same = byKey.get(key);
    if (!same) byKey.set(key, [i]);
    else {
      sets.union(same[0]!, i);
      same.push(i);
    }
  });
  return [...byKey.values()].filter((same) => same.length > 1);
}

/** @param near pairs of near-duplicates, as indices into `items`. */
export function groupFiles(
  items: readonly Item[],
  near: readonly (readonly [number, number])[],
  classes: readonly string[],
): { group: Int32Array; problems: Problem[] } {
  const sets = new UnionFind(items.length);
  const equal = joinByKey(
    sets,
    items.map(({ hash }) => hash),
  );
  joinByKey(
    sets,
    items.map(({ group }) => group),
  );
  const { joined, problems: nearProblems } = joinNear(
    sets,
    near,
    items.map(({ label }) => label),
    classes,
  );
  const problems: Problem[] = [...nearProblems];
  const extra = equal.reduce((sum, same) => sum + same.length - 1, 0);
  const names = (same: readonly number[]): string =>
    same
      .slice(0, 4)
      .map((i) => items[i]!.name)
      .join(' = ');
  if (extra > 0) {
    problems.push(
      problem({
        severity: extra > items.length * 0.1 ? 'warning' : 'note',
        code: 'duplicates',
        values: { count: extra },
        items: firstItems(equal.map(names)),
      }),
    );
  }
  const different = joined.filter(([a, b]) => items[a]!.hash !== items[b]!.hash);
  if (different.length > 0) {
    problems.push(
      problem({
        severity: 'note',
        code: 'near-duplicates',
        values: { count: different.length },
        items: firstItems(different.map(([a, b]) => `${items[a]!.name} ≈ ${items[b]!.name}`)),
      }),
    );
  }
  const crossing = [...equal, ...different].filter(
    (same) => new Set(same.map((i) => items[i]!.label)).size > 1,
  );
  if (crossing.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'conflicting-labels',
        values: { count: crossing.length },
        items: firstItems(
          crossing.map((same) =>
            same
              .slice(0, 4)
              .map((i) => `${items[i]!.name} (${classes[items[i]!.label]})`)
              .join(' = '),
          ),
        ),
      }),
    );
  }
  return { group: sets.groups(), problems };
}
