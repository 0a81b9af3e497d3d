/**
 * Residuals as a function of a few parameters → the parameters with the least sum of squares, by Levenberg & Marquardt
 * (Marquardt 1963) with a Jacobian of forward differences. Deterministic: no random starts.
 */

export interface LeastSquares {
  parameters: Float64Array;
  residuals: Float64Array;
  /** Sum of squares; Infinity where the start gave no finite one. */
  sum: number;
}

const DIFFERENCE = 1e-5;
/** A step that gains less than this share of the sum is the last. */
const ENOUGH = 1e-5;
const FIRST_DAMPING = 1e-2;
const MOST_DAMPING = 1e8;

export const sumOfSquares = (values: Float64Array): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]! * values[index]!;
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
};

/** Solves a symmetric positive system in place by Cholesky; null where it is not positive. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array | null {
  const n = right.length;
  for (let column = 0; column < n; column += 1) {
    for (let row = column; row < n; row += 1) {
      let value = matrix[row]![column]!;
      for (let k = 0; k < column; k += 1) value -= matrix[row]![k]! * matrix[column]![k]!;
      if (row > column) matrix[row]![column] = value / matrix[column]![column]!;
      else if (value > 0) matrix[row]![column] = Math.sqrt(value);
      else return null;
    }
  }
  for (let row = 0; row < n; row += 1) {
    for (let k = 0; k < row; k += 1) right[row]! -= matrix[row]![k]! * right[k]!;
    right[row]! /= matrix[row]![row]!;
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    for (let k = row + 1; k < n; k += 1) right[row]! -= matrix[k]![row]! * right[k]!;
    right[row]! /= matrix[row]![row]!;
  }
  return right;
}

/** JᵀJ and Jᵀr at the point. */
function normalEquations(residualsOf: (parameters: Float64Array) => Float64Array, at: LeastSquares) {
  const count = at.parameters.length;
  const columns = Array.from(at.parameters, (value, index) => {
    const step = DIFFERENCE * Math.max(1, Math.abs(value));
    const moved = Float64Array.from(at.parameters);
    moved[index]! += step;
    const there = residualsOf(moved);
    for (let t = 0; t < there.length; t += 1) there[t] = (there[t]! - at.residuals[t]!) / step;
    return there;
  });
  const gram = Array.from({ length: count }, () => new Float64Array(count));
  const gradient = new Float64Array(count);
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let t = 0; t < a.length; t += 1) sum += a[t]! * b[t]!;
    return sum;
  };
  columns.forEach((column, row) => {
    gradient[row] = dot(column, at.residuals);
    for (let other = 0; other <= row; other += 1) {
      gram[row]![other] = dot(column, columns[other]!);
      gram[other]![row] = gram[row]![other]!;
    }
  });
  return { gram, gradient };
}

/** @param residualsOf a fresh array at every call */
export function leastSquares(
  residualsOf: (parameters: Float64Array) => Float64Array,
  start: Float64Array,
  rounds: number,
): LeastSquares {
  const at = (parameters: Float64Array): LeastSquares => {
    const residuals = residualsOf(parameters);
    return { parameters, residuals, sum: sumOfSquares(residuals) };
  };
  let best = at(start);
  if (start.length === 0 || !Number.isFinite(best.sum)) return best;
  let damping = FIRST_DAMPING;
  for (let round = 0; round < rounds && damping < MOST_DAMPING; round += 1) {
    const { gram, gradient } = normalEquations(residualsOf, best);
    let gained = 0;
    while (gained === 0 && damping < MOST_DAMPING) {
      const damped = gram.map((row, index) => {
        const copy = Float64Array.from(row);
        copy[index]! += damping * (row[index]! + 1e-12);
        return copy;
      });
      const step = solve(
        damped,
        gradient.map((value) => -value),
      );
      const next = step && at(best.parameters.map((value, index) => value + step[index]!));
      if (next && next.sum < best.sum) {
        gained = 1 - next.sum / best.sum;
        best = next;
        damping = Math.max(1e-9, damping / 5);
      } else damping *= 6;
    }
    if (gained < ENOUGH) break;
  }
  return best;
}
