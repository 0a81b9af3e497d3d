/**
 * Unconstrained parameters → stationary, invertible ARMA polynomials, through partial autocorrelations (Monahan 1984),
 * multiplied by their seasonal factors. Next: `fit-arma.ts`.
 */

/** Orders of a seasonal ARMA with or without a mean. */
export interface Order {
  p: number;
  q: number;
  seasonalP: number;
  seasonalQ: number;
  constant: boolean;
}

/** Coefficients of the lags that are not zero: x[t] gets Σ value · x[t − lag]. */
export interface Lags {
  lags: Int32Array;
  values: Float64Array;
}

/** A root this near the unit circle is a difference that was not taken, or one too many. */
const LARGEST_PARTIAL = 0.98;

/** Coefficients c[1…n] of 1 − Σ c[k] B^k from any real numbers; the Durbin–Levinson recursion. */
export function stationary(free: ArrayLike<number>): number[] {
  let coefficients: number[] = [];
  for (let order = 0; order < free.length; order += 1) {
    const partial = LARGEST_PARTIAL * Math.tanh(free[order]!);
    const before = coefficients;
    coefficients = before.map((value, index) => value - partial * before[order - 1 - index]!);
    coefficients.push(partial);
  }
  return coefficients;
}

/** (1 − Σ a B^i)(1 − Σ b B^(m·j)) as 1 − Σ c B^k. */
function multiply(short: readonly number[], seasonal: readonly number[], period: number): Lags {
  const whole = new Map<number, number>();
  const add = (lag: number, value: number) => whole.set(lag, (whole.get(lag) ?? 0) + value);
  short.forEach((value, index) => {
    add(index + 1, value);
  });
  seasonal.forEach((value, index) => {
    const lag = (index + 1) * period;
    add(lag, value);
    short.forEach((other, offset) => {
      add(lag + offset + 1, -value * other);
    });
  });
  return { lags: Int32Array.from(whole.keys()), values: Float64Array.from(whole.values()) };
}

export interface Arma {
  /** w[t] = mean + Σ ar · (w[t − lag] − mean) + e[t] − Σ ma · e[t − lag]. */
  ar: Lags;
  ma: Lags;
  mean: number;
}

/** @param parameters p, q, P, Q numbers and, with a constant, the mean over `unit`. */
export function armaOf(
  parameters: Float64Array,
  { p, q, seasonalP, seasonalQ, constant }: Order,
  { period, unit }: { period: number; unit: number },
): Arma {
  let next = 0;
  const take = (count: number) => {
    next += count;
    return stationary(parameters.subarray(next - count, next));
  };
  const [short, moving, seasonal, seasonalMoving] = [take(p), take(q), take(seasonalP), take(seasonalQ)];
  return {
    ar: multiply(short, seasonal, period),
    ma: multiply(moving, seasonalMoving, period),
    mean: constant ? parameters[next]! * unit : 0,
  };
}
