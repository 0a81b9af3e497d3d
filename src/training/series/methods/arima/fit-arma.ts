/**
 * A differenced series and an order → the seasonal ARMA with the least conditional sum of squares (Box & Jenkins 1976,
 * §7.1), values before the first taken as the mean. Next: `search-order.ts` compares orders by AICc.
 */
import { leastSquares } from '../fitting/least-squares.ts';
import { type Arma, armaOf, type Order } from './polynomials.ts';

export interface FittedArma {
  order: Order;
  arma: Arma;
  residuals: Float64Array;
  aicc: number;
}

const ROUNDS = 15;

/** One-step errors; what came before the series counts as its mean, without error. */
export function residualsOf(values: Float64Array, { ar, ma, mean }: Arma): Float64Array {
  const errors = new Float64Array(values.length);
  for (let t = 0; t < values.length; t += 1) {
    let error = values[t]! - mean;
    for (let k = 0; k < ar.lags.length; k += 1) {
      const at = t - ar.lags[k]!;
      if (at >= 0) error -= ar.values[k]! * (values[at]! - mean);
    }
    for (let k = 0; k < ma.lags.length; k += 1) {
      const at = t - ma.lags[k]!;
      if (at >= 0) error += ma.values[k]! * errors[at]!;
    }
    errors[t] = error;
  }
  return errors;
}

export const parametersOf = ({ p, q, seasonalP, seasonalQ, constant }: Order): number =>
  p + q + seasonalP + seasonalQ + Number(constant);

/** Akaike's criterion, corrected for short series (Hurvich & Tsai 1989); Infinity where it is not defined. */
export function correctedAkaike(sum: number, n: number, parameters: number): number {
  const k = parameters + 1;
  if (n - k - 1 <= 0 || !Number.isFinite(sum)) return Number.POSITIVE_INFINITY;
  return n * Math.log(Math.max(sum / n, Number.MIN_VALUE)) + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
}

/** @param unit standard deviation of the values: the mean is searched in it */
export function fitArma(values: Float64Array, order: Order, period: number, unit: number): FittedArma {
  const count = parametersOf(order);
  const start = new Float64Array(count).fill(0.1);
  if (order.constant) start[count - 1] = values.reduce((sum, value) => sum + value, 0) / values.length / unit;
  const build = (parameters: Float64Array) => armaOf(parameters, order, { period, unit });
  const { parameters, residuals, sum } = leastSquares(
    (tried) => residualsOf(values, build(tried)),
    start,
    ROUNDS,
  );
  const aicc = correctedAkaike(sum, values.length, count);
  return { order, arma: build(parameters), residuals, aicc };
}

/** Expected values of the steps after the series. */
export function continueArma(values: Float64Array, { arma, residuals }: FittedArma, horizon: number) {
  const { ar, ma, mean } = arma;
  const n = values.length;
  const whole = new Float64Array(n + horizon);
  whole.set(values);
  for (let t = n; t < n + horizon; t += 1) {
    let value = mean;
    for (let k = 0; k < ar.lags.length; k += 1) {
      const at = t - ar.lags[k]!;
      if (at >= 0) value += ar.values[k]! * (whole[at]! - mean);
    }
    for (let k = 0; k < ma.lags.length; k += 1) {
      const at = t - ma.lags[k]!;
      if (at >= 0 && at < n) value -= ma.values[k]! * residuals[at]!;
    }
    whole[t] = value;
  }
  return whole.subarray(n);
}
