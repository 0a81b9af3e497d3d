/**
 * A delivered forecaster + histories → forecasts with quantiles. Used by `/predict` and, right after training, for the
 * attached series themselves.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf, ChildTaskOf } from '../../child/messages.ts';
import { openDataset } from '../../datasets/open-dataset.ts';
import { artifactHost } from '../../delivered/artifact-host.ts';
import { UserError } from '../../errors.ts';
import { fillGaps } from './fill-gaps.ts';
import { writeForecastCsv } from './forecast-csv.ts';
import { forecastRows } from './forecast-rows.ts';
import { type OpenForecaster, openForecaster } from './open-forecaster.ts';

/** Rows in the answer itself; all of them are in the CSV. */
const SHOWN = 100;

/** @param artifactDir a Run's artifact folder with a `pipeline.json` of kind `series`. */
export const openSeriesPipeline = (artifactDir: string): Promise<OpenForecaster> =>
  openForecaster(artifactHost(artifactDir));

/** @throws UserError when there is no file, or it holds no series */
export async function predictSeries(task: ChildTaskOf<'predict'>): Promise<ChildResultOf<'predicted'>> {
  if (!task.file) throw new UserError('text-for-series');
  const { pipeline, forecast } = await openSeriesPipeline(task.artifactDir);
  const workDir = join(task.folders.workDir, 'inputs');
  const dataset = await openDataset(task.file, { workDir, kind: 'series' });
  if (dataset.kind !== 'series') throw new Error(`asked for series, got ${dataset.kind}`);
  const needed = Math.max(1, pipeline.period);
  const long = dataset.series.filter(({ values }) => values.length >= needed);
  const skipped = dataset.series
    .filter(({ values }) => values.length < needed)
    .map(({ id, values }) => ({
      id,
      reason: `${values.length} steps of history, at least ${needed} are needed`,
    }));
  const kept = { ...dataset, series: long };
  const forecasts = await forecast(
    long.map(({ values }) => fillGaps(values)),
    long.map(({ id }) => id),
  );
  await mkdir(task.folders.workDir, { recursive: true });
  const csvPath = join(task.folders.workDir, 'predictions.csv');
  await writeForecastCsv(csvPath, kept, forecasts);
  const rows = forecastRows(kept, forecasts);
  return {
    kind: 'predicted',
    classes: [],
    predictions: rows.slice(0, SHOWN).map(({ id, time, values }) => ({
      id: `${id} ${time}`,
      prediction: values[0]!,
      confidence: null,
      probabilities: [],
    })),
    count: rows.length,
    csvPath,
    skipped,
  };
}
