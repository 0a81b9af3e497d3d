/** Is the first row a header? Told from the rows, as files come with and without. */
import { meaningOf, PART_OF_NAME } from '../text/column-names.ts';
import { isNumberLike } from './numbers.ts';

/** Rows looked at below the first. */
const SAMPLE_ROWS = 1_000;
const LONGEST_NAME = 64;
const MOST_WORDS = 8;

/** A single column is called by a usual name; any other single first line is more likely a text. */
function isUsualName(name: string): boolean {
  const meaning = meaningOf(name);
  const isWhole = meaning !== null && meaning.place < PART_OF_NAME;
  return name === 'value' || (isWhole && ['text', 'label', 'subject'].includes(meaning.role));
}

/** Years in order name the columns of a wide series: `1990, 1991, …`. */
function areYears(names: readonly string[]): boolean {
  const years = names.filter(isNumberLike).map(Number);
  return (
    years.length >= 3 &&
    years.every((year, i) => year > 1_500 && year < 2_200 && (i === 0 || year > years[i - 1]!))
  );
}

/** A dot ends a sentence, or one word cut short: `Nr.`, `order no.` */
const LONGEST_SHORTENED = 24;
const isShortened = (name: string): boolean =>
  name.length <= LONGEST_SHORTENED && name.endsWith('.') && name.split(/\s+/).length <= 2;

function couldBeName(name: string): boolean {
  const isSentence = /[.!。！]$/.test(name) && !isShortened(name);
  return name.length <= LONGEST_NAME && !isSentence && name.split(/\s+/).length <= MOST_WORDS;
}

const MOST_TITLES = 10;
const countFilled = (row: readonly string[]): number => row.filter((cell) => cell.trim() !== '').length;

/** How many lines stand above the header, such as a title and a date: none of them is full, and the header is. */
export function countTitles(rows: readonly string[][], width: number): number {
  if (width < 2) return 0;
  const full = rows.slice(0, MOST_TITLES + 1).findIndex((row) => countFilled(row) >= width);
  return full > 0 && findHeader(rows.slice(full)) !== null ? full : 0;
}

/**
 * The first row is a header when its cells could be names (none numeric, all different, short) and none of them
 * comes back further down in its own column, as a label would. Names may come twice where one is a usual one.
 * @returns the header's cells, or null when the first row is data.
 */
export function findHeader(rows: readonly string[][]): string[] | null {
  const first = rows[0];
  if (!first || rows.length < 2) return null;
  const names = first.map((cell) => cell.trim().toLowerCase());
  const filled = names.filter((name) => name !== '');
  if (filled.length === 0) return null;
  const isUsual = filled.some(isUsualName);
  if (new Set(filled).size < filled.length && !isUsual) return null;
  if (names.length === 1) return isUsualName(names[0]!) ? first : null;
  if (!filled.every(couldBeName) || (filled.some(isNumberLike) && !areYears(filled))) return null;
  const below = rows.slice(1, SAMPLE_ROWS + 1);
  const recurs = names.some(
    (name, i) =>
      name !== '' && !isNumberLike(name) && below.some((row) => row[i]?.trim().toLowerCase() === name),
  );
  return recurs ? null : first;
}
