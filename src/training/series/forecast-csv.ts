/** Forecasts → `series_id,timestamp,prediction,q0.1,…,q0.9`, one line a series and step. */
import { writeFile } from 'node:fs/promises';
import type { SeriesDataset } from '../../datasets/dataset.ts';
import { addSteps } from '../../datasets/series/frequency.ts';
import { csvCell } from '../job/predictions-csv.ts';
import type { QuantileForecast } from './backtest/intervals.ts';
import { QUANTILE_LEVELS } from './backtest/metrics.ts';

const DAY = 86_400_000;

/** Time of a step in the form it is written: a step's number, a date, or a date with its time (UTC). */
export function stepTime(dataset: SeriesDataset, start: number, index: number): string {
  const time = addSteps(start, index, dataset);
  if (dataset.numbered) return String(time);
  const iso = new Date(time).toISOString();
  return dataset.calendar || dataset.stepMs % DAY === 0 ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
}

/** Six significant digits: more would claim what no forecast knows. */
const number = (value: number) => String(Number(value.toPrecision(6)));

export interface ForecastRow {
  id: string;
  time: string;
  /** Point forecast, then one value a quantile level. */
  values: string[];
}

export function forecastRows(dataset: SeriesDataset, forecasts: readonly QuantileForecast[]): ForecastRow[] {
  return dataset.series.flatMap(({ id, start, values }, series) => {
    const { point, quantiles } = forecasts[series]!;
    return Array.from(point, (value, step) => ({
      id,
      time: stepTime(dataset, start, values.length + step),
      values: [value, ...quantiles.map((level) => level[step]!)].map(number),
    }));
  });
}

export async function writeForecastCsv(
  path: string,
  dataset: SeriesDataset,
  forecasts: readonly QuantileForecast[],
): Promise<void> {
  const head = ['series_id', 'timestamp', 'prediction', ...QUANTILE_LEVELS.map((level) => `q${level}`)];
  const lines = forecastRows(dataset, forecasts).map(({ id, time, values }) =>
    [csvCell(id), time, ...values].join(','),
  );
  await writeFile(path, `${head.join(',')}\n${lines.join('\n')}\n`);
}
