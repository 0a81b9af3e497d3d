/**
 * Columns of 0 and 1, one for each class: where exactly one is 1 in every row they are one label, gathered into a column;
 * where several are, a row has several labels and one column is learnt at a time. Called by `open-text.ts`.
 */

import type { ColumnFacts } from '../columns.ts';
import type { Problem } from '../dataset.ts';
import { problem } from '../problem.ts';
import { firstItems, type Table, uniqueColumns } from '../tables/table.ts';
import { roleOf } from './column-names.ts';

/** Fewer columns are answers to questions of their own. */
const LEAST_COLUMNS = 3;
const ONE_SHARE = 0.98;
const SEVERAL_SHARE = 0.01;
const YES = new Set(['1', '1.0', 'true']);
const NO = new Set(['0', '0.0', 'false']);

const isIndicator = ({ values, distinct, name }: ColumnFacts): boolean =>
  distinct === 2 &&
  !['id', 'date', 'text', 'part', 'group'].includes(roleOf(name) ?? '') &&
  values.some((value) => YES.has(value.toLowerCase())) &&
  values.some((value) => NO.has(value.toLowerCase()));

export interface Gathered {
  table: Table;
  problems: Problem[];
}

/** @returns the table with the columns gathered into one called `label`, or as it is. */
export function gatherIndicators(table: Table, facts: readonly ColumnFacts[]): Gathered {
  const indicators = facts.filter(isIndicator);
  const isNamed = facts.some(({ name }) => roleOf(name) === 'label');
  if (indicators.length < LEAST_COLUMNS || isNamed) return { table, problems: [] };
  const set = table.rows.map((row) =>
    indicators.filter(({ index }) => YES.has(row[index]!.trim().toLowerCase())),
  );
  const names = indicators.map(({ name }) => name);
  const several = set.filter(({ length }) => length > 1).length;
  const ones = set.filter(({ length }) => length === 1).length;
  if (ones < table.rows.length * ONE_SHARE) {
    const isSeveral = several > table.rows.length * SEVERAL_SHARE;
    return { table, problems: isSeveral ? [severalProblem(names, several)] : [] };
  }
  const rest = facts.filter((fact) => !indicators.includes(fact));
  const columns = uniqueColumns([...rest.map(({ name }) => name), 'label']);
  const rows = table.rows.map((row, i) => {
    const [only, second] = set[i]!;
    return [...rest.map(({ index }) => row[index]!), only && !second ? only.name : ''];
  });
  return { table: { ...table, columns, rows }, problems: [gatheredProblem(names)] };
}

const gatheredProblem = (names: readonly string[]): Problem =>
  problem({
    severity: 'note',
    code: 'spread-label',
    values: { count: names.length },
    items: firstItems(names),
  });

const severalProblem = (names: readonly string[], rows: number): Problem =>
  problem({
    severity: 'warning',
    code: 'several-label-columns',
    values: { count: names.length, rows },
    items: firstItems(names),
  });
