/**
 * A table with a time column → points of each series. Long tables have an id column (several rows share a time),
 * wide ones a value column a series, and tables "one row a series" have times or numbered steps in the header.
 */

import { UserError } from '../../errors.ts';
import { term, type Value } from '../../text/term.ts';
import { type ColumnFacts, describeColumns, findTarget, nameKey } from '../columns.ts';
import type { Problem } from '../dataset.ts';
import { problem } from '../problem.ts';
import { isMissingNumber, parseNumbers } from '../tables/numbers.ts';
import { firstItems, type Table } from '../tables/table.ts';
import { cellsOf, findTimeColumn, type TimeColumn } from './find-time.ts';
import { findMixedDates } from './mixed-dates.ts';
import { findNumberedColumns, type NumberedColumns, readNumbered } from './numbered-columns.ts';
import { parseHeaderTime, parseTimestamps } from './timestamps.ts';

const ID_NAMES = new Set(
  'series,seriesid,uniqueid,id,itemid,item,store,storeid,sensor,sensorid,name,entity,group,key,product,region,country,symbol,ticker,station,code,序列,编号,门店,商品'.split(
    ',',
  ),
);
const VALUE_NAMES = [
  'value',
  'y',
  'target',
  'sales',
  'demand',
  'count',
  'quantity',
  'price',
  'close',
  'load',
  'amount',
  '值',
  '数值',
  '销量',
  '价格',
];
/** Header cells that read as times from which a table has one row a series. */
const HEADER_TIMES = 3;

export interface SeriesPoints {
  /** One entry a series: unsorted points. */
  points: Map<string, { times: number[]; values: number[] }>;
  /** `numbered steps` counts steps instead of milliseconds. */
  timeFormat: string;
  /** Columns used, for the profile. */
  columns: { time: Value; id: string | null; values: Value[] };
  problems: Problem[];
}

/** Columns of a "one row a series" table whose names are times. */
export const headerTimes = (table: Table): number[] => {
  const found = table.columns.flatMap((name, index) => (parseHeaderTime(name) ? [index] : []));
  return found.length >= HEADER_TIMES && found.length >= table.columns.length * 0.5 ? found : [];
};

function valueProblems(table: Table, columns: readonly number[], values: readonly Float64Array[]): Problem[] {
  const bad: string[] = [];
  columns.forEach((column, k) => {
    table.rows.forEach((row, i) => {
      if (Number.isNaN(values[k]![i]) && !isMissingNumber(row[column]!))
        bad.push(`row ${table.ids[i]}: ${row[column]!.slice(0, 30)}`);
    });
  });
  if (bad.length === 0) return [];
  return [
    problem({
      severity: 'warning',
      code: 'bad-values',
      values: { count: bad.length },
      items: firstItems(bad),
    }),
  ];
}

function readByHeader(table: Table, facts: readonly ColumnFacts[], columns: readonly number[]): SeriesPoints {
  const times = parseTimestamps(
    columns.map((column) => table.columns[column]!),
    true,
  )!;
  const id = facts.find(({ index, distinct }) => !columns.includes(index) && distinct === table.rows.length);
  const values = columns.map((column) => parseNumbers(cellsOf(table, column)));
  const points: SeriesPoints['points'] = new Map();
  table.rows.forEach((row, i) => {
    const name = id ? row[id.index]!.trim() : `series ${table.ids[i]}`;
    points.set(name, { times: [...times.times], values: values.map((column) => column[i]!) });
  });
  return {
    points,
    timeFormat: times.format,
    columns: {
      time: term('detail.in-header'),
      id: id?.name ?? null,
      values: [term('detail.time-columns', { count: columns.length })],
    },
    problems: valueProblems(table, columns, values),
  };
}

function readBySteps(table: Table, numbered: NumberedColumns): SeriesPoints {
  const { id, steps } = numbered;
  return {
    points: readNumbered(table, numbered),
    timeFormat: 'numbered steps',
    columns: {
      time: term('detail.in-header'),
      id: id?.name ?? null,
      values: [term('detail.numbered-columns', { count: steps.length })],
    },
    problems: valueProblems(
      table,
      steps,
      steps.map((column) => parseNumbers(cellsOf(table, column))),
    ),
  };
}

/**
 * The id of long tables: a column that comes back and is named so, or, where times come back too, the first with
 * words in it.
 */
