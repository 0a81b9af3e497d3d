/** Estimates of a return by repeated fits → their median and an interval. Called by `evaluation.ts`. */

export interface PolicyEstimate {
  /** Return of an episode in the person's unit of reward. */
  value: number;
  /** Meant to hold the true return in 95 % of the cases; measured: docs/policies.md. */
  interval: [number, number];
  /** The estimate on each resample, in the order of the resamples; they go round the draws of the features. */
  resampled: Float64Array;
  /** The estimate on the log as it is with each draw of the features; `value` is their median. */
  members: Float64Array;
}

export const medianOf = (values: Float64Array): number => values.toSorted()[Math.floor(values.length / 2)]!;

/** Student's quantile of 97.5 % by Abramowitz & Stegun 26.7.5: the deviation is itself told from few resamples. */
function studentQuantile(freedom: number): number {
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

/**
 * @param members estimates on the log as it is, one a draw of the features
 * @param resampled estimates on resampled episodes
 * @param error by how much the same fit misses what the log itself earned
 *
 * Too few resamples for percentiles of 2.5 %: Student's interval, at least as wide as all that was seen. The deviation
 * joins what resampled episodes and draws of the features change with the error that can be seen.
 */
export function summarise(members: Float64Array, resampled: Float64Array, error: number): PolicyEstimate {
  const value = medianOf(members);
  const sorted = Float64Array.of(...resampled, ...members).sort();
  const mean = resampled.reduce((sum, one) => sum + one, 0) / resampled.length;
  const freedom = resampled.length - 1;
  const variance = resampled.reduce((sum, one) => sum + (one - mean) ** 2, 0) / freedom;
  const reach = studentQuantile(freedom) * Math.sqrt(variance + error ** 2);
  return {
    value,
    interval: [Math.min(value - reach, sorted[0]!), Math.max(value + reach, sorted.at(-1)!)],
    resampled,
    members,
  };
}
