/**
 * Scores of several methods on validation windows → one weighted mean of their forecasts, with weights of its own for
 * every series: inverse to its validation error (Bates & Granger 1969), which few windows measure badly, so that each
 * series' error is drawn towards that of all series together. Chosen on half of 17 data sets and confirmed on the other
 * half (docs/figures.md, "How the methods are combined").
 */

export interface CombinationWeights {
  /** For a series that was not there when the weights were made; sums to 1. */
  overall: number[];
  /** One list a series, in the order of the data. */
  series: number[][];
}

/** Validation windows' worth of trust in the error over all series. */
const SHRINKAGE = 2;
/** Weight ∝ error^−POWER. */
const POWER = 8;
/** A forecast without error would take all the weight for ever. */
const LEAST_ERROR = 1e-6;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Errors over the smallest of them. */
function relative(errors: readonly number[]): number[] {
  const floored = errors.map((error) => Math.max(error, LEAST_ERROR));
  const least = Math.min(...floored);
  return floored.map((error) => error / least);
}

function weightsFrom(errors: readonly number[]): number[] {
  const raw = relative(errors).map((error) => error ** -POWER);
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

/**
 * @param scores one list a method: its error in every window, NaN where there is none.
 * @param series index of each window's series.
 * @param count how many series there are.
 */
export function combinationWeights(
  scores: readonly Float64Array[],
  series: readonly number[],
  count: number,
): CombinationWeights {
  const judged = series.map((_, window) => scores.every((list) => !Number.isNaN(list[window])));
  const errorsOf = (among: (window: number) => boolean) =>
    scores.map((list) => meanOf([...list].filter((_, window) => judged[window] && among(window))));
  const overall = relative(errorsOf(() => true));
  return {
    overall: weightsFrom(overall),
    series: Array.from({ length: count }, (_, index) => {
      const windows = series.filter((one, window) => one === index && judged[window]).length;
      if (windows === 0) return weightsFrom(overall);
      const own = relative(errorsOf((window) => series[window] === index));
      const drawn = own.map((error, method) =>
        Math.exp(
          (windows * Math.log(error) + SHRINKAGE * Math.log(overall[method]!)) / (windows + SHRINKAGE),
        ),
      );
      return weightsFrom(drawn);
    }),
  };
}

/** Mean of the methods' forecasts [method][window][step] with `weights(window)`. */
export const combineForecasts = (
  forecasts: readonly (readonly Float64Array[])[],
  weights: (window: number) => readonly number[],
): Float64Array[] =>
  forecasts[0]!.map((first, window) => {
    const shares = weights(window);
    return first.map((_, step) =>
      forecasts.reduce((sum, one, method) => sum + shares[method]! * one[window]![step]!, 0),
    );
  });
