/**
 * A delivered forecaster + series that came later → how well it forecasts the last steps of each from what came before,
 * beside repeating the last season. Called by `training/evaluate-file.ts`.
 */

import { join } from 'node:path';
import type { ChildTaskOf } from '../../child/messages.ts';
import type { SeriesDataset } from '../../datasets/dataset.ts';
import { openDataset } from '../../datasets/open-dataset.ts';
import { UserError } from '../../errors.ts';
import { forecastChart } from '../../report/charts/forecast.ts';
import type { Report } from '../../report/report.ts';
import { bootstrapInterval } from '../../statistics/intervals.ts';
import { type Note, note } from '../../text/notes.ts';
import { pointContents, readLearnt } from '../classifier/evaluate/learnt-samples.ts';
import { drawCharts, type Evaluated, otherKind } from '../job/evaluated.ts';
import { wordsOf } from '../job/words-of.ts';
import type { QuantileForecast } from './backtest/intervals.ts';
import { coverage, mase, naiveScale, smape } from './backtest/metrics.ts';
import { fillGaps } from './fill-gaps.ts';
import { stepTime } from './forecast-rows.ts';
import { openSeriesPipeline } from './predict-series.ts';

/** One series, its last steps kept apart. */
interface Window {
  index: number;
  history: Float64Array;
  actual: Float64Array;
  forecast: QuantileForecast;
  /** The last season, repeated. */
  naive: Float64Array;
  scale: number;
}

const SEED = 42;

/** @throws UserError `other-kind`, `series-too-short` */
export async function evaluateSeries(task: ChildTaskOf<'evaluate'>, report: Report): Promise<Evaluated> {
  const { pipeline, forecast } = await openSeriesPipeline(task.artifactDir);
  const { horizon, period } = pipeline;
  const workDir = join(task.folders.workDir, 'inputs');
  const dataset = await openDataset(task.file, { workDir, kind: 'series', target: task.target });
  if (dataset.kind !== 'series') throw otherKind(task.file.name, dataset.kind, 'series');
  const least = Math.max(1, period) + horizon;
  const long = dataset.series.flatMap(({ values }, index) => (values.length >= least ? [index] : []));
  if (long.length === 0)
    throw new UserError('series-too-short', {
      longest: Math.max(0, ...dataset.series.map(({ values }) => values.length)),
      least,
      period,
      horizon,
    });
  const histories = long.map((index) => fillGaps(dataset.series[index]!.values.slice(0, -horizon)));
  const forecasts = await forecast(
    histories,
    long.map((index) => dataset.series[index]!.id),
  );
  const windows = long.map((index, i): Window => {
    const history = histories[i]!;
    return {
      index,
      history,
      actual: dataset.series[index]!.values.slice(-horizon),
      forecast: forecasts[i]!,
      naive: Float64Array.from(
        { length: horizon },
        (_, step) => history[history.length - period + (step % period)]!,
      ),
      scale: naiveScale(history, period),
    };
  });
  const learnt = await readLearnt(task.artifactDir, report.runId);
  const { judged, overlap } = leaveOutLearnt(dataset, windows, learnt);
  const measures = measuresOf(judged, horizon);
  const shown = windows.slice(0, 3).map((window) => shownForecast(dataset, window, period, horizon));
  return {
    kind: 'evaluated',
    profile: dataset.profile,
    classification: null,
    evaluation: null,
    measures,
    comparison: overlap && overlap.learnt === overlap.of ? null : compareMase(report, measures),
    overlap,
    notes: notesOf(report, dataset, overlap, horizon),
    files: await drawCharts(task.folders.workDir, [
      ['forecast', 'Forecast', forecastChart(shown, wordsOf(task))],
    ]),
    skipped: dataset.series
      .filter(({ values }) => values.length < least)
      .map(({ id, values }) => ({ id, reason: `${values.length} steps, at least ${least} are needed` })),
  };
}

