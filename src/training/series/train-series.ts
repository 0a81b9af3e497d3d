/**
 * Time series → a forecaster in the artifact folder and its Report. Reads top to bottom: fill gaps → windows → race on
 * validation → test once → prepare on everything → write. Called by `train.ts`, which adds charts and card.
 */
import { join } from 'node:path';
import type { ChildTaskOf } from '../../child/messages.ts';
import type { SeriesDataset } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import type { Budget } from '../job/budget.ts';
import type { Progress } from '../job/progress.ts';
import { type Backtest, type BacktestData, backtest } from './backtest/backtest.ts';
import { fitSpread, refitSpread, type Spread } from './backtest/intervals.ts';
import { historyToKeep, type RollingOrigins, rollingOrigins } from './backtest/windows.ts';
import { type DeliveredSeries, deliverSeries } from './deliver-series.ts';
import { fillGaps } from './fill-gaps.ts';
import { writeForecastCsv } from './forecast-csv.ts';
import type { ForecastContext, Forecaster, ForecastSeries } from './forecaster.ts';
import { FORECASTERS } from './forecasters.ts';
import { hubForecasters } from './from-hub/hub-forecasters.ts';
import { forShortHistoriesToo } from './methods/short-histories.ts';
import type { SeriesPipeline } from './pipeline.ts';
import { openSeriesPipeline } from './predict-series.ts';
import { type PreparedMember, prepareEntry, type RaceEntry, race } from './race.ts';

interface SeriesJob {
  task: ChildTaskOf<'train'>;
  dataset: SeriesDataset;
  budget: Budget;
  progress: Progress;
  signal: AbortSignal;
}

export interface TrainedSeries {
  context: ForecastContext;
  data: BacktestData;
  origins: RollingOrigins;
  entries: RaceEntry[];
  winner: RaceEntry;
  /** The winner's test, and every single method's, by id. */
  tests: Map<string, Backtest>;
  /** Fitted before the test: what the test judges. The delivered one has learnt from the test's errors too. */
  spread: Spread;
  pipeline: SeriesPipeline;
  delivery: DeliveredSeries['delivery'];
  /** Methods that there was no time for. */
  leftOut: string[];
  seconds: Record<string, number>;
}

/** A season, or 12 steps; at most a sixth of the longest series, so that validation and test have room. */
function defaultHorizon(period: number, longest: number): number {
  return Math.max(1, Math.min(period > 1 ? period : 12, 96, Math.floor(longest / 6)));
}

function contextOf({ task, dataset }: SeriesJob, filled: readonly Float64Array[]): ForecastContext {
  const longest = Math.max(...filled.map(({ length }) => length));
  const period = dataset.season?.period ?? 1;
  const horizon = task.spec.horizon ?? defaultHorizon(period, longest);
  // Two windows and a history of at least the horizon: one to choose on, one to test on.
  const most = Math.floor(longest / 3);
  if (horizon > most) throw new UserError('horizon-too-long', { horizon, longest, most: Math.max(1, most) });
  return { period, horizon, seed: task.spec.seed };
}

const clipped = (forecasts: Float64Array[], nonNegative: boolean) =>
  nonNegative ? forecasts.map((forecast) => forecast.map((value) => Math.max(0, value))) : forecasts;

/** The named network right behind the naive forecast, so that it is tried whatever the time; fine-tuned, it comes last. */
function inOrder([asItIs, ...tuned]: readonly Forecaster[]): Forecaster[] {
  const [naive, ...others] = FORECASTERS;
  return [naive!, ...(asItIs ? [asItIs] : []), ...others, ...tuned];
}

