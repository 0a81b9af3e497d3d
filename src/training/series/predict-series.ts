/**
 * A delivered forecaster + histories → forecasts with quantiles. Used by `/predict` and, right after training, for the
 * attached series themselves.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf, ChildTaskOf } from '../../child/messages.ts';
import { openDataset } from '../../datasets/open-dataset.ts';
import { UserError } from '../../errors.ts';
import { applySpread, type QuantileForecast } from './backtest/intervals.ts';
import { naiveScale } from './backtest/metrics.ts';
import { combineForecasts } from './combine.ts';
import { fillGaps } from './fill-gaps.ts';
import { forecastRows, writeForecastCsv } from './forecast-csv.ts';
import { FORECASTERS, type SeriesPipeline, seriesPipelineSchema } from './pipeline.ts';

/** Rows in the answer itself; all of them are in the CSV. */
const SHOWN = 100;

/** @param artifactDir a Run's artifact folder with a `pipeline.json` of kind `series`. */
export async function openSeriesPipeline(artifactDir: string): Promise<{
  pipeline: SeriesPipeline;
  /** @param ids of the series; those that were learnt from have weights of their own. */
  forecast: (histories: readonly Float64Array[], ids?: readonly string[]) => Promise<QuantileForecast[]>;
}> {
  const text = await readFile(join(artifactDir, 'pipeline.json'), 'utf8');
  const pipeline = seriesPipelineSchema.parse(JSON.parse(text));
  const members = await Promise.all(
    pipeline.members.map(async ({ id, state, onnx }) => {
      const forecaster = FORECASTERS.find((one) => one.id === id);
      if (!forecaster) throw new Error(`The pipeline names the unknown forecasting method ${id}.`);
      return forecaster.restore(state, pipeline, onnx ? await readFile(join(artifactDir, onnx)) : undefined);
    }),
  );
  const spread = pipeline.spread.map((level) => Float64Array.from(level));
  const alike = { overall: members.map(() => 1 / members.length), series: {} };
  const { overall, series: own }: NonNullable<SeriesPipeline['weights']> = pipeline.weights ?? alike;
  // A series may be called what every object has, such as `constructor`.
  const weightsOf = (id: string) => (Object.hasOwn(own, id) ? own[id]! : overall);
  const floor = (values: Float64Array) =>
    pipeline.nonNegative ? values.map((value) => Math.max(0, value)) : values;
  return {
    pipeline,
    forecast: async (histories, ids = []) => {
      const all: Float64Array[][] = [];
      for (const member of members) all.push(await member(histories));
      return combineForecasts(all, (index) => weightsOf(ids[index] ?? '')).map((point, index) => {
        const scale = naiveScale(histories[index]!, pipeline.period);
        return { point: floor(point), quantiles: applySpread(point, spread, scale).map(floor) };
      });
    },
  };
}

/** @throws UserError when there is no file, or it holds no series */
export async function predictSeries(task: ChildTaskOf<'predict'>): Promise<ChildResultOf<'predicted'>> {
  if (!task.file)
    throw new UserError(
      'text-for-other-kind',
      'This model forecasts time series: attach a file with their recent history (the same columns as in training).',
    );
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
