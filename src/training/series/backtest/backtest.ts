/** Forecaster + windows → point forecasts and their scores. */
import type { ForecastSeries } from '../forecaster.ts';
import { mase, naiveScale } from './metrics.ts';
import type { Window } from './windows.ts';

export interface Backtest {
  windows: readonly Window[];
  /** One point forecast a window, each of length `horizon`. */
  forecasts: Float64Array[];
  /** MASE of each window; NaN where the history is constant or the window holds only gaps. */
  scores: Float64Array;
}

export interface BacktestData {
  /** With gaps: what is scored. */
  actual: readonly Float64Array[];
  /** Without gaps: what is forecast from. */
  filled: readonly Float64Array[];
  period: number;
  horizon: number;
}

/** MASE denominator of the history before a window. */
export const scaleBefore = (data: BacktestData, { series, origin }: Window): number =>
  naiveScale(data.filled[series]!.subarray(0, origin), data.period);

export const actualOf = (data: BacktestData, { series, origin }: Window): Float64Array =>
  data.actual[series]!.subarray(origin, origin + data.horizon);

/** Scores forecasts that were made elsewhere (an ensemble's). */
export function scoreForecasts(
  data: BacktestData,
  windows: readonly Window[],
  forecasts: Float64Array[],
): Backtest {
  const scores = Float64Array.from(windows, (window, index) =>
    mase(actualOf(data, window), forecasts[index]!, scaleBefore(data, window)),
  );
  return { windows, forecasts, scores };
}

export async function backtest(
  data: BacktestData,
  windows: readonly Window[],
  forecast: ForecastSeries,
): Promise<Backtest> {
  const histories = windows.map(({ series, origin }) => data.filled[series]!.subarray(0, origin));
  const series = windows.map((window) => window.series);
  return scoreForecasts(data, windows, await forecast(histories, series));
}

/** Mean over the windows that have a score; NaN when none has. */
export function meanScore({ scores }: Backtest): number {
  const known = scores.filter((score) => !Number.isNaN(score));
  return known.reduce((sum, score) => sum + score, 0) / known.length;
}
