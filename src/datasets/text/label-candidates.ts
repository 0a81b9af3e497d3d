/** Columns that could hold the classes → what is said of them and offered. Called by `open-text.ts`. */

import type { DatasetProfile, Problem } from '../dataset.ts';
import { compareLabels, isMissingLabel } from '../labels/labels.ts';
import { problem } from '../problem.ts';
import type { Table } from '../tables/table.ts';
import type { ColumnRoles } from './choose-columns.ts';

/** Columns, and classes of each, that are listed. */
const LISTED_COLUMNS = 20;
const LISTED_CLASSES = 8;

export type Candidate = NonNullable<DatasetProfile['candidates']>[number];

function countValues(table: Table, column: number): DatasetProfile['classes'] {
  const counts = new Map<string, number>();
  for (const row of table.rows) {
    const value = row[column]!.trim();
    if (!isMissingLabel(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count || compareLabels(a.name, b.name));
}

/** Best first, with their commonest classes; none where there is nothing to choose. */
export function listCandidates(table: Table, { candidates }: ColumnRoles): Candidate[] {
  if (candidates.length < 2) return [];
  return candidates.slice(0, LISTED_COLUMNS).map((column) => {
    const classes = countValues(table, column);
    return {
      column: table.columns[column]!,
      classCount: classes.length,
      classes: classes.slice(0, LISTED_CLASSES),
    };
  });
}

const shown = ({ column, classCount, classes }: Candidate): string => {
  const names = classes.map(({ name }) => name).join(', ');
  return `${column} (${names}${classCount > classes.length ? ', …' : ''})`;
};

export function candidateProblems(candidates: readonly Candidate[]): Problem[] {
  const [chosen, ...rest] = candidates;
  if (!chosen || rest.length === 0) return [];
  const column = JSON.stringify(chosen.column);
  const names = rest.map((other) => JSON.stringify(other.column)).join(', ');
  return [
    problem({
      severity: 'note',
      code: 'other-labels',
      values: { column, names },
      items: candidates.map(shown),
    }),
  ];
}
