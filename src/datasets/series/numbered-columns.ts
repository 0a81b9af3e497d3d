/**
 * Tables with a series in each row and numbered columns, as the M4 and M5 competitions publish them (`V1 … Vn`,
 * `d_1 … d_n`) → points of each series. Called by `read-points.ts` and the kind detection.
 */
import type { ColumnFacts } from '../columns.ts';
import { parseNumbers } from '../tables/numbers.ts';
import type { Table } from '../tables/table.ts';

/** Fewer numbered columns are features, not a history. */
const FEWEST_STEPS = 10;
const NUMBERED = /^(v|d|t|y|x|step|day|week|month|period|)[ _]?(\d{1,5})$/i;

export interface NumberedColumns {
  /** The column that names the series; null where none does. */
  id: ColumnFacts | null;
  /** Columns of the steps, in order. */
  steps: number[];
}

/** null when the table is not of this form: beside the steps it has one column that names each row, or none. */
export function findNumberedColumns(table: Table, facts: readonly ColumnFacts[]): NumberedColumns | null {
  const matches = table.columns.map((name) => NUMBERED.exec(name.trim()));
  const prefix = matches.find((match) => match !== null)?.[1]?.toLowerCase();
  if (prefix === undefined) return null;
  const inSequence = (index: number) => matches[index]?.[1]?.toLowerCase() === prefix;
  // In M4 the ids stand below V1 themselves.
  const steps = facts.filter(
    ({ index, numericShare, filled }) => inSequence(index) && (filled === 0 || numericShare > 0.9),
  );
  const others = facts.filter((fact) => !steps.includes(fact));
  const numbers = steps.map(({ index }) => Number(matches[index]![2]));
  const consecutive = numbers.every((number, i) => i === 0 || number === numbers[i - 1]! + 1);
  if (steps.length < FEWEST_STEPS || !consecutive || others.length > 1) return null;
  const id = others[0] ?? null;
  if (id && (id.distinct < table.rows.length || id.numericShare > 0.5)) return null;
  return { id, steps: steps.map(({ index }) => index) };
}

/** Steps count from 1; empty cells before the first and after the last value are no part of a series. */
export function readNumbered(
  table: Table,
  { id, steps }: NumberedColumns,
): Map<string, { times: number[]; values: number[] }> {
  const points = new Map<string, { times: number[]; values: number[] }>();
  table.rows.forEach((row, i) => {
    const values = [...parseNumbers(steps.map((column) => row[column]!))];
    const first = values.findIndex((value) => !Number.isNaN(value));
    const last = values.findLastIndex((value) => !Number.isNaN(value));
    const kept = first < 0 ? [] : values.slice(first, last + 1);
    if (kept.length === 0) return;
    const name = id ? row[id.index]!.trim() : `series ${table.ids[i]}`;
    points.set(name, { times: kept.map((_, k) => first + k + 1), values: kept });
  });
  return points;
}
