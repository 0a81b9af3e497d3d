/** A Table: what every table reader gives, whatever the file was. Cells are text; empty means missing. */
import { type Term, term, type Value } from '../../text/term.ts';
import type { Problem } from '../dataset.ts';

export interface Table {
  columns: string[];
  /** Each as long as `columns`. */
  rows: string[][];
  /** Row number of each row in the file ("1" is the first data row; rows left out leave gaps), or a file's path. */
  ids: string[];
  problems: Problem[];
  /** How the file was read, for the profile: "CSV, semicolons, UTF-16". */
  format: Value;
}

/** Empty and doubled names become `column 3` and `name (2)`, so that a name always means one column. */
export function uniqueColumns(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((raw, index) => {
    const name = raw.trim() === '' ? `column ${index + 1}` : raw.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** The first 20 items and how many there are, for messages. */
export const firstItems = (items: readonly (string | number)[]): string[] => items.slice(0, 20).map(String);

export const headerWord = (hasHeader: boolean): Term =>
  term(hasHeader ? 'detail.header' : 'detail.no-header');
