/**
 * Validation errors → quantile forecasts, for any point method: errors over the series' scale are pooled per step
 * (with neighbouring steps, so that few windows suffice), and their empirical quantiles are added to the point
 * forecast. Split-conformal in spirit (Vovk et al. 2005): coverage holds as far as the future errs like the past.
 */
import { actualOf, type Backtest, type BacktestData, scaleBefore } from './backtest.ts';
import { QUANTILE_LEVELS } from './metrics.ts';

/** Point forecast and one array a quantile level, all of length `horizon`. */
export interface QuantileForecast {
  point: Float64Array;
  quantiles: Float64Array[];
}

/** spread[level][step], in units of the series' scale. */
export type Spread = Float64Array[];

const MINIMUM_POOL = 40;

/** Quantiles of the standard normal for QUANTILE_LEVELS. */
const NORMAL = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816];

/** Linear-interpolated quantile of sorted values, with the finite-sample correction (n + 1)·level of conformal sets. */
function quantile(sorted: Float64Array, level: number): number {
  const position = Math.min(sorted.length - 1, Math.max(0, level * (sorted.length + 1) - 1));
  const low = Math.floor(position);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (position - low) * (sorted[high]! - sorted[low]!);
}

/** Scaled errors of each step over all windows. */
function errorsByStep(data: BacktestData, result: Backtest): number[][] {
  const errors: number[][] = Array.from({ length: data.horizon }, () => []);
  result.windows.forEach((window, index) => {
    const scale = scaleBefore(data, window);
    if (Number.isNaN(scale)) return;
    actualOf(data, window).forEach((value, step) => {
      const error = (value - result.forecasts[index]![step]!) / scale;
      if (!Number.isNaN(error)) errors[step]!.push(error);
    });
  });
  return errors;
}

/** Errors of the step and of as many neighbours as make a pool of `MINIMUM_POOL`. */
function pool(errors: readonly number[][], step: number): Float64Array {
  let reach = 0;
  let pooled = errors[step]!;
  while (pooled.length < MINIMUM_POOL && reach < errors.length) {
    reach += 1;
    pooled = errors.slice(Math.max(0, step - reach), step + reach + 1).flat();
  }
  return Float64Array.from(pooled).sort();
}

/** Non-decreasing spread at every level and step; normal quantiles of the root mean square where the pool is small. */
export function fitSpread(data: BacktestData, result: Backtest): Spread {
  const errors = errorsByStep(data, result);
  const spread: Spread = QUANTILE_LEVELS.map(() => new Float64Array(data.horizon));
  for (let step = 0; step < data.horizon; step += 1) {
    const pooled = pool(errors, step);
    const rms =
      Math.sqrt(pooled.reduce((sum, error) => sum + error * error, 0) / Math.max(1, pooled.length)) || 1;
    QUANTILE_LEVELS.forEach((level, index) => {
      const enough = pooled.length >= MINIMUM_POOL;
      spread[index]![step] = enough ? quantile(pooled, level) : NORMAL[index]! * rms;
    });
  }
  return spread;
}

/** Point forecast ± spread → forecasts at every quantile level, in the unit of the series. */
export const applySpread = (point: Float64Array, spread: Spread, scale: number): Float64Array[] =>
  spread.map((level) => point.map((value, step) => value + level[step]! * (Number.isNaN(scale) ? 0 : scale)));
