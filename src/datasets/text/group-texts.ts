/**
 * Duplicates of texts → groups for the split, and what to say about them. Equal texts (case, spaces and
 * punctuation aside) and near-equal ones (`near-texts.ts`) are one group, as are rows with one `group` value.
 */

import type { Problem } from '../dataset.ts';
import { joinNear } from '../near-groups.ts';
import { problem } from '../problem.ts';
import { firstItems } from '../tables/table.ts';
import { UnionFind } from '../union-find.ts';
import { findNearTexts } from './near-texts.ts';

interface Row {
  id: string;
  text: string;
  label: number;
  group: string | null;
}

/** What two texts must share to be equal: letters and digits, in order. Texts without any keep their characters. */
export function normaliseText(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase();
  const words = folded.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return words === '' ? folded.trim() : words;
}

/** @returns [n] group of each row, and problems about duplicates and conflicts. */
export function groupTexts(
  rows: readonly Row[],
  classes: readonly string[],
): { group: Int32Array; problems: Problem[] } {
  const sets = new UnionFind(rows.length);
  const firstOfGroup = new Map<string, number>();
  const byText = new Map<string, number[]>();
  rows.forEach(({ text, group }, i) => {
    if (group !== null) {
      const first = firstOfGroup.get(group);
      if (first === undefined) firstOfGroup.set(group, i);
      else sets.union(first, i);
    }
    const key = normaliseText(text);
    const equal = byText.get(key);
    if (equal) equal.push(i);
    else byText.set(key, [i]);
  });
  for (const equal of byText.values()) for (const i of equal.slice(1)) sets.union(equal[0]!, i);
  const keys = [...byText.keys()];
  const representatives = [...byText.values()].map((equal) => equal[0]!);
  const pairs = findNearTexts(keys).map(([a, b]) => [representatives[a]!, representatives[b]!] as const);
  const labels = rows.map(({ label }) => label);
  const near = joinNear(sets, pairs, labels, classes);
  return {
    group: sets.groups(),
    problems: [...problemsOf(rows, classes, [...byText.values()], near.joined), ...near.problems],
  };
}

function problemsOf(
  rows: readonly Row[],
  classes: readonly string[],
  equals: number[][],
  near: readonly (readonly [number, number])[],
): Problem[] {
  const repeated = equals.filter((equal) => equal.length > 1);
  const extra = repeated.reduce((sum, equal) => sum + equal.length - 1, 0);
  const conflicts = repeated.filter((equal) => new Set(equal.map((i) => rows[i]!.label)).size > 1);
  const problems: Problem[] = [];
  if (extra > 0) {
    problems.push(
      problem({
        severity: extra > rows.length * 0.1 ? 'warning' : 'note',
        code: 'duplicates',
        values: { count: extra },
        items: firstItems(
          repeated.map((equal) =>
            equal
              .slice(0, 5)
              .map((i) => rows[i]!.id)
              .join(' = '),
          ),
        ),
      }),
    );
  }
  if (near.length > 0) {
    problems.push(
      problem({
        severity: 'note',
        code: 'near-duplicates',
        values: { count: near.length },
        items: firstItems(near.map(([a, b]) => `${rows[a]!.id} ≈ ${rows[b]!.id}`)),
      }),
    );
  }
  if (conflicts.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'conflicting-labels',
        values: { count: conflicts.length },
        items: firstItems(
          conflicts.map((equal) =>
            equal
              .slice(0, 4)
              .map((i) => `${rows[i]!.id}: ${classes[rows[i]!.label]}`)
              .join(', '),
          ),
        ),
      }),
    );
  }
  return problems;
}
