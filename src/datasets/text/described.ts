/**
 * Does what the person wrote beside the file name this column, or its classes? Words count in any inflection that keeps
 * their beginning; signs of Chinese, Japanese and Korean wherever they stand. Called by `choose-columns.ts`.
 */
import { plainKey } from '../columns.ts';

/** Characters of the description that are read. */
const LONGEST = 2_000;
const UNDIVIDED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const wordsIn = (text: string): string[] =>
  (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map(plainKey).filter((word) => word !== '');

export interface Description {
  words: readonly string[];
  /** Everything without spaces, for writing without them. */
  whole: string;
}

export function readDescription(text: string | null): Description | null {
  if (text === null || text.trim() === '') return null;
  const cut = text.slice(0, LONGEST);
  return { words: wordsIn(cut), whole: plainKey(cut) };
}

/** `сумму` is `сумма`, and `categories` is `category`: three quarters of the longer word are the same beginning. */
function isInflected(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 3) return false;
  const longest = Math.max(a.length, b.length);
  let same = 0;
  while (same < longest && a[same] === b[same]) same += 1;
  return same >= 4 && same >= Math.floor(longest * 0.7);
}

/** Every word of the name stands in the description. */
export function names({ words, whole }: Description, name: string): boolean {
  const asked = wordsIn(name.slice(0, 100));
  if (asked.length === 0) return false;
  return asked.every((word) =>
    UNDIVIDED.test(word) ? whole.includes(word) : words.some((said) => isInflected(said, word)),
  );
}

/** At least two of the classes, and most of them, stand in the description. */
export function namesValues(description: Description, values: readonly string[]): boolean {
  if (values.length < 2 || values.length > 30) return false;
  const said = values.filter((value) => names(description, value)).length;
  return said >= 2 && said >= values.length * 0.6;
}
