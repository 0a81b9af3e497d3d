/**
 * Exponential smoothing with error, trend and season additive or multiplicative: every model that the history allows,
 * averaged by Akaike weights (Kolassa 2011).
 */
import { localForecaster } from '../../forecaster.ts';
import { adjustSeason } from '../season.ts';
import { type FittedEts, fitEts } from './fit-ets.ts';
import type { EtsModel } from './smooth.ts';

const LONGEST_SEASON = 24;
const MOST_VALUES = 400;
/** Models whose AICc is this far behind have next to no weight. */
const FAR = 12;

const TRENDS = ['none', 'additive', 'damped'] as const;

/** Those that R's `ets` tries: additive errors with a multiplicative season are unstable. */
function modelsFor(values: Float64Array, seasonal: boolean): EtsModel[] {
  const isPositive = values.every((value) => value > 0);
  const seasons = seasonal ? (['none', 'additive', 'multiplicative'] as const) : (['none'] as const);
  return (['additive', 'multiplicative'] as const)
    .flatMap((error) => seasons.flatMap((season) => TRENDS.map((trend) => ({ error, trend, season }))))
    .filter(({ error, season }) => (error === 'additive' ? season !== 'multiplicative' : isPositive));
}

export function forecastEts(history: Float64Array, period: number, horizon: number): Float64Array {
  const seasonal = period > 1 && history.length >= 2 * period + 1;
  const fitted: FittedEts[] = modelsFor(history, seasonal).map((model) =>
    fitEts(history, model, seasonal ? period : 1),
  );
  const best = Math.min(...fitted.map(({ aicc }) => aicc));
  const near = fitted
    .filter(({ aicc }) => aicc < best + FAR)
    .map((one) => ({ weight: Math.exp((best - one.aicc) / 2), forecast: one.forecast(horizon) }))
    .filter(({ forecast }) => forecast.every(Number.isFinite));
  const total = near.reduce((sum, { weight }) => sum + weight, 0);
  if (near.length === 0) return new Float64Array(horizon).fill(history.at(-1)!);
  return Float64Array.from({ length: horizon }, (_, step) =>
    near.reduce((sum, { weight, forecast }) => sum + (weight / total) * forecast[step]!, 0),
  );
}

export const ets = localForecaster(
  { id: 'ets', name: 'ETS', minimumHistory: ({ period }) => Math.max(8, period > 1 ? 2 * period + 1 : 0) },
  (whole, { period, horizon }) => {
    const history = whole.slice(-Math.max(MOST_VALUES, 4 * period));
    if (period <= LONGEST_SEASON) return forecastEts(history, period, horizon);
    const { adjusted, indices } = adjustSeason(history, period, false);
    return forecastEts(adjusted.slice(-MOST_VALUES), 1, horizon).map(
      (value, step) => value + indices[(history.length + step) % indices.length]!,
    );
  },
);