function meanOf(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

const maseOf = (windows: readonly Window[]): number =>
  meanOf(windows.map(({ actual, forecast, scale }) => mase(actual, forecast.point, scale)));

function measuresOf(windows: readonly Window[], horizon: number): Report['measures'] {
  const scores = windows.map(({ actual, forecast, scale }) => mase(actual, forecast.point, scale));
  const known = scores.filter(Number.isFinite);
  const meanRows = (rows: Int32Array) => meanOf(Array.from(rows, (row) => known[row]!));
  const row = (name: string, value: number, baseline: number | null, said: Note | null = null) => ({
    name,
    value,
    interval: null as [number, number] | null,
    baseline,
    note: said,
  });
  return [
    {
      ...row(
        'MASE',
        meanOf(scores),
        meanOf(windows.map(({ actual, naive, scale }) => mase(actual, naive, scale))),
        note('mase-last-steps', { horizon, count: windows.length }),
      ),
      interval:
        known.length > 2 ? bootstrapInterval(known.length, meanRows, { seed: SEED, rounds: 500 }) : null,
    },
    row(
      'sMAPE (%)',
      meanOf(windows.map(({ actual, forecast }) => smape(actual, forecast.point))),
      meanOf(windows.map(({ actual, naive }) => smape(actual, naive))),
    ),
    row(
      'coverage of the 80 % interval',
      meanOf(
        windows.map(({ actual, forecast: { quantiles } }) =>
          coverage(actual, quantiles[0]!, quantiles.at(-1)!),
        ),
      ),
      null,
      note('near-nominal'),
    ),
  ]
    .filter(({ value }) => Number.isFinite(value))
    .map((one) => ({ ...one, baseline: Number.isFinite(one.baseline ?? Number.NaN) ? one.baseline : null }));
}

/** Normal interval of the difference of two independent means, from their own intervals; null without both. */
function compareMase(report: Report, measures: Report['measures']): Evaluated['comparison'] {
  const [run, file] = [report.measures, measures].map((all) => all.find(({ name }) => name === 'MASE'));
  if (!run?.interval || !file?.interval) return null;
  const difference = file.value - run.value;
  const half = ([low, high]: [number, number]) => (high - low) / 2;
  const reach = Math.hypot(half(run.interval), half(file.interval));
  return {
    name: 'MASE',
    run: run.value,
    file: file.value,
    difference,
    interval: [difference - reach, difference + reach],
  };
}

/** The windows to judge: those whose last steps the Run did not learn from, or all where there are none. */
function leaveOutLearnt(
  dataset: SeriesDataset,
  windows: readonly Window[],
  learnt: ((content: string) => boolean) | null,
): { judged: readonly Window[]; overlap: Evaluated['overlap'] } {
  if (!learnt) return { judged: windows, overlap: null };
  const isLearnt = ({ index, actual }: Window): boolean =>
    pointContents(dataset, index)
      .slice(-actual.length)
      .some((point) => point !== null && learnt(point));
  const fresh = windows.filter((window) => !isLearnt(window));
  const all = maseOf(windows);
  return {
    judged: fresh.length > 0 ? fresh : windows,
    overlap: {
      learnt: windows.length - fresh.length,
      of: windows.length,
      withThem: Number.isFinite(all) ? all : null,
    },
  };
}

function notesOf(
  report: Report,
  dataset: SeriesDataset,
  overlap: Evaluated['overlap'],
  horizon: number,
): Note[] {
  if (overlap) {
    const { learnt: count, of: total, withThem } = overlap;
    if (count === 0) return [];
    const values = { count, total, horizon, value: withThem === null ? '–' : withThem.toFixed(3) };
    return count === total ? [note('series-all-learnt', values)] : [note('series-some-learnt', values)];
  }
  if (dataset.profile.hash !== report.dataset.hash) return [];
  return [note('series-of-training')];
}

function shownForecast(
  dataset: SeriesDataset,
  { index, history, actual, forecast }: Window,
  period: number,
  horizon: number,
): Report['forecasts'][number] {
  const { id, start } = dataset.series[index]!;
  const tail = Math.min(history.length, 200, Math.max(3 * period, 5 * horizon, 24));
  const from = history.length - tail;
  const nullable = (values: Float64Array) =>
    Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  return {
    id,
    history: nullable(history.subarray(from)),
    actual: nullable(actual),
    point: Array.from(forecast.point),
    low: Array.from(forecast.quantiles[0]!),
    high: Array.from(forecast.quantiles.at(-1)!),
    times: Array.from({ length: tail + horizon }, (_, step) => stepTime(dataset, start, from + step)),
  };
}
