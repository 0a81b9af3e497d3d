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
  /** Different values in file order; of more than `LISTED_VALUES` the first. */
  values: string[];
}

/** As many different values of a column are kept for looking at. */
const LISTED_VALUES = 200;

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
      values: [...values].slice(0, LISTED_VALUES),
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
  throw new UserError('unknown-column', { name: name.slice(0, 100), listed: listColumns(columns) });
}

function listColumns(columns: readonly string[]): string[] {
  const listed = columns.slice(0, 30).map((column) => JSON.stringify(column));
  return columns.length > 30 ? [...listed, '…'] : listed;
}

/** Without case, spaces and accents. */
export const plainKey = (name: string): string =>
  nameKey(name)
    .normalize('NFKD')
    // Japanese and Korean signs keep their marks, which make other letters.
    .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Cyrillic}])\p{M}+/gu, '')
    .normalize('NFC')
    .replaceAll('ı', 'i');

/**
 * Index of the column that the person means as target: by its name, or by a part of it that one column alone has.
 * @throws UserError `ambiguous-column`, which lists those that the part fits, and `unknown-column`
 */
export function findTarget(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name.trim());
  const usual = exact >= 0 ? exact : columns.findIndex((column) => nameKey(column) === nameKey(name));
  if (usual >= 0) return usual;
  const key = plainKey(name);
  const keys = columns.map(plainKey);
  const fits = (test: (column: string) => boolean) => keys.flatMap((column, i) => (test(column) ? [i] : []));
  const same = fits((column) => column === key);
  const found = same.length > 0 || key === '' ? same : fits((column) => column.includes(key));
  if (found.length > 1)
    throw new UserError('ambiguous-column', {
      name: name.slice(0, 100),
      listed: listColumns(found.map((i) => columns[i]!)),
    });
  return found[0] ?? findColumn(columns, name);
}
