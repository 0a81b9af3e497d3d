/** A trained forecaster → its Report (without files) and the card's section on using it. */

import type { ChildTaskOf } from '../../../child/messages.ts';
import type { SeriesDataset } from '../../../datasets/dataset.ts';
import { onnxRuntimeVersion } from '../../../engines/onnxruntime.ts';
import type { Report } from '../../../report/report.ts';
import { verdict } from '../../../report/verdict.ts';
import { bootstrapInterval } from '../../../statistics/intervals.ts';
import { note } from '../../../text/notes.ts';
import { reportWords } from '../../../text/words.ts';
import { actualOf, type Backtest, meanScore, scaleBefore } from '../backtest/backtest.ts';
import { applySpread } from '../backtest/intervals.ts';
import { judgeTransfer } from '../backtest/judge-transfer.ts';
import { coverage, pinball, QUANTILE_LEVELS, smape } from '../backtest/metrics.ts';
import { validationSteps } from '../backtest/windows.ts';
import { stepTime } from '../forecast-rows.ts';
import type { TrainedSeries } from '../train-series.ts';
import { pretrainedOf } from './pretrained.ts';
import { seriesWarnings } from './series-warnings.ts';

const meanOf = (values: readonly number[]): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
};

/** Quantile forecasts of the winner's test windows. */
function testQuantiles({ data, spread, pipeline }: TrainedSeries, test: Backtest): Float64Array[][] {
  return test.forecasts.map((point, index) => {
    const quantiles = applySpread(point, spread, scaleBefore(data, test.windows[index]!));
    return pipeline.nonNegative
      ? quantiles.map((level) => level.map((value) => Math.max(0, value)))
      : quantiles;
  });
}

function measuresOf(trained: TrainedSeries, seed: number): Report['measures'] {
  const { data, tests, winner } = trained;
  const test = tests.get(winner.id)!;
  const quantiles = testQuantiles(trained, test);
  const actual = test.windows.map((window) => actualOf(data, window));
  const rivals = [...tests].filter(([id]) => id !== winner.id).map(([, rival]) => rival);
  const bestRival = (measure: (rival: Backtest) => number) =>
    rivals.length === 0 ? null : Math.min(...rivals.map(measure).filter((value) => !Number.isNaN(value)));
  const known = test.scores.filter((score) => !Number.isNaN(score));
  const meanRows = (rows: Int32Array) => meanOf(Array.from(rows, (row) => known[row]!));
  const smapeOf = (result: Backtest) =>
    meanOf(result.forecasts.map((point, index) => smape(actual[index]!, point)));
  const scaledPinball = meanOf(
    quantiles.flatMap((levels, index) => {
      const scale = scaleBefore(data, test.windows[index]!);
      return levels.map(
        (level, position) => pinball(actual[index]!, level, QUANTILE_LEVELS[position]!) / scale,
      );
    }),
  );
  const covered = meanOf(
    quantiles.map((levels, index) => coverage(actual[index]!, levels[0]!, levels.at(-1)!)),
  );
  return [
    {
      name: 'MASE',
      value: meanScore(test),
      interval: known.length > 2 ? bootstrapInterval(known.length, meanRows, { seed, rounds: 500 }) : null,
      baseline: bestRival(meanScore),
      note: note('mase-windows', { count: test.windows.length, horizon: data.horizon }),
    },
    { name: 'sMAPE (%)', value: smapeOf(test), interval: null, baseline: bestRival(smapeOf), note: null },
    {
      name: 'scaled pinball loss',
      value: scaledPinball,
      interval: null,
      baseline: null,
      note: note('nine-quantiles'),
    },
    {
      name: 'coverage of the 80 % interval',
      value: covered,
      interval: null,
      baseline: null,
      note: note('near-nominal'),
    },
  ].filter(({ value }) => Number.isFinite(value));
}

