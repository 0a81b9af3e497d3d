/** Which season a series has, if any: autocorrelation of the detrended series at the periods its step suggests. */
import type { Frequency } from './frequency.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Below this autocorrelation a season is not told from noise. */
const LEAST = 0.3;

/** Lengths of usual seasons (day, week, year) in steps, shortest first. */
export function seasonCandidates({ stepMs, calendar }: Frequency, numbered: boolean): number[] {
  if (numbered) return [4, 7, 12, 24, 52];
  if (calendar) return { month: [12], quarter: [4], year: [] }[calendar];
  const seasons = [HOUR, DAY, 7 * DAY, 365.25 * DAY].map((length) => Math.round(length / stepMs));
  return [...new Set(seasons.filter((period) => period >= 2 && period <= 3_000))];
}

/** First differences: trends and levels do not count as seasons. Gaps stay NaN. */
const differences = (values: Float64Array): Float64Array =>
  values.slice(1).map((value, i) => value - values[i]!);

/** Correlation of the series with itself `lag` later, over pairs that both exist. */
export function autocorrelation(values: Float64Array, lag: number): number {
  let [sum, count] = [0, 0];
  for (const value of values) if (!Number.isNaN(value)) [sum, count] = [sum + value, count + 1];
  const mean = sum / Math.max(1, count);
  let [product, pairs, power] = [0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    power += (value - mean) ** 2;
    const later = values[i + lag];
    if (later === undefined || Number.isNaN(later)) continue;
    product += (value - mean) * (later - mean);
    pairs += 1;
  }
  return power === 0 || pairs === 0 ? 0 : product / pairs / (power / count);
}

/**
 * @param series values of each series; those shorter than two seasons do not vote.
 * @returns the period in steps with the strongest mean autocorrelation (0–1), or null when none reaches 0.3.
 */
export function findSeason(
  series: readonly Float64Array[],
  candidates: readonly number[],
): { period: number; strength: number } | null {
  let best: { period: number; strength: number } | null = null;
  for (const period of candidates) {
    const voters = series.filter(({ length }) => length >= 2 * period + 1).slice(0, 50);
    if (voters.length === 0) continue;
    const total = voters.reduce((sum, values) => sum + autocorrelation(differences(values), period), 0);
    const strength = total / voters.length;
    // A longer season must be clearly stronger: multiples of the true one correlate as well.
    if (strength >= LEAST && (!best || strength > best.strength + 0.05)) best = { period, strength };
  }
  return best;
}
