/**
 * Errors at several sizes of the training data go in, a power law err = a · n^−b + c comes out, and what it says about
 * twice the data (Cortes et al. 1993, "Learning curves"; Hestness et al. 2017, "Deep learning scaling is predictable").
 */

interface PowerLaw {
  a: number;
  b: number;
  /** Error that no amount of such data removes. */
  c: number;
}

/**
 * Exponents tried. Hestness et al. measured 0.07–0.35 on real data, Cortes et al. 0.5–1; below 0.1 a law cannot be
 * told from a straight line in log n at the few sizes that we measure, and would promise much.
 */
const EXPONENTS = Array.from({ length: 19 }, (_, i) => 0.1 + 0.05 * i);

/**
 * Least squares with a ≥ 0 and c ≥ 0: for each exponent the law is linear in a and c.
 * @param sizes samples learnt from; at least three
 * @param errors shares of wrong predictions, one a size
 */
export function fitPowerLaw(sizes: readonly number[], errors: readonly number[]): PowerLaw {
  let best: PowerLaw & { loss: number } = { a: 0, b: 1, c: 0, loss: Number.POSITIVE_INFINITY };
  for (const b of EXPONENTS) {
    const x = sizes.map((size) => size ** -b);
    const line = boundedLine(x, errors);
    const loss = x.reduce((sum, value, i) => sum + (line.a * value + line.c - errors[i]!) ** 2, 0);
    if (loss < best.loss - 1e-15) best = { ...line, b, loss };
  }
  return { a: best.a, b: best.b, c: best.c };
}

/** The best line y = a · x + c inside the bounds: the free one, or the one on the edge that it crosses. */
function boundedLine(x: readonly number[], y: readonly number[]): { a: number; c: number } {
  const n = x.length;
  const meanX = x.reduce((sum, value) => sum + value, 0) / n;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  const sxx = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const sxy = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0);
  const free = sxx === 0 ? 0 : sxy / sxx;
  if (free <= 0) return { a: 0, c: meanY };
  const c = meanY - free * meanX;
  if (c >= 0) return { a: free, c };
  const squares = x.reduce((sum, value) => sum + value * value, 0);
  return { a: x.reduce((sum, value, i) => sum + value * y[i]!, 0) / squares, c: 0 };
}

export const errorAt = ({ a, b, c }: PowerLaw, size: number): number => a * size ** -b + c;

/** How much lower the error is with twice as many samples. */
export const gainOfDoubling = (law: PowerLaw, size: number): number =>
  errorAt(law, size) - errorAt(law, 2 * size);