/** The last test window of the first three series, with three seasons or five horizons before it. */
function forecastsOf(trained: TrainedSeries, dataset: SeriesDataset): Report['forecasts'] {
  const { data, tests, winner, context } = trained;
  const test = tests.get(winner.id)!;
  const quantiles = testQuantiles(trained, test);
  const tail = Math.min(200, Math.max(3 * context.period, 5 * context.horizon, 24));
  const nullable = (values: Float64Array) =>
    Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  const last = new Map(test.windows.map((window, index) => [window.series, index]));
  return [...last.values()].slice(0, 3).map((index) => {
    const { series, origin } = test.windows[index]!;
    const { id, start, values } = dataset.series[series]!;
    const from = Math.max(0, origin - tail);
    const end = origin + context.horizon;
    return {
      id,
      history: nullable(values.subarray(from, origin)),
      actual: nullable(actualOf(data, test.windows[index]!)),
      point: Array.from(test.forecasts[index]!),
      low: Array.from(quantiles[index]![0]!),
      high: Array.from(quantiles[index]!.at(-1)!),
      times: Array.from({ length: end - from }, (_, step) => stepTime(dataset, start, from + step)),
    };
  });
}

export function seriesReport(
  task: ChildTaskOf<'train'>,
  dataset: SeriesDataset,
  trained: TrainedSeries,
): Report {
  const { entries, winner, tests, origins, context, seconds } = trained;
  const naive = entries.find(({ id }) => id === 'seasonal-naive')!;
  const naiveTest = meanScore(tests.get('seasonal-naive')!);
  const contenders = entries.map((entry) => {
    const test = tests.get(entry.id);
    return {
      id: entry.id,
      name: entry.name,
      role: entry.role,
      validationScore: 1 - entry.validationMase / Math.max(naive.validationMase, 1e-9),
      testScore: test ? 1 - meanScore(test) / Math.max(naiveTest, 1e-9) : null,
      hyperparameters: { 'validation MASE': Number(entry.validationMase.toFixed(4)) },
      seconds: entry.seconds,
    };
  });
  const transfer = judgeTransfer({ winner, entries, tests, seed: task.spec.seed });
  const outcome = { kind: 'series' as const, contenders, chosen: winner.id, transfer };
  return {
    version: 1,
    runId: task.runId,
    createdAt: new Date().toISOString(),
    dataset: dataset.profile,
    split: {
      train: origins.trainingEnd.reduce((sum, end) => sum + end, 0),
      validation: validationSteps(origins),
      test: origins.test.length * context.horizon,
      seed: task.spec.seed,
      note: [
        note('split-series', {
          validation: origins.validation.length,
          test: origins.test.length,
          horizon: context.horizon,
          period: context.period,
        }),
      ],
    },
    backbone: pretrainedOf(winner.members),
    engines: { networks: onnxRuntimeVersion() },
    scoreName: 'skill (1 − MASE / MASE of seasonal naive)',
    ...outcome,
    transferWon: transfer?.outcome === 'won',
    guessing: null,
    verdict: verdict(outcome, reportWords('en')),
    classification: null,
    evaluation: null,
    insight: null,
    measures: measuresOf(trained, task.spec.seed),
    history: [],
    forecasts: forecastsOf(trained, dataset),
    temperature: null,
    service: null,
    delivery: trained.delivery,
    trials: [],
    searchNote: [],
    warnings: seriesWarnings(trained, dataset),
    seconds,
    files: [{ path: 'forecast.csv', role: 'table', title: `Forecast of the next ${context.horizon} steps` }],
  };
}

export const SERIES_USAGE = [
  'Attach the recent history to `/predict run: file:`; the answer is `series_id,timestamp,prediction,q0.1,…,q0.9`.',
  '`forecast.csv` continues the series of the data set. `pipeline.json` names the methods (their mean is the forecast), the',
  'season, and `spread`: what is added to the forecast at each quantile level and step, in units of the mean absolute',
  'seasonal difference of the history. `model/onnx/*.onnx`, where there is one, maps `context`, `mask` [n, 96] and `guide`',
  '[n, 96] (the last season over 48 steps, then the mean season) to `quantiles` [n, 48, 9], all in the mean and deviation of',
  'the last 96 steps.',
].join('\n');
