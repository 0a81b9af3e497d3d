/**
 * The Theta method (Assimakopoulos & Nikolopoulos 2000) in the form of Hyndman & Billah 2003: simple exponential
 * smoothing with half of the trend line's slope as drift, on a series that is seasonally adjusted by classical
 * decomposition (multiplicative for positive series, else additive).
 */
import { localForecaster } from '../forecaster.ts';
import { adjustSeason } from './season.ts';

/** One pass of simple exponential smoothing: last level and the sum of squared one-step errors. */
function smooth(values: Float64Array, alpha: number): { level: number; squaredError: number } {
  let level = values[0]!;
  let squaredError = 0;
  for (let index = 1; index < values.length; index += 1) {
    const error = values[index]! - level;
    squaredError += error * error;
    level += alpha * error;
  }
  return { level, squaredError };
}

/** Smoothing weight by a grid of 99 values: the error is smooth in alpha, a finer search changes nothing that shows. */
function bestAlpha(values: Float64Array): number {
  let best = { alpha: 0.5, squaredError: Number.POSITIVE_INFINITY };
  for (let percent = 1; percent <= 99; percent += 1) {
    const { squaredError } = smooth(values, percent / 100);
    if (squaredError < best.squaredError) best = { alpha: percent / 100, squaredError };
  }
  return best.alpha;
}

/** Least-squares slope of the values over time. */
function slope(values: Float64Array): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let product = 0;
  values.forEach((value, index) => {
    product += (index - (n - 1) / 2) * (value - mean);
  });
  return (12 * product) / (n * (n * n - 1));
}

export const theta = localForecaster(
  { id: 'theta', name: 'Theta', minimumHistory: () => 4 },
  (history, { period, horizon }) => {
    const { adjusted, indices, multiplicative } = adjustSeason(
      history,
      period,
      history.every((value) => value > 0),
    );
    const alpha = bestAlpha(adjusted);
    const { level } = smooth(adjusted, alpha);
    const drift = slope(adjusted) / 2;
    const n = adjusted.length;
    // Hyndman & Billah 2003, eq. (7): the drift starts from the smoothed level of the trend line.
    const lag = (1 - (1 - alpha) ** n) / alpha;
    return Float64Array.from({ length: horizon }, (_, step) => {
      const point = level + drift * (step + lag);
      const index = indices[(n + step) % indices.length]!;
      return multiplicative ? point * index : point + index;
    });
  },
);
