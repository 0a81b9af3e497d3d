/** Series with NaN gaps → the same without: forecasting methods need every step. */

/** Straight line between the neighbours; at the ends the nearest value. A series of gaps alone stays NaN. */
export function fillGaps(values: Float64Array): Float64Array {
  const filled = Float64Array.from(values);
  let previous = -1;
  for (let index = 0; index < filled.length; index += 1) {
    if (Number.isNaN(values[index])) continue;
    const from = previous < 0 ? values[index]! : values[previous]!;
    const rise = (values[index]! - from) / (index - previous);
    for (let gap = previous + 1; gap < index; gap += 1) filled[gap] = from + rise * (gap - previous);
    previous = index;
  }
  if (previous >= 0) filled.fill(values[previous]!, previous + 1);
  return filled;
}
