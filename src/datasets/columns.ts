/**
 * What each column of a table holds, judged over all rows (`ColumnFacts`), and looking a column up by the name a
 * person typed. Read by the kind detection and by the text, series and policy readers.
 */
import { UserError } from '../errors.ts';
import { isNoNumber, isNumberLike } from './tables/numbers.ts';
import type { Table } from './tables/table.ts';

export interface ColumnFacts {
  index: number;
  name: string;
  /** Non-empty cells. */
  filled: number;
  distinct: number;
  /** Mean characters of the filled cells. */
  meanLength: number;
  /** Share of numbers among the filled cells that do not stand for a missing number (`NaN`, `null`, `inf`, `-`), 0–1. */
  numericShare: number;
  /** Share of filled cells with white space or of 8 and more CJK characters: prose rather than a code. */
  wordyShare: number;
  /** Every filled cell stands for a missing number. */
  isBlank: boolean;
}

const isWordy = (cell: string): boolean =>
  /\S\s+\S/.test(cell) || /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{5,}/.test(cell);

/** [columns] facts; one pass a column. */
export function describeColumns(table: Table): ColumnFacts[] {
  return table.columns.map((name, index) => {
    const values = new Set<string>();
    let filled = 0;
    let length = 0;
    let numeric = 0;
    let wordy = 0;
    let blank = 0;
    for (const row of table.rows) {
      const cell = row[index]!.trim();
      if (cell === '') continue;
      filled += 1;
      values.add(cell);
      length += cell.length;
      if (isNumberLike(cell)) numeric += 1;
      else if (isNoNumber(cell)) blank += 1;
      else if (isWordy(cell)) wordy += 1;
    }
    const of = Math.max(1, filled);
    return {
      index,
      name,
      filled,
      distinct: values.size,
      meanLength: length / of,
      numericShare: numeric / Math.max(1, filled - blank),
      wordyShare: wordy / of,
      isBlank: filled > 0 && blank === filled,
    };
  });
}

/** For comparing names: case, spaces, `_` and `-` do not count. */
export const nameKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, '');

/** Index of the column the person named. @throws UserError `unknown-column`, which lists the columns. */
export function findColumn(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name.trim());
  if (exact >= 0) return exact;
  const index = columns.findIndex((column) => nameKey(column) === nameKey(name));
  if (index >= 0) return index;
  const listed = columns.slice(0, 30).map((column) => JSON.stringify(column));
  throw new UserError('unknown-column', {
    name: name.slice(0, 100),
    listed: columns.length > 30 ? [...listed, '…'] : listed,
  });
}
