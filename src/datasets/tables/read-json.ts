/** JSONL, or JSON as an array of rows, → Table. Lines that are no JSON object are reported by number. */

import { UserError } from '../../errors.ts';
import type { Problem } from '../dataset.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { flattenChat } from './chat-layout.ts';
import { firstItems, type Table, uniqueColumns } from './table.ts';

/** Shown to whoever has to write such a file. */
const EXAMPLE = '{"text": "…", "label": "…"}';

export type JsonRow = Record<string, unknown>;

const isRow = (value: unknown): value is JsonRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isFinite(value)) return '';
  if (typeof value === 'bigint') return value.toString();
  const [only, ...rest] = isRow(value) ? Object.values(value) : [];
  // `{"name": "good"}` says no more than `good`.
  if (only !== undefined && rest.length === 0 && typeof only !== 'object') return cellOf(only);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

interface NumberedRows {
  rows: JsonRow[];
  ids: string[];
  bad: number[];
}

function number(values: unknown[]): NumberedRows {
  const result: NumberedRows = { rows: [], ids: [], bad: [] };
  values.forEach((value, index) => {
    if (isRow(value)) {
      result.rows.push(value);
      result.ids.push(String(index + 1));
    } else result.bad.push(index + 1);
  });
  return result;
}

function parseLines(text: string): NumberedRows {
  const values = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .map((line): unknown => {
      try {
        return JSON.parse(line);
      } catch {
        return undefined;
      }
    });
  return number(values);
}

/** `[{…}, …]`, `{"data": [{…}, …]}` or `{"text": […], "label": […]}`. */
function rowsOfDocument(document: unknown): unknown[] | null {
  if (Array.isArray(document)) return document;
  if (!isRow(document)) return null;
  const lists = Object.entries(document).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  if (lists.length === 0) return null;
  const table = lists.find(([, list]) => list.length > 0 && list.every(isRow));
  if (table) return table[1];
  const [, first] = lists[0]!;
  if (lists.length < 2 || lists.some(([, list]) => list.length !== first.length)) return null;
  return first.map((_, i) => Object.fromEntries(lists.map(([key, list]) => [key, list[i]])));
}

function parseDocument(text: string): NumberedRows | null {
  try {
    const rows = rowsOfDocument(JSON.parse(text));
    return rows === null ? null : number(rows);
  } catch {
    return null;
  }
}

/** Objects with differing keys → one Table whose columns are all keys, in order of first appearance. */
export function tableOfRows(rows: JsonRow[], ids: string[], problems: Problem[], format: string): Table {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    columns: uniqueColumns(columns),
    rows: rows.map((row) => columns.map((column) => cellOf(row[column]))),
    ids,
    problems,
    format,
  };
}

/** @throws UserError `empty-table`, `bad-json` (over 20 % of the lines), `too-many-rows`, `too-many-keys`. */
export function readJson(text: string, name: string): Table {
  const document = parseDocument(text);
  const parsed = document ?? parseLines(text);
  const total = parsed.rows.length + parsed.bad.length;
  if (total === 0) throw new UserError('empty-table', { name });
  if (total > LIMITS.tableRows) {
    throw new UserError('too-many-rows', {
      name,
      rows: total.toLocaleString('en'),
      limit: LIMITS.tableRows.toLocaleString('en'),
    });
  }
  if (parsed.bad.length > total * LIMITS.damagedShare) {
    throw new UserError('bad-json', {
      count: parsed.bad.length,
      total,
      name,
      first: parsed.bad[0]!,
      example: EXAMPLE,
    });
  }
  const problems: Problem[] = [];
  if (parsed.bad.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'bad-json-rows',
        values: { count: parsed.bad.length },
        items: firstItems(parsed.bad),
      }),
    );
  }
  const rows = parsed.rows.map(flattenChat);
  const table = tableOfRows(rows, parsed.ids, problems, document ? 'JSON' : 'JSONL');
  if (table.columns.length > LIMITS.tableColumns) {
    throw new UserError('too-many-keys', { name, count: table.columns.length, limit: LIMITS.tableColumns });
  }
  return table;
}
