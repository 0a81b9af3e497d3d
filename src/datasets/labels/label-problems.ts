/** What had to be said about the labels of a data set: spellings, slips, classes that are too small. Called by `labels.ts`. */
import type { Problem } from '../dataset.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { firstItems } from '../tables/table.ts';
import type { Counted, NearSpelling } from './near-spellings.ts';

const countRows = (pairs: readonly NearSpelling[]): number =>
  pairs.reduce((sum, { rare }) => sum + rare.count, 0);

export function mergedProblems(pairs: readonly NearSpelling[]): Problem[] {
  if (pairs.length === 0) return [];
  const rows = countRows(pairs);
  return [
    problem({
      severity: 'note',
      code: 'near-merged',
      values: { count: pairs.length, rows },
      items: firstItems(pairs.map(({ rare, common }) => `${rare.name} (${rare.count}) → ${common.name}`)),
    }),
  ];
}

interface Findings {
  merged: string[];
  near: NearSpelling[];
  rare: Counted[];
}

export function problemsOf({ merged, near, rare }: Findings): Problem[] {
  const problems: Problem[] = [];
  if (merged.length > 0) {
    problems.push(
      problem({
        severity: 'note',
        code: 'label-variants',
        values: { count: merged.length },
        items: firstItems(merged),
      }),
    );
  }
  if (near.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'near-spellings',
        values: { count: near.length, rows: countRows(near) },
        items: firstItems(
          near.map(
            ({ rare: slip, common }) => `${slip.name} (${slip.count}) ≈ ${common.name} (${common.count})`,
          ),
        ),
      }),
    );
  }
  if (rare.length > 0) {
    const rows = rare.reduce((sum, { count }) => sum + count, 0);
    problems.push(
      problem({
        severity: 'warning',
        code: 'rare-classes',
        values: { count: rare.length, rows, limit: LIMITS.samplesPerClass },
        items: firstItems(rare.map(({ name, count }) => `${name} (${count})`)),
        count: rows,
      }),
    );
  }
  return problems;
}
