/** Times of all series → the step between them: a fixed length, or a calendar unit. Next: `open-series.ts`. */

import { UserError } from '../../errors.ts';
import { type Term, term } from '../../text/term.ts';

const DAY = 86_400_000;
/** How far from a whole number of steps a distance may be, as a share of the step: clocks jitter. */
const JITTER = 0.1;
/** Share of distances that must be whole numbers of steps. */
const REGULAR_SHARE = 0.8;

export type Calendar = 'month' | 'quarter' | 'year';
export interface Frequency {
  stepMs: number;
  calendar: Calendar | null;
}

const CALENDAR_MONTHS: Record<Calendar, number> = { month: 1, quarter: 3, year: 12 };
/** Mean lengths in the Gregorian calendar. */
const CALENDAR_DAYS: Record<Calendar, number> = { month: 30.436875, quarter: 91.310625, year: 365.2425 };

/** Months since year 0 of a time. */
function monthIndex(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Steps from `start` to `time`, not rounded for fixed steps. */
export function stepsBetween(start: number, time: number, { stepMs, calendar }: Frequency): number {
  return calendar
    ? (monthIndex(time) - monthIndex(start)) / CALENDAR_MONTHS[calendar]
    : (time - start) / stepMs;
}

/** The time `steps` after `start`; month ends stay month ends. */
export function addSteps(start: number, steps: number, { stepMs, calendar }: Frequency): number {
  if (!calendar) return start + steps * stepMs;
  const date = new Date(start);
  const month = monthIndex(start) + steps * CALENDAR_MONTHS[calendar];
  const lastDay = (index: number): number =>
    new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
  const atEnd = date.getUTCDate() === lastDay(monthIndex(start));
  const day = atEnd ? lastDay(month) : Math.min(date.getUTCDate(), lastDay(month));
  return (
    Date.UTC(Math.floor(month / 12), month % 12, day) +
    (start - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
  );
}

/** Distances between neighbours of each series, zero left out. */
function distances(series: readonly (readonly number[])[]): number[] {
  return series.flatMap((times) => {
    const sorted = Float64Array.from(times).sort();
    const steps: number[] = [];
    for (let i = 1; i < sorted.length; i += 1)
      if (sorted[i]! > sorted[i - 1]!) steps.push(sorted[i]! - sorted[i - 1]!);
    return steps;
  });
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0];
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** All on one day of the month (or all on its last days), and at least 27 days apart. */
function followsCalendar(times: readonly number[], steps: readonly number[]): boolean {
  if (steps.some((step) => step < 27 * DAY)) return false;
  const days = new Set(times.map((time) => new Date(time).getUTCDate()));
  const allEnds = times.every((time) => new Date(time + DAY).getUTCDate() === 1);
  return days.size === 1 || allEnds || [...days].every((day) => day >= 28);
}

/** Month, quarter or year; other numbers of months (half a year, a decade) as a fixed length. */
function calendarFrequency(series: readonly (readonly number[])[]): Frequency {
  let months = 0;
  for (const times of series) {
    const indices = times.map(monthIndex).toSorted((a, b) => a - b);
    for (let i = 1; i < indices.length; i += 1)
      months = greatestCommonDivisor(months, indices[i]! - indices[i - 1]!);
  }
  const unit =
    (['month', 'quarter', 'year'] as const).find((name) => CALENDAR_MONTHS[name] === months) ?? null;
  const days = unit ? CALENDAR_DAYS[unit] : months * CALENDAR_DAYS.month;
  return { stepMs: Math.round(days * DAY), calendar: unit };
}

const regularShare = (steps: readonly number[], step: number): number =>
  steps.filter((distance) => Math.abs(distance / step - Math.max(1, Math.round(distance / step))) <= JITTER)
    .length / steps.length;

/**
 * @param series times of each series, in any order.
 * @throws UserError `irregular-series` when no step fits, `series-of-one-time` when no series has two times.
 */
export function inferFrequency(series: readonly (readonly number[])[]): Frequency {
  const steps = distances(series);
  if (steps.length === 0) {
    throw new UserError('series-of-one-time');
  }
  if (followsCalendar(series.flat(), steps)) return calendarFrequency(series);
  const sorted = steps.toSorted((a, b) => a - b);
  // The commonest distance; when clocks jitter so that none repeats, the median.
  for (const step of [commonest(steps), sorted[Math.floor(sorted.length / 2)]!, sorted[0]!]) {
    if (regularShare(steps, step) >= REGULAR_SHARE) return { stepMs: step, calendar: null };
  }
  throw new UserError('irregular-series', {
    least: describeStep(sorted[0]!),
    most: describeStep(sorted.at(-1)!),
    share: REGULAR_SHARE * 100,
  });
}

const UNITS = [
  [7 * DAY, 'detail.weeks'],
  [DAY, 'detail.days'],
  [3_600_000, 'detail.hours'],
  [60_000, 'detail.minutes'],
  [1_000, 'detail.step-seconds'],
] as const;

/** `1 day`, `15 minutes`. */
export function describeStep(stepMs: number): Term {
  if (stepMs > 300 * DAY) return term('detail.years', { count: (stepMs / (365.2425 * DAY)).toFixed(1) });
  if (stepMs > 27 * DAY) return term('detail.months', { count: (stepMs / (30.436875 * DAY)).toFixed(1) });
  for (const [unit, code] of UNITS) {
    const count = stepMs / unit;
    if (count >= 1 && Math.abs(count - Math.round(count)) < 1e-6)
      return term(code, { count: Math.round(count) });
  }
  return stepMs >= 1_000
    ? term('detail.step-seconds', { count: (stepMs / 1_000).toFixed(1) })
    : term('detail.milliseconds', { count: stepMs });
}
