/** Backtests → their errors over the series' scale, each with how long ago it was. Next: `intervals.ts`. */
import { actualOf, type Backtest, type BacktestData, scaleBefore } from './backtest.ts';

/** Of one window. */
export interface ScaledErrors {
  series: number;
  /** Horizons from the window's start to the end of its series; 1 for the last window. */
  age: number;
  /** One a step: actual − forecast, over the scale; NaN at gaps. */
  errors: Float64Array;
}

/** Windows whose history is constant have no scale and are left out. */
export const scaledErrors = (data: BacktestData, { windows, forecasts }: Backtest): ScaledErrors[] =>
  windows.flatMap((window, index) => {
    const scale = scaleBefore(data, window);
    if (Number.isNaN(scale)) return [];
    const forecast = forecasts[index]!;
    const errors = actualOf(data, window).map((value, step) => (value - forecast[step]!) / scale);
    const age = (data.filled[window.series]!.length - window.origin) / data.horizon;
    return [{ series: window.series, age, errors }];
  });

export const newestAge = (rows: readonly ScaledErrors[]): number =>
  rows.reduce((least, { age }) => Math.min(least, age), Number.POSITIVE_INFINITY);

const meanOf = (values: ArrayLike<number>): number => {
  let [sum, count] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    if (Number.isNaN(values[index])) continue;
    sum += values[index]!;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
};

/**
 * How many independent windows these are worth. Windows of the same horizon of a series overlap and count as one; series
 * that err the same way at the same time count as fewer (design effect of clusters, Kish 1965).
 */
export function effectiveWindows(rows: readonly ScaledErrors[]): number {
  const newest = newestAge(rows);
  /** Mean errors by horizon counted back, then by series. */
  const blocks = new Map<number, Map<number, number[]>>();
  for (const { series, age, errors } of rows) {
    const mean = meanOf(errors);
    if (Number.isNaN(mean)) continue;
    const block = Math.floor(age - newest + 1e-9);
    const cells = blocks.get(block) ?? new Map<number, number[]>();
    blocks.set(block, cells.set(series, [...(cells.get(series) ?? []), mean]));
  }
  const cells = [...blocks.values()].map((block) => [...block.values()].map(meanOf));
  const count = cells.flat().length;
  const together = count / cells.length;
  if (count < 2 || together <= 1) return count;
  // One horizon does not show whether the series err together.
  if (cells.length < 2) return count / Math.sqrt(together);
  const square = (value: number) => value * value;
  const alone = meanOf(cells.flat().map(square));
  const shared = meanOf(cells.map((block) => square(meanOf(block))));
  const design = alone > 0 ? Math.min(together, Math.max(1, (together * shared) / alone)) : 1;
  return count / design;
}
