/**
 * A series → how often it is differenced: at the season where the season is strong (Wang, Smith & Hyndman 2006), then at
 * lag 1 until KPSS (Kwiatkowski et al. 1992) no longer rejects a level at 5 %. As `auto.arima` does (Hyndman & Khandakar
 * 2008; Hyndman & Athanasopoulos 2021, §9.1).
 */
import { adjustSeason } from '../season.ts';

/** 5 % point of the level KPSS statistic. */
const KPSS_CRITICAL = 0.463;
const STRONG_SEASON = 0.64;
const MOST_DIFFERENCES = 2;

export const difference = (values: Float64Array, lag: number): Float64Array =>
  values.subarray(lag).map((value, index) => value - values[index]!);

const variance = (values: Float64Array): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

/** 1 − variance of the remainder over that of season and remainder: 0 no season, 1 nothing else. */
export function seasonalStrength(values: Float64Array, period: number): number {
  const { indices, trend } = adjustSeason(values, period, false);
  const inside = [...values.keys()].filter((index) => !Number.isNaN(trend[index]));
  const detrended = Float64Array.from(inside, (index) => values[index]! - trend[index]!);
  const remainder = Float64Array.from(inside, (index, at) => detrended[at]! - indices[index % period]!);
  const whole = variance(detrended);
  return whole > 0 ? Math.max(0, 1 - variance(remainder) / whole) : 0;
}

/** KPSS statistic of a level, Bartlett weights over 3√n / 13 lags. */
export function kpss(values: Float64Array): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const centred = values.map((value) => value - mean);
  let [sum, squares] = [0, 0];
  for (const value of centred) {
    sum += value;
    squares += sum * sum;
  }
  const reach = Math.floor((3 * Math.sqrt(n)) / 13);
  let longRun = 0;
  for (let lag = 0; lag <= reach; lag += 1) {
    let product = 0;
    for (let t = lag; t < n; t += 1) product += centred[t]! * centred[t - lag]!;
    longRun += (lag === 0 ? 1 : 2 * (1 - lag / (reach + 1))) * (product / n);
  }
  return longRun > 0 ? squares / (n * n * longRun) : 0;
}

const isConstant = (values: Float64Array) => values.every((value) => value === values[0]);

export interface Differencing {
  /** At the season, 0 or 1. */
  seasonal: number;
  /** At lag 1. */
  plain: number;
}

export function differencing(values: Float64Array, period: number): Differencing {
  const seasonal =
    period > 1 && values.length >= 2 * period + 5 && seasonalStrength(values, period) > STRONG_SEASON ? 1 : 0;
  let rest = seasonal ? difference(values, period) : values;
  let plain = 0;
  while (plain < MOST_DIFFERENCES && rest.length > 5 && !isConstant(rest) && kpss(rest) > KPSS_CRITICAL) {
    rest = difference(rest, 1);
    plain += 1;
  }
  return { seasonal, plain };
}
