/** Forecasts → one row a series and step, with its time as it is written. Pure. Next: `forecast-csv.ts`, the page of a Run. */
import type { SeriesDataset } from '../../datasets/dataset.ts';
import { addSteps } from '../../datasets/series/frequency.ts';
import type { QuantileForecast } from './backtest/intervals.ts';

/** What is needed of a dataset: its series and the times of their steps. */
export type TimedSeries = Pick<SeriesDataset, 'series' | 'stepMs' | 'calendar' | 'numbered'>;

const DAY = 86_400_000;

/** Time of a step in the form it is written: a step's number, a date, or a date with its time (UTC). */
export function stepTime(dataset: TimedSeries, start: number, index: number): string {
  const time = addSteps(start, index, dataset);
  if (dataset.numbered) return String(time);
  const iso = new Date(time).toISOString();
  return dataset.calendar || dataset.stepMs % DAY === 0 ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
}

/** Six significant digits: more would claim what no forecast knows. */
const number = (value: number) => String(Number(value.toPrecision(6)));

interface ForecastRow {
  id: string;
  time: string;
  /** Point forecast, then one value a quantile level. */
  values: string[];
}

export function forecastRows(dataset: TimedSeries, forecasts: readonly QuantileForecast[]): ForecastRow[] {
  return dataset.series.flatMap(({ id, start, values }, series) => {
    const { point, quantiles } = forecasts[series]!;
    return Array.from(point, (value, step) => ({
      id,
      time: stepTime(dataset, start, values.length + step),
      values: [value, ...quantiles.map((level) => level[step]!)].map(number),
    }));
  });
}
