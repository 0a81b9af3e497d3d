/**
 * Series → length of the season in steps, or 1. The calendar proposes periods (24 hours, 7 days, 12 months, …); the
 * autocorrelation of the de-trended series decides, pooled over the series.
 */
import type { SeriesDataset } from '../../datasets/dataset.ts';
import { fillGaps } from './fill-gaps.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CALENDAR_PERIODS = { month: [12], quarter: [4], year: [] } as const;
const MAX_SERIES = 50;

/** Candidate periods in steps, shortest first. */
function candidatePeriods({ stepMs, calendar }: Pick<SeriesDataset, 'stepMs' | 'calendar'>): number[] {
  if (calendar) return [...CALENDAR_PERIODS[calendar]];
  const spans = stepMs >= DAY ? [7 * DAY, 364 * DAY] : [HOUR, DAY, 7 * DAY];
  const periods = spans.map((span) => span / stepMs).filter((period) => Number.isInteger(period));
  const generic = stepMs < MINUTE || periods.length === 0 ? [4, 7, 12, 24, 30, 52, 60] : [];
  return [...new Set([...periods, ...generic])].filter((period) => period >= 2).sort((a, b) => a - b);
}

/** De-trended by a centred moving average of one period (edges cut). */
function detrended(values: Float64Array, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const result = new Float64Array(Math.max(0, values.length - 2 * half));
  for (let index = half; index < values.length - half; index += 1) {
    let sum = 0;
    for (let offset = -half; offset <= half; offset += 1) {
      // An even period takes half of each end, so that each season counts once.
      const weight = period % 2 === 0 && Math.abs(offset) === half ? 0.5 : 1;
      sum += weight * values[index + offset]!;
    }
    result[index - half] = values[index]! - sum / (period % 2 === 0 ? period : 2 * half + 1);
  }
  return result;
}

/** Autocorrelation at `lag`; 0 for a constant series. */
export function autocorrelation(values: Float64Array, lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let variance = 0;
  let product = 0;
  for (let index = 0; index < values.length; index += 1) {
    variance += (values[index]! - mean) ** 2;
    if (index >= lag) product += (values[index]! - mean) * (values[index - lag]! - mean);
  }
  return variance === 0 ? 0 : product / variance;
}

/** How seasonal at `period`: autocorrelation at one period, less the share a short series has by chance; or −1. */
function seasonality(values: Float64Array, period: number): number {
  if (values.length < 2.5 * period + 2) return -1;
  const rest = detrended(values, period);
  if (rest.length <= period + 3) return -1;
  return autocorrelation(rest, period) - 1.645 / Math.sqrt(rest.length);
}

/**
 * The period most series agree on, 1 where none shows. The smallest period within 0.05 of the strongest wins: a
 * week repeats in a fortnight too.
 */
export function seasonalPeriod(dataset: Pick<SeriesDataset, 'series' | 'stepMs' | 'calendar'>): number {
  const series = dataset.series.slice(0, MAX_SERIES).map(({ values }) => fillGaps(values));
  const scored = candidatePeriods(dataset).map((period) => {
    const scores = series.map((values) => seasonality(values, period)).filter((value) => value > -1);
    const mean = scores.length === 0 ? -1 : scores.reduce((sum, value) => sum + value, 0) / scores.length;
    return { period, mean };
  });
  const strongest = Math.max(-1, ...scored.map(({ mean }) => mean));
  if (strongest <= 0.05) return 1;
  return scored.find(({ mean }) => mean >= strongest - 0.05)!.period;
}