function findId(facts: readonly ColumnFacts[], rows: number, timesRepeat: boolean): ColumnFacts | null {
  const repeated = facts.filter(
    ({ distinct, filled }) => distinct >= 1 && distinct <= filled / 2 && filled > rows * 0.9,
  );
  const named = repeated.find(({ name }) => ID_NAMES.has(nameKey(name)));
  if (named || !timesRepeat) return named ?? null;
  return repeated.find(({ numericShare, distinct }) => numericShare < 0.5 && distinct > 1) ?? null;
}

function chooseValues(
  facts: readonly ColumnFacts[],
  id: ColumnFacts | null,
  target: string | null,
  columns: string[],
): number[] {
  if (target !== null) {
    const index = findTarget(columns, target);
    const fact = facts.find((candidate) => candidate.index === index);
    if (!fact || fact.numericShare < 0.5) {
      throw new UserError('target-not-numeric', { column: columns[index]! });
    }
    return [index];
  }
  const numeric = facts.filter(
    ({ numericShare, filled, index }) => numericShare > 0.9 && filled > 0 && index !== id?.index,
  );
  if (!id) return numeric.map(({ index }) => index);
  const named = VALUE_NAMES.flatMap((name) => numeric.filter((fact) => nameKey(fact.name) === name));
  const best = named[0] ?? numeric.toSorted((a, b) => b.distinct - a.distinct || a.index - b.index)[0];
  return best ? [best.index] : [];
}

function collectPoints(
  table: Table,
  time: TimeColumn,
  id: ColumnFacts | null,
  columns: readonly number[],
  values: readonly Float64Array[],
): { points: SeriesPoints['points']; undated: string[] } {
  const points: SeriesPoints['points'] = new Map();
  const undated: string[] = [];
  table.rows.forEach((row, i) => {
    const at = time.stamps.times[i]!;
    if (Number.isNaN(at)) {
      undated.push(table.ids[i]!);
      return;
    }
    columns.forEach((column, k) => {
      const name = id ? row[id.index]!.trim() : table.columns[column]!;
      const series = points.get(name) ?? { times: [], values: [] };
      series.times.push(at);
      series.values.push(values[k]![i]!);
      points.set(name, series);
    });
  });
  return { points, undated };
}

const listColumns = ({ columns }: Table): string =>
  columns
    .slice(0, 30)
    .map((name) => JSON.stringify(name))
    .join(', ');

function undatedProblems(undated: readonly string[]): Problem[] {
  if (undated.length === 0) return [];
  return [
    problem({
      severity: 'warning',
      code: 'bad-timestamps',
      values: { count: undated.length },
      items: firstItems([...undated]),
    }),
  ];
}

/** A table with a column of times: long with an id column, or wide. */
function readByTime(table: Table, facts: readonly ColumnFacts[], target: string | null): SeriesPoints {
  const time = findTimeColumn(table, facts);
  if (!time) {
    const mixed = findMixedDates(table, facts);
    if (mixed)
      throw new UserError('mixed-dates', { column: mixed.name, examples: mixed.examples.join(', ') });
    throw new UserError('no-time-column', { columns: listColumns(table) });
  }
  const rest = facts.filter(({ index }) => !time.indices.includes(index));
  const timesRepeat = new Set(time.stamps.times).size < table.rows.length * 0.9;
  const id = findId(rest, table.rows.length, timesRepeat);
  const columns = chooseValues(rest, id, target, table.columns);
  if (columns.length === 0) {
    throw new UserError('no-value-column', { time: time.name, columns: listColumns(table) });
  }
  const values = columns.map((column) => parseNumbers(cellsOf(table, column)));
  const { points, undated } = collectPoints(table, time, id, columns, values);
  const names = columns.map((column) => table.columns[column]!);
  return {
    points,
    timeFormat: time.stamps.format,
    columns: { time: time.name, id: id?.name ?? null, values: names },
    problems: [...undatedProblems(undated), ...valueProblems(table, columns, values)],
  };
}

/** @throws UserError `no-time-column`, `mixed-dates`, `no-value-column`, `unknown-column`, `target-not-numeric`. */
export function readSeriesPoints(table: Table, target: string | null): SeriesPoints {
  const facts = describeColumns(table);
  const header = headerTimes(table);
  if (header.length > 0) return readByHeader(table, facts, header);
  const numbered = target === null ? findNumberedColumns(table, facts) : null;
  return numbered ? readBySteps(table, numbered) : readByTime(table, facts, target);
}
