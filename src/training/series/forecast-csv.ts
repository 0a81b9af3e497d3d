/** Forecasts → `series_id,timestamp,prediction,q0.1,…,q0.9`, one line a series and step. */
import { writeFile } from 'node:fs/promises';
import type { SeriesDataset } from '../../datasets/dataset.ts';
import { csvCell } from '../job/predictions-csv.ts';
import type { QuantileForecast } from './backtest/intervals.ts';
import { QUANTILE_LEVELS } from './backtest/metrics.ts';
import { forecastRows } from './forecast-rows.ts';

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
