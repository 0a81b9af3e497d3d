/** Is the first row a header? Told from the rows, as files come with and without. */
import { isNumberLike } from './numbers.ts';

/** Rows looked at below the first. */
const SAMPLE_ROWS = 1_000;
const LONGEST_NAME = 64;
const MOST_WORDS = 8;

/** What a file with a single column calls it; any other single first line is more likely a text. */
const SINGLE_NAMES = new Set(
  'text,texts,sentence,sentences,content,message,messages,review,reviews,comment,comments,body,title,query,question,tweet,input,inputs,utterance,prompt,value,label,文本,内容,评论,标题,句子'.split(
    ',',
  ),
);

/** Years in order name the columns of a wide series: `1990, 1991, …`. */
function areYears(names: readonly string[]): boolean {
  const years = names.filter(isNumberLike).map(Number);
  return (
    years.length >= 3 &&
    years.every((year, i) => year > 1_500 && year < 2_200 && (i === 0 || year > years[i - 1]!))
  );
}

function couldBeName(name: string): boolean {
  return name.length <= LONGEST_NAME && !/[.!。!]$/.test(name) && name.split(/\s+/).length <= MOST_WORDS;
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
  const isUsual = filled.some((name) => SINGLE_NAMES.has(name));
  if (new Set(filled).size < filled.length && !isUsual) return null;
  if (names.length === 1) return SINGLE_NAMES.has(names[0]!) ? first : null;
  if (!filled.every(couldBeName) || (filled.some(isNumberLike) && !areYears(filled))) return null;
  const below = rows.slice(1, SAMPLE_ROWS + 1);
  const recurs = names.some(
    (name, i) =>
      name !== '' && !isNumberLike(name) && below.some((row) => row[i]?.trim().toLowerCase() === name),
  );
  return recurs ? null : first;
}
