/**
 * Series → rolling-origin windows. The last ones are the test part, read once; the ones before choose the method.
 *
 * ```
 * ├──────────── training ────────────┤ val 1 │ val 2 │ val 3 │ test 1 … │
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

const MAX_VALIDATION_WINDOWS = 4;

/**
 * How many windows a series of `length` steps affords when `minimum` steps must stay before the first:
 * one for test, up to four for validation; a long series (over 20 horizons) gives three to the test.
 */
function affords(length: number, horizon: number, minimum: number): { test: number; validation: number } {
  const total = Math.floor((length - minimum) / horizon);
  if (total < 1) return { test: 0, validation: 0 };
  if (total === 1) return { test: 1, validation: 0 };
  const test = length > 20 * horizon ? 3 : 1;
  return { test, validation: Math.min(MAX_VALIDATION_WINDOWS, total - test) };
}

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
    for (let window = 0; window < validation; window += 1) {
      origins.validation.push({ series: index, origin: trainingEnd + window * horizon });
    }
    for (let window = 0; window < test; window += 1) {
      origins.test.push({ series: index, origin: testStart + window * horizon });
    }
  });
  return origins;
}
