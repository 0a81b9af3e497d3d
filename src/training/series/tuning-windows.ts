/**
 * Series → windows to fine-tune a forecasting network on, and later ones to stop by. In: the training part of every series.
 * Next: `mixer/` and `from-hub/` make batches of them.
 */
import type { ForecastContext } from './forecaster.ts';

/** A history and what came after it, both without NaN. */
export interface TuningWindow {
  history: Float64Array;
  future: Float64Array;
  period: number;
}

/**
 * Newest first in each series, thinned evenly; the newest tenth of each is for validation.
 * @param limits steps that the network forecasts at once, and windows at most
 */
export function tuningWindows(
  training: readonly Float64Array[],
  context: ForecastContext,
  limits: { horizon: number; most: number },
) {
  const horizon = Math.min(limits.horizon, context.horizon);
  const shortest = Math.max(8, Math.min(2 * context.period, 48));
  const counts = training.map((values) => Math.max(0, values.length - horizon - shortest + 1));
  const stride = Math.max(1, Math.ceil(counts.reduce((sum, count) => sum + count, 0) / limits.most));
  const train: TuningWindow[] = [];
  const validation: TuningWindow[] = [];
  for (const values of training) {
    const held = Math.floor((values.length - horizon - shortest) / 10);
    for (let origin = values.length - horizon; origin >= shortest; origin -= stride) {
      const window = {
        history: values.subarray(0, origin),
        future: values.subarray(origin, origin + horizon),
        period: context.period,
      };
      // Windows whose future overlaps a held-out future would leak it; they are left out.
      const newest = values.length - horizon - held;
      if (origin > newest) validation.push(window);
      else if (held === 0 || origin + horizon <= newest + 1) train.push(window);
    }
  }
  return { train, validation, horizon };
}
