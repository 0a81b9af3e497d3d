/**
 * A column of dates and times → milliseconds since 1970 (UTC). One format for the whole column, chosen from the
 * cells, since "03/04/2024" alone says nothing. Times without a zone are taken as UTC: only differences matter.
 */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Share of filled cells that a format must read to be the column's. */
const READ_SHARE = 0.95;
const TIME = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm)?\s*(z|utc|[+-]\d{2}:?\d{2})?)?`;

interface Format {
  name: string;
  pattern: RegExp;
  read: (match: RegExpExecArray) => number;
  /** A bare number: accepted only for columns that are named like a time. */
  bare?: boolean;
}

/** Milliseconds of a calendar date, or NaN when there is no such day (31 June). */
function dateOf(year: number, month: number, day: number): number {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : Number.NaN;
}

/** Milliseconds into the day of the groups of `TIME`, which start at `at`. */
function timeOf(match: RegExpExecArray, at: number): number {
  const [hours, minutes, seconds, fraction, half, zone] = match.slice(at, at + 6);
  if (hours === undefined) return 0;
  let hour = Number(hours);
  if (half) hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hour > 24 || Number(minutes) > 59) return Number.NaN;
  const shift = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  const offset = shift ? Number(`${shift[1]}1`) * (Number(shift[2]) * 60 + Number(shift[3])) : 0;
  const whole = ((hour * 60 + Number(minutes) - offset) * 60 + Number(seconds ?? 0)) * 1_000;
  return whole + (fraction ? Math.round(Number(`0.${fraction}`) * 1_000) : 0);
}

const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const insensitive = (source: string): RegExp => new RegExp(`^\\s*${source}\\s*$`, 'i');
/** Two-digit years: 00–68 are 20xx, as in POSIX. */
const fullYear = (year: string): number =>
  year.length > 2 ? Number(year) : Number(year) + (Number(year) < 69 ? 2_000 : 1_900);

/** Monday of ISO week 1 is the Monday on or before 4 January. */
function weekOf(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth + ((week - 1) * 7 - weekday) * 86_400_000;
}

const FORMATS: Format[] = [
  {
    name: 'year-month-day',
    pattern: insensitive(String.raw`(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${TIME}`),
    read: (m) => dateOf(Number(m[1]), Number(m[2]), Number(m[3])) + timeOf(m, 4),
  },
  {
    name: 'day/month/year',
    pattern: insensitive(String.raw`(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${TIME}`),
    read: (m) => dateOf(fullYear(m[3]!), Number(m[2]), Number(m[1])) + timeOf(m, 4),
  },
  {
    name: 'month/day/year',
    pattern: insensitive(String.raw`(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${TIME}`),
    read: (m) => dateOf(fullYear(m[3]!), Number(m[1]), Number(m[2])) + timeOf(m, 4),
  },
  {
    name: 'day month-name year',
    pattern: insensitive(String.raw`(\d{1,2})[-/ .]+${MONTH}[-/ .,]+(\d{4}|\d{2})${TIME}`),
    read: (m) => dateOf(fullYear(m[3]!), monthOf(m[2]!), Number(m[1])) + timeOf(m, 4),
  },
  {
    name: 'month-name day, year',
    pattern: insensitive(String.raw`${MONTH}[-/ .]+(\d{1,2}),?[-/ ]+(\d{4})${TIME}`),
    read: (m) => dateOf(Number(m[3]), monthOf(m[1]!), Number(m[2])) + timeOf(m, 4),
  },
  {
    name: 'year-month',
    pattern: insensitive(String.raw`(\d{4})[-/.年](\d{1,2})月?`),
    read: (m) => dateOf(Number(m[1]), Number(m[2]), 1),
  },
  {
    name: 'month-name year',
    pattern: insensitive(String.raw`${MONTH}[-/ .,]+(\d{4}|\d{2})`),
    read: (m) => dateOf(fullYear(m[2]!), monthOf(m[1]!), 1),
  },
  {
    name: 'month/year',
    pattern: insensitive(String.raw`(\d{1,2})[-/.](\d{4})`),
    read: (m) => dateOf(Number(m[2]), Number(m[1]), 1),
  },
  {
    name: 'quarter',
    pattern: insensitive(String.raw`(\d{4})[-/ ]?q([1-4])`),
    read: (m) => dateOf(Number(m[1]), Number(m[2]) * 3 - 2, 1),
  },
  {
    name: 'ISO week',
    pattern: insensitive(String.raw`(\d{4})-?w(\d{1,2})`),
    read: (m) => weekOf(Number(m[1]), Number(m[2])),
  },
  {
    name: 'yyyymmdd',
    bare: true,
    pattern: /^\s*((?:19|20)\d{2})(\d{2})(\d{2})\s*$/,
    read: (m) => dateOf(Number(m[1]), Number(m[2]), Number(m[3])),
  },
  {
    name: 'year',
    bare: true,
    pattern: /^\s*(1[5-9]\d{2}|20\d{2}|21\d{2})(?:\.0)?\s*$/,
    read: (m) => dateOf(Number(m[1]), 1, 1),
  },
  { name: 'Unix milliseconds', bare: true, pattern: /^\s*(\d{12,13})\s*$/, read: (m) => Number(m[1]) },
  {
    name: 'Unix seconds',
    bare: true,
    pattern: /^\s*(\d{9,10})(?:\.0)?\s*$/,
    read: (m) => Number(m[1]) * 1_000,
  },
  { name: 'numbered steps', bare: true, pattern: /^\s*(\d{1,8})(?:\.0)?\s*$/, read: (m) => Number(m[1]) },
];

export interface Timestamps {
  /** [n] milliseconds (step numbers for `numbered steps`), NaN where the cell is empty or unreadable. */
  times: Float64Array;
  format: string;
}

function readWith(format: Format, cells: readonly string[]): { times: Float64Array; read: number } {
  let read = 0;
  const times = Float64Array.from(cells, (cell) => {
    const match = format.pattern.exec(cell);
    const time = match ? format.read(match) : Number.NaN;
    if (!Number.isNaN(time)) read += 1;
    return time;
  });
  return { times, read };
}

/** Day and month exchanged make jumps: the right reading is the one with fewer different steps. */
function distinctSteps(times: Float64Array): number {
  const sorted = times.filter((time) => !Number.isNaN(time)).sort();
  const steps = new Set<number>();
  for (let i = 1; i < sorted.length; i += 1) steps.add(sorted[i]! - sorted[i - 1]!);
  return steps.size;
}

/**
 * @param named true when the column's name says that it holds times: then bare numbers count too.
 * @returns null when no format reads 95 % of the filled cells.
 */
export function parseTimestamps(cells: readonly string[], named: boolean): Timestamps | null {
  const filled = cells.reduce((count, cell) => count + (cell.trim() === '' ? 0 : 1), 0);
  if (filled === 0) return null;
  let best: (Timestamps & { read: number; steps: number }) | null = null;
  // A cheap look at the beginning spares most formats the whole column.
  const head = cells.filter((cell) => cell.trim() !== '').slice(0, 50);
  for (const format of FORMATS) {
    if (format.bare && !named) continue;
    if (!head.some((cell) => format.pattern.test(cell))) continue;
    const { times, read } = readWith(format, cells);
    if (read < filled * READ_SHARE) continue;
    const steps = distinctSteps(times);
    const better =
      !best || read > best.read || (read === best.read && steps < best.steps && format.bare !== true);
    if (better) best = { times, format: format.name, read, steps };
  }
  return best && { times: best.times, format: best.format };
}

/** The name of the first format of dates that reads the cell alone, or null; bare numbers are no dates. */
export const dateFormatOf = (cell: string): string | null =>
  FORMATS.find(({ bare, pattern, read }) => {
    const match = bare ? null : pattern.exec(cell);
    return match !== null && !Number.isNaN(read(match));
  })?.name ?? null;

/** The header of a wide table may itself be a time: `2024-01-05`, `Jan 2024`, `2024Q1`. */
export const parseHeaderTime = (name: string): boolean =>
  FORMATS.some((format) => (!format.bare || format.name === 'year') && format.pattern.test(name));
