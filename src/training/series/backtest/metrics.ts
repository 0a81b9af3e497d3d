/**
 * Forecast accuracy. Actual values may hold NaN (gaps): they are left out of every mean.
 * Sources: Hyndman & Koehler 2006 (MASE), Makridakis 1993 (sMAPE), Koenker & Bassett 1978 (pinball loss).
 */

/** Quantile levels of every forecast. */
export const QUANTILE_LEVELS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

const meanOf = (values: Iterable<number>): number => {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
};

/**
 * MASE's denominator: mean |y[t] − y[t−period]| of the history, with period 1 where the history is too short or
 * the seasonal difference is all zero. NaN when the history is constant: no scale exists.
 */
export function naiveScale(history: Float64Array, period: number): number {
  const at = (lag: number) =>
    meanOf(history.subarray(lag).map((value, index) => Math.abs(value - history[index]!)));
  const seasonal = history.length > period ? at(period) : Number.NaN;
  if (seasonal > 0) return seasonal;
  const plain = at(1);
  return plain > 0 ? plain : Number.NaN;
}

/** Mean absolute error over the scale of `naiveScale`; below 1 beats the in-sample seasonal naive forecast. */
export const mase = (actual: Float64Array, forecast: Float64Array, scale: number): number =>
  meanOf(actual.map((value, step) => Math.abs(value - forecast[step]!))) / scale;

/** Symmetric mean absolute percentage error, in percent, 0–200; 0/0 counts as 0. */
export const smape = (actual: Float64Array, forecast: Float64Array): number =>
  meanOf(
    actual.map((value, step) => {
      const size = Math.abs(value) + Math.abs(forecast[step]!);
      return size === 0 ? 0 : (200 * Math.abs(value - forecast[step]!)) / size;
    }),
  );

/** Pinball loss of one quantile forecast at `level`, in the unit of the series. */
export const pinball = (actual: Float64Array, forecast: Float64Array, level: number): number =>
  meanOf(
    actual.map((value, step) => {
      const error = value - forecast[step]!;
      return Math.max(level * error, (level - 1) * error);
    }),
  );

/** Share of the actual values between the two bounds, ends included. */
export const coverage = (actual: Float64Array, low: Float64Array, high: Float64Array): number =>
  meanOf(
    actual.map((value, step) =>
      Number.isNaN(value) ? Number.NaN : Number(value >= low[step]! && value <= high[step]!),
    ),
  );
