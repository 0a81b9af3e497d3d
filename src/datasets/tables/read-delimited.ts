/**
 * CSV, TSV and their relatives → Table. Delimiter and header are recognised from the rows themselves; rows that
 * do not fit are reported by number, never thrown.
 */

import { CsvError, type Options, parse } from 'csv-parse/sync';
import { UserError } from '../../errors.ts';
import { term } from '../../text/term.ts';
import type { Problem } from '../dataset.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { countTitles, findHeader } from './find-header.ts';
import { firstItems, headerWord, type Table, uniqueColumns } from './table.ts';

const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'pipes' } as const;
type Delimiter = keyof typeof DELIMITERS;
/** Characters from which the delimiter is told. */
const SAMPLE_CHARACTERS = 64 * 1_024;
/** Share of lines of equal width from which lines count as regular. */
const REGULAR_SHARE = 0.98;

function parseRows(text: string, options: Options): string[][] {
  return parse(text, {
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    ...options,
  });
}

function sampleOf(text: string): string {
  if (text.length <= SAMPLE_CHARACTERS) return text;
  const cut = text.lastIndexOf('\n', SAMPLE_CHARACTERS);
  return text.slice(0, cut > 0 ? cut : SAMPLE_CHARACTERS);
}

/** Share of rows with the commonest number of fields, and that number. */
function regularity(rows: string[][]): { share: number; width: number } {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let width = 0;
  let most = 0;
  for (const [length, count] of counts) {
    if (count > most || (count === most && length > width)) [width, most] = [length, count];
  }
  return { share: rows.length === 0 ? 0 : most / rows.length, width };
}

/** The delimiter whose rows are the most regular; more fields win between equals. Comma when nothing divides. */
function findDelimiter(text: string): Delimiter {
  const sample = sampleOf(text);
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of Object.keys(DELIMITERS) as Delimiter[]) {
    const rows = parseLeniently(sample, delimiter).rows;
    const { share, width } = regularity(rows);
    const score = width < 2 ? 0 : share + Math.min(width, 20) / 1_000;
    if (score > best.score + 1e-9) best = { delimiter, score };
  }
  return best.delimiter;
}

type Reading = { rows: string[][]; quoted: boolean };

function tryParse(text: string, options: Options): string[][] | null {
  try {
    return parseRows(text, options);
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** `"good"` → `good`, for cells whose quotes were read as characters. */
const unwrapQuotes = (cell: string): string =>
  /^"(?:[^"]|"")*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;

/**
 * Quotes as CSV has them. Where they are not well formed, lines with quotes as ordinary characters, if those are
 * regular (logs and chats are written so); otherwise quotes read leniently.
 */
function parseLeniently(text: string, delimiter: string): Reading {
  const strict = tryParse(text, { delimiter });
  if (strict) return { rows: strict, quoted: true };
  const plain = parseRows(text, { delimiter, quote: false }).map((row) => row.map(unwrapQuotes));
  const { share, width } = regularity(plain);
  if (width < 2 || share < REGULAR_SHARE) {
    const relaxed = tryParse(text, { delimiter, relax_quotes: true });
    if (relaxed) return { rows: relaxed, quoted: true };
  }
  return { rows: plain, quoted: false };
}

/** @param width the number of columns. Short rows are filled when only trailing fields are missing. */
function fitRows(rows: string[][], width: number): { rows: string[][]; ids: string[]; ragged: number[] } {
  const fitted: string[][] = [];
  const ids: string[] = [];
  const ragged: number[] = [];
  rows.forEach((row, index) => {
    const extra = row.slice(width);
    if (row.length === width || (row.length > width && extra.every((cell) => cell.trim() === ''))) {
      fitted.push(row.length === width ? row : row.slice(0, width));
      ids.push(String(index + 1));
    } else ragged.push(index + 1);
  });
  return { rows: fitted, ids, ragged };
}

function problemsOf(ragged: number[], width: number, quoted: boolean): Problem[] {
  const problems: Problem[] = [];
  if (ragged.length > 0) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'ragged-rows',
        values: { count: ragged.length, width },
        items: firstItems(ragged),
      }),
    );
  }
  if (!quoted) {
    problems.push(
      problem({
        severity: 'note',
        code: 'unbalanced-quotes',
        items: [],
      }),
    );
  }
  return problems;
}

const titleProblems = (count: number): Problem[] =>
  count === 0
    ? []
    : [
        problem({
          severity: 'note',
          code: 'title-lines',
          values: { count },
          items: [],
        }),
      ];

/** One text a line under a single name is no table of commas. */
function readLines(text: string, delimiter: Delimiter): Reading {
  const reading = parseLeniently(text, delimiter);
  const [first] = reading.rows;
  if (first?.length !== 1 || findHeader([first, ['']]) === null) return reading;
  return { ...reading, rows: reading.rows.map((row) => [row.join(delimiter)]) };
}

/**
 * @throws UserError `empty-table`, `too-many-rows`, `too-many-columns`, `ragged-table` (over 20 % of rows misfit).
 */
export function readDelimited(text: string, name: string, encoding: string): Table {
  const delimiter = findDelimiter(text);
  const { rows: lines, quoted } = readLines(text, delimiter);
  const titles = countTitles(lines, regularity(lines).width);
  const all = lines.slice(titles);
  if (all.length === 0) throw new UserError('empty-table', { name });
  if (all.length > LIMITS.tableRows) {
    throw new UserError('too-many-rows', {
      name,
      rows: all.length.toLocaleString('en'),
      limit: LIMITS.tableRows.toLocaleString('en'),
    });
  }
  const header = findHeader(all);
  const width = header ? header.length : regularity(all).width;
  if (width > LIMITS.tableColumns) {
    throw new UserError('too-many-columns', { name, count: width, limit: LIMITS.tableColumns });
  }
  const data = header ? all.slice(1) : all;
  const { rows, ids, ragged } = fitRows(data, width);
  if (ragged.length > data.length * LIMITS.damagedShare) {
    throw new UserError('ragged-table', {
      count: ragged.length,
      total: data.length,
      name,
      width,
      first: ragged[0]!,
      delimiters: DELIMITERS[delimiter],
    });
  }
  return {
    columns: uniqueColumns(header ?? Array.from({ length: width }, () => '')),
    rows,
    ids,
    problems: [...titleProblems(titles), ...problemsOf(ragged, width, quoted)],
    format: term(delimiter === '\t' ? 'detail.in.tsv' : 'detail.in.csv', {
      delimiter: term(`detail.delimiter.${DELIMITERS[delimiter]}`),
      encoding,
      header: headerWord(header !== null),
    }),
  };
}
