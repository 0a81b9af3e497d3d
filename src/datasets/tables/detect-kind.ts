/**
 * Is a table text, a time series or a log of decisions? Rules, in order: action + reward + numeric states → policy;
 * prose and a label → text; a time column and numbers without prose → series; anything with words → text.
 */
import { describeColumns } from '../columns.ts';
import { expandArrays } from '../policy/expand-arrays.ts';
import { looksLikePolicy } from '../policy/map-columns.ts';
import { findTimeColumn, headerTimes } from '../series/read-points.ts';
import type { Table } from './table.ts';

export type TableKind = 'text' | 'series' | 'policy';

export function detectTableKind(table: Table): TableKind {
  const expanded = describeColumns(expandArrays(table));
  if (looksLikePolicy(expanded)) return 'policy';
  const facts = describeColumns(table);
  const time = findTimeColumn(table, facts);
  const others = facts.filter(({ index, filled }) => index !== time?.index && filled > 0);
  // Names of stations and shops are words too, but they come back; prose does not.
  const prose = others.some(
    ({ wordyShare, distinct, filled }) => wordyShare > 0.5 && distinct > filled * 0.3,
  );
  if (prose) return 'text';
  const numbers = others.filter(({ numericShare }) => numericShare > 0.9);
  if (headerTimes(table).length > 0 && numbers.length >= 3) return 'series';
  return time && numbers.length > 0 ? 'series' : 'text';
}
