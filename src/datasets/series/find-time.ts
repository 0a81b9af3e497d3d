/**
 * Which column of a table holds its times: one column of dates, `year` with `month` or `quarter` (and `day`) beside
 * it, or, failing those, numbered steps. Read by `read-points.ts` and by the kind detection.
 */
import { type ColumnFacts, nameKey } from '../columns.ts';
import { parseNumbers } from '../tables/numbers.ts';
import type { Table } from '../tables/table.ts';
import { parseTimestamps, type Timestamps } from './timestamps.ts';

/** Likeliest first. */
const TIME_NAMES =
  'timestamp datetime date ds time period day week month quarter year hour dt t step timeindex index 日期 时间 月份 年份 年'.split(
    ' ',
  );

export interface TimeColumn {
  /** The columns that make up the time. */
  indices: number[];
  name: string;
  stamps: Timestamps;
}

export const cellsOf = (table: Table, column: number): string[] => table.rows.map((row) => row[column]!);

/** All values are whole numbers from 1 to `most`. */
const countsTo = (values: Float64Array, most: number): boolean =>
  values.length > 0 && values.every((value) => Number.isInteger(value) && value >= 1 && value <= most);

/** `year`, `month` or `quarter`, and `day` where there is one, as numbers of their own. */
function combineParts(table: Table, facts: readonly ColumnFacts[]): TimeColumn | null {
  const find = (...names: string[]): ColumnFacts | undefined =>
    facts.find(({ name }) => names.includes(nameKey(name)));
  const numbersOf = (fact: ColumnFacts): Float64Array => parseNumbers(cellsOf(table, fact.index));
  const year = find('year', 'yr', '年', '年份');
  const part = find('month', 'mon', 'mo', '月', '月份') ?? find('quarter', 'qtr', 'q', '季度');
  if (!year || !part) return null;
  const years = numbersOf(year);
  const parts = numbersOf(part);
  const isQuarter = /^(q|季)/i.test(part.name.trim());
  if (!years.every((value) => value >= 1_500 && value < 2_200) || !countsTo(parts, isQuarter ? 4 : 12))
    return null;
  const day = isQuarter ? undefined : find('day', 'dayofmonth', '日');
  const days = day ? numbersOf(day) : null;
  const usesDays = days !== null && countsTo(days, 31);
  const times = years.map((value, i) =>
    Date.UTC(value, isQuarter ? parts[i]! * 3 - 3 : parts[i]! - 1, usesDays ? days[i]! : 1),
  );
  const used = [year, part, ...(usesDays ? [day!] : [])];
  return {
    indices: used.map(({ index }) => index),
    name: used.map(({ name }) => name).join(' + '),
    stamps: { times, format: used.map(({ name }) => nameKey(name)).join(', ') },
  };
}

/** @returns null when nothing in the table reads as times. */
export function findTimeColumn(table: Table, facts: readonly ColumnFacts[]): TimeColumn | null {
  const combined = combineParts(table, facts);
  if (combined) return combined;
  const rank = ({ name }: ColumnFacts): number => TIME_NAMES.indexOf(nameKey(name));
  const named = facts.filter((fact) => rank(fact) >= 0).toSorted((a, b) => rank(a) - rank(b));
  const other = facts.filter((fact) => rank(fact) < 0 && fact.numericShare < 0.5);
  let numbered: TimeColumn | null = null;
  for (const fact of [...named, ...other]) {
    const stamps = parseTimestamps(cellsOf(table, fact.index), rank(fact) >= 0);
    if (!stamps) continue;
    const column = { indices: [fact.index], name: fact.name, stamps };
    if (stamps.format !== 'numbered steps') return column;
    numbered ??= column;
  }
  return numbered;
}