/** @throws UserError `horizon-too-long` */
export async function trainSeries(job: SeriesJob): Promise<TrainedSeries> {
  const { dataset, budget, progress, task } = job;
  const seconds: Record<string, number> = {};
  const actual = dataset.series.map(({ values }) => values);
  const filled = actual.map(fillGaps);
  const nonNegative = filled.every((values) => values.every((value) => value >= 0));
  const context = contextOf(job, filled);
  const { period, horizon } = context;
  const data: BacktestData = { actual, filled, period, horizon };
  const longest = Math.max(...filled.map(({ length }) => length));
  const origins = rollingOrigins(filled, { horizon, minimumHistory: historyToKeep(longest, context) });

  const fromHub = await hubForecasters(task.spec.model, task.folders);
  const raceStart = performance.now();
  progress.begin('Trying forecasting methods', 0.05);
  const leftOut: string[] = [];
  const entries = await race({
    data,
    origins,
    context,
    forecasters: inOrder(fromHub.map(forShortHistoriesToo)),
    signal: job.signal,
    outOfTime: () => budget.left() <= 0,
    secondsLeft: budget.coreLeft,
    onLeftOut: (name) => leftOut.push(name),
    onProgress: (name, done, total) => {
      progress.begin(`Trying ${name}`, 0.05 + (0.65 * (done + 1)) / total);
    },
  });
  const winner = entries[0]!;
  seconds.race = (performance.now() - raceStart) / 1_000;

  progress.begin('Testing once', 0.85);
  const spread = fitSpread(data, winner.validation);
  const { tests, members } = await testOnce({ entries, winner, data, origins, context, nonNegative });

  progress.begin('Preparing the forecaster on all the data', 0.95);
  const ids = dataset.series.map(({ id }) => id);
  const result = tests.get(winner.id)!;
  const refitted = refitSpread(data, spread, { validation: winner.validation, test: result });
  const { pipeline, delivery } = await deliverSeries({
    artifactDir: task.artifactDir,
    workDir: task.folders.workDir,
    data,
    ids,
    settings: {
      version: 1,
      kind: 'series',
      ...context,
      nonNegative,
      weights: {
        overall: winner.weights.overall,
        series: Object.fromEntries(ids.map((id, index) => [id, winner.weights.series[index]!])),
      },
      spread: refitted.map((level) => Array.from(level)),
    },
    final: (await prepareEntry(winner, filled, context)).members,
    tested: { members, result },
    secondsLeft: budget.lastLeft,
    signal: job.signal,
  });
  await writeOwnForecast(task.artifactDir, dataset, filled);
  return { context, data, origins, entries, winner, tests, spread, pipeline, delivery, leftOut, seconds };
}

interface TestOptions {
  entries: readonly RaceEntry[];
  winner: RaceEntry;
  data: BacktestData;
  origins: RollingOrigins;
  context: ForecastContext;
  nonNegative: boolean;
}

/** The winner and the cheap baselines on the test windows, prepared on everything before them; the winner's members as such. */
async function testOnce(
  options: TestOptions,
): Promise<{ tests: Map<string, Backtest>; members: PreparedMember[] }> {
  const { entries, winner, data, origins, context, nonNegative } = options;
  const training = data.filled.map((values, index) => values.subarray(0, origins.testStart[index]));
  const judged = entries.filter(
    (entry) => entry === winner || (entry.role === 'baseline' && entry.members.length === 1),
  );
  const tests = new Map<string, Backtest>();
  let winning: PreparedMember[] = [];
  for (const entry of judged) {
    const { forecast, members } = await prepareEntry(entry, training, context);
    const clip: ForecastSeries = async (histories, series) =>
      clipped(await forecast(histories, series), nonNegative);
    tests.set(entry.id, await backtest(data, origins.test, clip));
    if (entry === winner) winning = members;
  }
  return { tests, members: winning };
}

/** What comes after the attached data, by the files just written: they are proven to open and to forecast. */
async function writeOwnForecast(
  artifactDir: string,
  dataset: SeriesDataset,
  filled: readonly Float64Array[],
) {
  const { forecast } = await openSeriesPipeline(artifactDir);
  const ids = dataset.series.map(({ id }) => id);
  await writeForecastCsv(join(artifactDir, 'forecast.csv'), dataset, await forecast(filled, ids));
}
