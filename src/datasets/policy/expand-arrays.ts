/** Columns whose cells are lists of numbers (`state: [0.1, 2]`) → one column a number: `state 0`, `state 1`. */
import type { Table } from '../tables/table.ts';

/** Cells looked at to tell whether a column holds lists. */
const SAMPLE_ROWS = 20;

function parseList(cell: string): number[] | null {
  const text = cell.trim();
  if (!/^[[(].*[\])]$/s.test(text)) return null;
  const body = text.slice(1, -1).trim();
  const values = body === '' ? [] : body.split(/[\s,;]+/).map(Number);
  return values.some(Number.isNaN) ? null : values;
}

/** Length of the lists in a column; 0 when it holds none. */
function listLength(table: Table, column: number): number {
  const lists = table.rows.slice(0, SAMPLE_ROWS).map((row) => parseList(row[column]!));
  const first = lists[0];
  return first && lists.every((list) => list !== null && list.length === first.length) ? first.length : 0;
}

/** Lists that are cut short or broken give empty cells, which count as missing numbers. */
export function expandArrays(table: Table): Table {
  const lengths = table.columns.map((_, column) => listLength(table, column));
  if (lengths.every((length) => length === 0)) return table;
  return {
    ...table,
    columns: table.columns.flatMap((name, c) =>
      lengths[c] === 0 ? [name] : Array.from({ length: lengths[c]! }, (_, i) => `${name} ${i}`),
    ),
    rows: table.rows.map((row) =>
      row.flatMap((cell, c) => {
        if (lengths[c] === 0) return [cell];
        const list = parseList(cell) ?? [];
        return Array.from({ length: lengths[c]! }, (_, i) => (list[i] === undefined ? '' : String(list[i])));
      }),
    ),
  };
}
