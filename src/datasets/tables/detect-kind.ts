/**
 * Is a table text, a time series or a log of decisions? Rules, in order: action + reward + numeric states → policy;
 * prose and a label → text; a time column and numbers without prose → series; anything with words → text.
 */
import { describeColumns } from '../columns.ts';
import { expandArrays } from '../policy/expand-arrays.ts';
import { looksLikePolicy } from '../policy/map-columns.ts';
import { findTimeColumn } from '../series/find-time.ts';
import { findMixedDates } from '../series/mixed-dates.ts';
import { findNumberedColumns } from '../series/numbered-columns.ts';
import { headerTimes } from '../series/read-points.ts';
import type { Table } from './table.ts';

type TableKind = 'text' | 'series' | 'policy';

export function detectTableKind(table: Table): TableKind {
  const expanded = describeColumns(expandArrays(table));
  if (looksLikePolicy(expanded)) return 'policy';
  const facts = describeColumns(table);
  const numbers = facts.filter(({ numericShare, filled }) => filled > 0 && numericShare > 0.9);
  const time = findTimeColumn(table, facts);
  // Dates written in two ways are still a series, and are refused as such.
  const mixed = time ? null : findMixedDates(table, facts);
  const isTime = (index: number): boolean =>
    index === mixed?.index || (time?.indices.includes(index) ?? false);
  const words = facts.filter(
    ({ index, filled, numericShare }) => filled > 0 && numericShare < 0.5 && !isTime(index),
  );
  // Names of stations and shops are words too, but they come back; prose does not.
  const values = facts.filter(({ index, filled }) => filled > 0 && !time?.indices.includes(index));
  // Dates beside nothing but missing numbers are a series without values, and are refused as such.
  const isEmptySeries = values.length > 0 && values.every(({ isBlank }) => isBlank);
  if (time && time.stamps.format !== 'numbered steps' && isEmptySeries) return 'series';
  const prose = words.some(({ wordyShare, distinct, filled }) => wordyShare > 0.5 && distinct > filled * 0.3);
  if (headerTimes(table).length > 0 && numbers.length >= 3) return 'series';
  if (findNumberedColumns(table, facts)) return 'series';
  if (prose || words.some(({ distinct, filled }) => distinct > filled * 0.5)) return 'text';
  return (time || mixed) && numbers.some(({ index }) => !isTime(index)) ? 'series' : 'text';
}
