/** A table on its side: every column is a sample. Noticed by its shape and refused. Called by `open-dataset.ts`. */
import { UserError } from '../../errors.ts';
import { isNumberLike } from './numbers.ts';
import type { Table } from './table.ts';

const MOST_ROWS = 12;
const LEAST_COLUMNS = 12;
/** Columns for each row. */
const WIDE = 3;
const PROSE_SHARE = 0.6;

const isProse = (cell: string): boolean =>
  cell.trim().length >= 12 && (/\S\s+\S/.test(cell.trim()) || /[\u3040-\u9fff\uac00-\ud7af]{5}/.test(cell));

/** Few rows of many columns, in one of which texts stand side by side behind its name. */
function isSideways({ columns, rows }: Table): boolean {
  if (rows.length < 1 || rows.length > MOST_ROWS) return false;
  if (columns.length < LEAST_COLUMNS || columns.length < rows.length * WIDE) return false;
  const names = rows.map((row) => row[0]!.trim());
  if (names.some((name) => name === '' || isNumberLike(name)) || new Set(names).size < names.length)
    return false;
  return [columns, ...rows].some((row) => {
    const cells = row.slice(1).filter((cell) => cell.trim() !== '');
    const prose = new Set(cells.filter(isProse)).size;
    return cells.length >= LEAST_COLUMNS - 1 && prose >= cells.length * PROSE_SHARE;
  });
}

/** @throws UserError `sideways` */
export function refuseSideways(table: Table, name: string): void {
  if (!isSideways(table)) return;
  throw new UserError('sideways', {
    name,
    rows: table.rows.length,
    columns: table.columns.length,
    names: table.rows.map((row) => row[0]!.trim().slice(0, 40)),
  });
}
