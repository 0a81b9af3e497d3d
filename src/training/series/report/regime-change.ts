/**
 * Series go in, those whose last stretch does not continue what came before come out: a forecast learnt from another
 * regime, and intervals from its errors, need not hold. Called by `series-report.ts`, for a warning.
 */
import { naiveScale } from '../backtest/metrics.ts';

interface RegimeChange {
  /** Index of the series. */
  series: number;
  kind: 'level' | 'spread';
  /** Steps of the stretch that differs. */
  steps: number;
}

/** Stretches before the last one that a judgement needs. */
const LEAST_BLOCKS = 5;
/** Standard errors of the foretold mean that count as a break, and the least jump in units of the naive error. */
const BREAK = 6;
const LEAST_JUMP = 1;
/** Times the largest spread that was seen before. */
const SPREAD = 2.5;

/** @param filled series without gaps; those too short to judge are passed over */
export function findRegimeChanges(
  filled: readonly Float64Array[],
  { period, horizon }: { period: number; horizon: number },
): RegimeChange[] {
  // Whole seasons, so that the season cancels out of the means.
  const steps = period * Math.ceil(Math.max(horizon, period, 6) / period);
  return filled.flatMap((values, series) => {
    const kind = changeOf(values, steps, period);
    return kind ? [{ series, kind, steps }] : [];
  });
}

function changeOf(values: Float64Array, steps: number, period: number): RegimeChange['kind'] | null {
  const count = Math.floor(values.length / steps);
  if (count < LEAST_BLOCKS + 1) return null;
  const from = values.length - count * steps;
  const blocks = Array.from({ length: count }, (_, b) =>
    values.subarray(from + b * steps, from + (b + 1) * steps),
  );
  const last = blocks.pop()!;
  // First, as wild swings move the mean too.
  const most = Math.max(...blocks.map(roughnessOf));
  if (most > 0 && roughnessOf(last) > SPREAD * most) return 'spread';
  const scale = naiveScale(values.subarray(0, values.length - steps), period);
  const { foretold, error } = continueLine(blocks.map(meanOf));
  const jump = Math.abs(meanOf(last) - foretold);
  return jump > BREAK * error && jump > LEAST_JUMP * scale ? 'level' : null;
}

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
};

/** Root mean square of the steps: free of the level. */
const roughnessOf = (values: Float64Array): number =>
  Math.sqrt(meanOf(values.subarray(1).map((value, i) => (value - values[i]!) ** 2)));

/** A straight line through the means, carried on by one, and the standard error of that forecast. */
function continueLine(means: readonly number[]): { foretold: number; error: number } {
  const n = means.length;
  const [meanX, meanY] = [(n - 1) / 2, meanOf(means)];
  const sxx = means.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0);
  const slope = means.reduce((sum, y, x) => sum + (x - meanX) * (y - meanY), 0) / sxx;
  const residual = means.reduce((sum, y, x) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const deviation = Math.sqrt(residual / (n - 2));
  return {
    foretold: meanY + slope * (n - meanX),
    error: deviation * Math.sqrt(1 + 1 / n + (n - meanX) ** 2 / sxx),
  };
}
