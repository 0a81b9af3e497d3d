/**
 * A history and an exponential smoothing model → its most likely parameters and first states, all searched together, and
 * its AICc. Next: `ets.ts` chooses among models.
 */
import { correctedAkaike } from '../arima/fit-arma.ts';
import { leastSquares } from '../fitting/least-squares.ts';
import { adjustSeason } from '../season.ts';
import { continueSmoothed, type EtsModel, type EtsParameters, smooth } from './smooth.ts';

export interface FittedEts {
  model: EtsModel;
  aicc: number;
  forecast: (horizon: number) => Float64Array;
}

const ROUNDS = 12;
/** The ranges of the R package `forecast`: 0.0001 to 0.9999 of what is admissible, damping 0.8 to 0.98. */
const SMOOTHING: [number, number] = [1e-4, 0.9999];
const DAMPING: [number, number] = [0.8, 0.98];
/** First guesses, in the free parameters of `between`. */
const FIRST = { alpha: -0.5, beta: -2.5, gamma: -2.5, phi: 1 };

/** The first season of a longer one is left as decomposition finds it: a search over so many numbers costs too much. */
const LONGEST_SEARCHED = 12;

const between = ([low, high]: [number, number], free: number) => low + (high - low) / (1 + Math.exp(-free));

/** First states by decomposition and a line through the first values (Hyndman et al. 2002). */
function firstStates(values: Float64Array, model: EtsModel, period: number) {
  const times = model.season === 'multiplicative';
  const { adjusted, indices } = adjustSeason(values, model.season === 'none' ? 1 : period, times);
  const many = Math.min(Math.max(10, period), adjusted.length);
  const meanX = (many - 1) / 2;
  let [meanY, product, squares] = [0, 0, 0];
  for (let t = 0; t < many; t += 1) meanY += adjusted[t]! / many;
  for (let t = 0; t < many; t += 1) {
    product += (t - meanX) * (adjusted[t]! - meanY);
    squares += (t - meanX) ** 2;
  }
  const slope = model.trend === 'none' ? 0 : product / squares;
  return { level: model.trend === 'none' ? meanY : meanY - slope * (meanX + 1), slope, season: indices };
}

/** Free numbers ↔ parameters of the model; first states are searched in units of the series' deviation. */
function layout(model: EtsModel, first: ReturnType<typeof firstStates>, unit: number) {
  const hasTrend = model.trend !== 'none';
  const hasSeason = model.season !== 'none';
  const seasonUnit = model.season === 'multiplicative' ? 0.1 : unit;
  // The last index of the first season follows from the others.
  const seasonal = hasSeason && first.season.length <= LONGEST_SEARCHED ? first.season.length - 1 : 0;
  const start = [FIRST.alpha, 0];
  if (hasTrend) start.push(FIRST.beta, 0);
  if (model.trend === 'damped') start.push(FIRST.phi);
  if (hasSeason) start.push(FIRST.gamma, ...Array<number>(seasonal).fill(0));
  const build = (free: Float64Array): EtsParameters => {
    let next = 0;
    const take = () => free[next++]!;
    const alpha = between(SMOOTHING, take());
    const level = first.level + unit * take();
    const beta = hasTrend ? alpha * between(SMOOTHING, take()) : 0;
    const slope = hasTrend ? first.slope + unit * 0.1 * take() : 0;
    const phi = model.trend === 'damped' ? between(DAMPING, take()) : 1;
    const gamma = hasSeason ? (1 - alpha) * between(SMOOTHING, take()) : 0;
    const season = Float64Array.from(first.season);
    for (let index = 0; index < seasonal; index += 1) {
      const moved = seasonUnit * take();
      season[index]! += moved;
      season[seasonal]! -= moved;
    }
    return { alpha, beta, gamma, phi, level, slope, season };
  };
  return { start: Float64Array.from(start), build };
}

export function fitEts(values: Float64Array, model: EtsModel, period: number): FittedEts {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const unit = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n) || 1;
  const { start, build } = layout(model, firstStates(values, model, period), unit);
  // Relative errors are likelier the smaller what they are relative to: the geometric mean of it makes up for that.
  const residuals = (free: Float64Array): Float64Array => {
    const { errors, expected } = smooth(values, model, build(free));
    if (model.error === 'additive') return errors;
    if (expected.some((value) => value <= 0)) return errors.fill(Number.NaN);
    const size = Math.exp(expected.reduce((sum, value) => sum + Math.log(value), 0) / n);
    return errors.map((error) => error * size);
  };
  const fitted = leastSquares(residuals, start, ROUNDS);
  const parameters = build(fitted.parameters);
  return {
    model,
    aicc: correctedAkaike(fitted.sum, n, start.length),
    forecast: (horizon) =>
      continueSmoothed(smooth(values, model, parameters), model, { n, phi: parameters.phi, horizon }),
  };
}
