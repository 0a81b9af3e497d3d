/**
 * What a column of words really holds: sentences and words, or names of files, moments, identifiers, which are no text.
 * Told from its different values. Called by `choose-columns.ts`.
 */
import type { ColumnFacts } from '../columns.ts';

/** `file`: of a kind that can be learnt from when it is sent along. */
type Nature = 'words' | 'file' | 'other-file' | 'date' | 'code';

const MOST = 0.9;
/** Identifiers follow a few patterns; formulas and log lines do not. */
const PATTERNS = 3;
const PATTERN_SHARE = 0.8;
const LONGEST_NAME = 300;
const LONGEST_CODE = 64;

const FILE = /\.(jpe?g|png|gif|webp|bmp|tiff?|heic|avif|wav|mp3|flac|ogg|oga|opus|m4a|aac)$/i;
const OTHER_FILE = /\.(mp4|mov|avi|mkv|webm|pdf|docx?|svg|txt|html?|zip)$/i;
const DAY =
  /^(?:\p{L}{2,12}\.?,? )?(\d{1,4}[-./年년] ?\d{1,2}[-./月월] ?\d{1,4}[日일]?|\d{1,2}\.? (?:de )?\p{L}{3,12}\.?,? (?:de )?\d{4}|\p{L}{3,12}\.? \d{1,2},? \d{4})(\.?[ T,]|\.?$)/u;
const CLOCKS = /^[\d:.,+\-TZhAPMampm时時分秒\s]*$/;
/** A time of day, with a short word such as `Uhr`, `kl.`, `오후` or `PM` on one side. */
const AFTER_DAY =
  /^\s*(?:\p{L}{1,4}\.? ?)?(?:\d{1,2}(?:[:.]\d{1,2}(?:[:.,]\d{1,9})*)?[時时시h]?[\d分분秒초 ]{0,12})?(?:\s?\p{L}{1,4}\.?|[+-]\d{1,2}:?\d{0,2})?\s*$/u;
const HEX = /^[0-9a-f]{8}[0-9a-f-]*$/i;

const cut = (cell: string): string => cell.split(/[?#]/, 1)[0]!;
const isName = (cell: string, kind: RegExp): boolean => cell.length <= LONGEST_NAME && kind.test(cut(cell));

function isMoment(cell: string): boolean {
  const day = cell.length <= 40 ? DAY.exec(cell) : null;
  if (day === null) return false;
  const after = cell.slice(day[0].length);
  return CLOCKS.test(after) || AFTER_DAY.test(after);
}

/** Without spaces, in writing that has them between words. */
const isCode = (cell: string): boolean =>
  cell.length <= LONGEST_CODE &&
  /\d/.test(cell) &&
  !/\s/.test(cell) &&
  /^[\p{ASCII}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(cell);
/** `ORD-2024-17` → `A-9-9` */
const patternOf = (cell: string): string =>
  HEX.test(cell) ? 'hex' : cell.replaceAll(/\p{L}+/gu, 'A').replaceAll(/\d+/g, '9');

function followPatterns(cells: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(patternOf(cell), (counts.get(patternOf(cell)) ?? 0) + 1);
  const commonest = [...counts.values()].toSorted((a, b) => b - a).slice(0, PATTERNS);
  return commonest.reduce((sum, count) => sum + count, 0) >= cells.length * PATTERN_SHARE;
}

export function natureOf({ values }: ColumnFacts): Nature {
  const mostly = (test: (cell: string) => boolean): boolean =>
    values.length > 0 && values.filter(test).length >= values.length * MOST;
  if (mostly((cell) => isName(cell, FILE))) return 'file';
  if (mostly((cell) => isName(cell, OTHER_FILE))) return 'other-file';
  if (mostly(isMoment)) return 'date';
  return mostly(isCode) && followPatterns(values.filter(isCode)) ? 'code' : 'words';
}
