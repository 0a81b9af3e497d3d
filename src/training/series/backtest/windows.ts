/**
 * Series → rolling-origin windows. The last ones are the test part, read once; the ones before choose the method. A
 * validation window begins every third of a horizon: overlapping windows measure a method more surely than the same
 * stretch cut up once.
 *
 * ```
 * ├──────────── training ────────────┤ validation stretch │ test 1 … │
 *                                    ├ val 1 ┤
 *                                      ├ val 2 ┤   …
 * ```
 */
export interface Window {
  /** Index of the series. */
  series: number;
  /** The history ends before this step; the window is [origin, origin + horizon). */
  origin: number;
}

export interface RollingOrigins {
  /** Steps of each series that no validation or test window touches. */
  trainingEnd: Int32Array;
  /** Steps of each series before its first test window. */
  testStart: Int32Array;
  validation: Window[];
  test: Window[];
  /** Series too short for any window; they are forecast, not judged. */
  short: number[];
}

/** Horizons of the validation stretch, at most. */
const VALIDATION_HORIZONS = 4;
/** More validation windows than this are not worth their time: then they do not overlap. */
const MANY_WINDOWS = 600;

/**
 * How many horizons a series of `length` steps affords when `minimum` steps must stay before the first:
 * one for test, up to four for validation; a long series (over 20 horizons) gives three to the test.
 */
function affords(length: number, horizon: number, minimum: number): { test: number; validation: number } {
  const total = Math.floor((length - minimum) / horizon);
  if (total < 1) return { test: 0, validation: 0 };
  if (total === 1) return { test: 1, validation: 0 };
  const test = length > 20 * horizon ? 3 : 1;
  return { test, validation: Math.min(VALIDATION_HORIZONS, total - test) };
}

/**
 * Steps before the first validation window: three seasons, so that methods are judged on histories like the one that
 * they will forecast from (most need two seasons and a bit); but at most 60 % of a short series, and so that two windows
 * fit behind them where the horizon is at most a third of it. `longest`: steps of the longest series.
 */
export const historyToKeep = (
  longest: number,
  { period, horizon }: { period: number; horizon: number },
): number => Math.max(horizon, Math.min(3 * period, Math.floor(0.6 * longest), longest - 2 * horizon));

/** @param minimumHistory steps that stay before the first window, where the series allows it. */
export function rollingOrigins(
  series: readonly Float64Array[],
  options: { horizon: number; minimumHistory: number },
): RollingOrigins {
  const { horizon, minimumHistory } = options;
  const origins: RollingOrigins = {
    trainingEnd: new Int32Array(series.length),
    testStart: new Int32Array(series.length),
    validation: [],
    test: [],
    short: [],
  };
  series.forEach((values, index) => {
    const { test, validation } = affords(values.length, horizon, minimumHistory);
    const testStart = values.length - test * horizon;
    const trainingEnd = testStart - validation * horizon;
    origins.testStart[index] = testStart;
    origins.trainingEnd[index] = trainingEnd;
    if (test === 0) origins.short.push(index);
    for (let window = 0; window < test; window += 1) {
      origins.test.push({ series: index, origin: testStart + window * horizon });
    }
  });
  const dense = validationWindows(origins, horizon, Math.max(1, Math.round(horizon / 3)));
  origins.validation = dense.length <= MANY_WINDOWS ? dense : validationWindows(origins, horizon, horizon);
  return origins;
}

/** One every `stride` steps of each validation stretch. */
function validationWindows(
  { trainingEnd, testStart }: RollingOrigins,
  horizon: number,
  stride: number,
): Window[] {
  const windows: Window[] = [];
  trainingEnd.forEach((end, series) => {
    for (let origin = end; origin + horizon <= testStart[series]!; origin += stride)
      windows.push({ series, origin });
  });
  return windows;
}

/** Steps of the validation stretches of all series together. */
export const validationSteps = ({ trainingEnd, testStart }: RollingOrigins): number =>
  testStart.reduce((sum, start, series) => sum + start - trainingEnd[series]!, 0);
