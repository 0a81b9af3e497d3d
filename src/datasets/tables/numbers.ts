/** Cells → numbers, as people and programs write them: decimal comma, thousands, currency and percent signs. */
import { UserError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';

/** From this many different numbers a target looks measured rather than named. */
export const MEASURED_VALUES = 20;

/** A number and nothing else, as programs write it. */
export const isNumeric = (cell: string): boolean => /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell);

/** Signs of currencies, and what is written for them. */
const CURRENCY =
  /\p{Sc}|%|(?<!\p{L})(?:eur|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|ron|try|rub|uah|kr|zł|zl|kč|ft|lei|tl|руб|грн|元|円|원)\.?(?!\p{L})/giu;
const LONGEST_AMOUNT = 40;

const strip = (cell: string): string =>
  cell.length > LONGEST_AMOUNT
    ? cell
    : cell
        .replaceAll(CURRENCY, '')
        .replaceAll(/[\s'’]/g, '')
        .replace('−', '-');

/** A number as a person may write it. */
export const isNumberLike = (cell: string): boolean =>
  isNumeric(cell) || /^[-+]?(\d{1,3}([.,]\d{3})+([.,]\d+)?|\d*[.,]?\d+)$/.test(strip(cell));

const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '<na>', '#n/a', '-', '?']);
/** As programs write a number beyond the range of floats, which nothing can be learnt from. */
const INFINITE = /^\s*[-+]?(inf|infinity|∞)\s*$/i;
export const isMissingNumber = (cell: string): boolean => MISSING.has(cell.trim().toLowerCase());

/** A cell that stands where a number should: missing, or infinite. */
export const isNoNumber = (cell: string): boolean => isMissingNumber(cell) || INFINITE.test(cell);

/**
 * Is the comma of this column a decimal comma? Told from the column, as "1,234" alone says nothing: a comma that
 * is not followed by exactly three digits, or that follows a point, is decimal.
 */
function hasDecimalComma(cells: readonly string[]): boolean {
  let decimal = false;
  for (const cell of cells) {
    const text = strip(cell);
    if (!text.includes(',')) continue;
    if (text.includes('.')) return text.lastIndexOf(',') > text.lastIndexOf('.');
    if (!/^[-+]?\d{1,3}(,\d{3})+$/.test(text)) decimal = true;
  }
  return decimal;
}

/** [n] values of one column; NaN where the cell is missing, infinite or no number. */
export function parseNumbers(cells: readonly string[]): Float64Array {
  const decimalComma = hasDecimalComma(cells);
  return Float64Array.from(cells, (cell) => {
    if (isNumeric(cell)) return finite(Number(cell));
    if (isMissingNumber(cell) || !isNumberLike(cell)) return Number.NaN;
    const text = strip(cell);
    return finite(
      Number(decimalComma ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '')),
    );
  });
}

/** `1e400` is written like a number and is none. */
const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

/**
 * @param where the name of the series or column.
 * @throws UserError `number-too-large`, `numbers-too-small`: their squares leave the range of floats, nothing is learnt.
 */
export function refuseExtremes(values: Iterable<number>, where: string): void {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > Math.abs(largest)) largest = value;
  const context = { where, value: String(largest) };
  if (Math.abs(largest) > LIMITS.largestNumber)
    throw new UserError('number-too-large', { ...context, limit: String(LIMITS.largestNumber) });
  if (largest !== 0 && Math.abs(largest) < LIMITS.leastNumber)
    throw new UserError('numbers-too-small', { ...context, limit: String(LIMITS.leastNumber) });
}
