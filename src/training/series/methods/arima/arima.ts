/**
 * Seasonal ARIMA whose orders are chosen for every history (Hyndman & Khandakar 2008), fitted by conditional least squares.
 * Seasons that are too long for seasonal lags are taken out by decomposition first.
 */
import { localForecaster } from '../../forecaster.ts';
import { adjustSeason } from '../season.ts';
import { difference, differencing } from './differences.ts';
import { continueArma } from './fit-arma.ts';
import { searchOrder } from './search-order.ts';

/** Longer seasons cost too much as lags, and few series show enough of them. */
const LONGEST_SEASON = 24;
/** Older values tell little of the next ones and cost time. */
const MOST_VALUES = 400;

/** Undoes `difference` at `lag` for what comes after `before`. */
function integrate(changes: Float64Array, before: Float64Array, lag: number): Float64Array {
  const whole = new Float64Array(before.length + changes.length);
  whole.set(before);
  changes.forEach((change, step) => {
    whole[before.length + step] = change + whole[before.length + step - lag]!;
  });
  return whole.subarray(before.length);
}

export function forecastArima(history: Float64Array, period: number, horizon: number): Float64Array {
  const { seasonal, plain } = differencing(history, period);
  const lags = [...Array<number>(seasonal).fill(period), ...Array<number>(plain).fill(1)];
  const levels = [history];
  for (const lag of lags) levels.push(difference(levels.at(-1)!, lag));
  const values = levels.at(-1)!;
  const fitted = searchOrder(values, { period, mayHaveMean: lags.length < 2 });
  const continued = continueArma(values, fitted, horizon);
  return lags.reduceRight<Float64Array>(
    (changes, lag, index) => integrate(changes, levels[index]!, lag),
    continued,
  );
}

export const arima = localForecaster(
  {
    id: 'arima',
    name: 'ARIMA',
    minimumHistory: ({ period }) => Math.max(12, period > 1 ? 2 * period + 6 : 0),
  },
  (whole, { period, horizon }) => {
    const history = whole.slice(-Math.max(MOST_VALUES, 4 * period));
    if (period <= LONGEST_SEASON) return forecastArima(history, period, horizon);
    const { adjusted, indices } = adjustSeason(history, period, false);
    return forecastArima(adjusted.slice(-MOST_VALUES), 1, horizon).map(
      (value, step) => value + indices[(history.length + step) % indices.length]!,
    );
  },
);
