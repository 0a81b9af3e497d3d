/** Classical decomposition (Hyndman & Athanasopoulos 2021, §3.4): what seasonal methods take a season out with. */

interface Seasonal {
  adjusted: Float64Array;
  /** One value a position in the season. */
  indices: Float64Array;
  /** Centred moving average; NaN at the edges. */
  trend: Float64Array;
  multiplicative: boolean;
}

/** Centred moving average over one season; NaN at the edges. */
function movingAverage(values: Float64Array, period: number): Float64Array {
  const half = Math.floor(period / 2);
  return values.map((_, index) => {
    if (index < half || index >= values.length - half) return Number.NaN;
    let sum = 0;
    for (let offset = -half; offset <= half; offset += 1) {
      const weight = period % 2 === 0 && Math.abs(offset) === half ? 0.5 : 1;
      sum += weight * values[index + offset]!;
    }
    return sum / period;
  });
}

/** Indices average to 1 (multiplicative) or 0; series shorter than two seasons and a step keep theirs. */
export function adjustSeason(values: Float64Array, period: number, multiplicative: boolean): Seasonal {
  if (period < 2 || values.length < 2 * period + 1) {
    const indices = new Float64Array([Number(multiplicative)]);
    return { adjusted: values, indices, trend: values, multiplicative };
  }
  const trend = movingAverage(values, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  values.forEach((value, index) => {
    if (Number.isNaN(trend[index])) return;
    sums[index % period]! += multiplicative ? value / trend[index]! : value - trend[index]!;
    counts[index % period]! += 1;
  });
  const indices = sums.map((sum, position) =>
    counts[position]! > 0 ? sum / counts[position]! : Number(multiplicative),
  );
  const mean = indices.reduce((sum, index) => sum + index, 0) / period;
  const centred = indices.map((index) => (multiplicative ? index / mean : index - mean));
  const adjusted = values.map((value, index) =>
    multiplicative ? value / centred[index % period]! : value - centred[index % period]!,
  );
  return { adjusted, indices: centred, trend, multiplicative };
}
