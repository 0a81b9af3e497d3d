/**
 * One exponential smoothing model with its parameters → one-step errors and the state after the last value (Hyndman,
 * Koehler, Ord & Snyder 2008, tables 2.2 and 2.3). Next: `fit-ets.ts`.
 */

export interface EtsModel {
  error: 'additive' | 'multiplicative';
  trend: 'none' | 'additive' | 'damped';
  season: 'none' | 'additive' | 'multiplicative';
}

export interface EtsParameters {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  level: number;
  slope: number;
  /** One value a position in the season, of the first season. */
  season: Float64Array;
}

export interface Smoothed {
  /** Additive errors, or relative ones. */
  errors: Float64Array;
  /** What was expected of each step. */
  expected: Float64Array;
  level: number;
  slope: number;
  /** By position: index t of the series is at t mod period. */
  season: Float64Array;
}

export function smooth(values: Float64Array, model: EtsModel, parameters: EtsParameters): Smoothed {
  const { alpha, beta, gamma, phi } = parameters;
  const season = Float64Array.from(parameters.season);
  const period = season.length;
  const errors = new Float64Array(values.length);
  const expected = new Float64Array(values.length);
  const damping = model.trend === 'none' ? 0 : model.trend === 'damped' ? phi : 1;
  const times = model.season === 'multiplicative';
  let { level, slope } = parameters;
  for (let t = 0; t < values.length; t += 1) {
    const before = level + damping * slope;
    const seasonal = season[t % period]!;
    const mean = times ? before * seasonal : before + seasonal;
    const error = values[t]! - mean;
    expected[t] = mean;
    errors[t] = model.error === 'additive' ? error : error / mean;
    const deseasoned = times ? error / seasonal : error;
    level = before + alpha * deseasoned;
    slope = damping * slope + beta * deseasoned;
    season[t % period] = seasonal + gamma * (times ? error / before : error);
  }
  return { errors, expected, level, slope, season };
}

/** Expected values of the steps after the series. */
export function continueSmoothed(
  { level, slope, season }: Smoothed,
  model: EtsModel,
  { n, phi, horizon }: { n: number; phi: number; horizon: number },
): Float64Array {
  const damping = model.trend === 'none' ? 0 : model.trend === 'damped' ? phi : 1;
  let reach = 0;
  let power = 1;
  return Float64Array.from({ length: horizon }, (_, step) => {
    power *= damping;
    reach += power;
    const seasonal = season[(n + step) % season.length]!;
    const trend = level + reach * slope;
    return model.season === 'multiplicative' ? trend * seasonal : trend + seasonal;
  });
}
