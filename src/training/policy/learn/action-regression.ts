/**
 * Features of logged rows and the action of each → one ridge regression an action, factorised once and then solved
 * for any targets. Also how unsure each regression is of a row (the width of PEVI's bonus, Jin et al. 2021, eq. 4.5).
 */

export interface RegressionRows {
  /** Row-major [n, k]. */
  features: Float32Array;
  /** [n] which regression a row belongs to. */
  action: Int32Array;
  /** [n] how often a row counts. */
  weight: Float64Array;
  n: number;
  k: number;
  a: number;
  /** Added to the diagonal of each Gram matrix, in rows: as strong as this many rows that say "the mean". */
  ridge: number;
}

export class ActionRegression {
  readonly #rows: RegressionRows;
  /** Lower triangles [k, k] an action. */
  readonly #factors: Float64Array[];

  /** @param products Gram matrices of the rows without ridge, where they are known already */
  constructor(rows: RegressionRows, products = grams(rows)) {
    this.#rows = rows;
    this.#factors = products.map((gram) => factorise(withRidge(gram, rows), rows.k));
  }

  /** Weights [a, k] of the regressions on `targets` [n]; the ridge pulls towards the targets' mean. */
  solve(targets: Float64Array): Float64Array {
    const { features, action, weight, n, k, a } = this.#rows;
    let [sum, count] = [0, 0];
    for (let row = 0; row < n; row += 1) {
      sum += weight[row]! * targets[row]!;
      count += weight[row]!;
    }
    const mean = sum / Math.max(count, 1);
    const solution = new Float64Array(a * k);
    for (let row = 0; row < n; row += 1) {
      const target = weight[row]! * (targets[row]! - mean);
      if (target === 0) continue;
      const block = action[row]! * k;
      const at = row * k;
      for (let index = 0; index < k; index += 1) solution[block + index]! += target * features[at + index]!;
    }
    for (let block = 0; block < a; block += 1) {
      const part = solution.subarray(block * k, (block + 1) * k);
      forward(this.#factors[block]!, part, k);
      backward(this.#factors[block]!, part, k);
      part[0]! += mean;
    }
    return solution;
  }

  /** √(φᵀ G⁻¹ φ) of every row of `features` [m, k] under every action: [m, a]; 1 row alike gives about 1, 100 give 0.1. */
  widths(features: Float32Array): Float32Array {
    const { k, a } = this.#rows;
    const m = features.length / k;
    const widths = new Float32Array(m * a);
    const solved = new Float64Array(k);
    for (let row = 0; row < m; row += 1) {
      for (let block = 0; block < a; block += 1) {
        solved.set(features.subarray(row * k, (row + 1) * k));
        forward(this.#factors[block]!, solved, k);
        let sum = 0;
        for (let index = 0; index < k; index += 1) sum += solved[index]! ** 2;
        widths[row * a + block] = Math.sqrt(sum);
      }
    }
    return widths;
  }

  /** Inverse of the factor of an action, [k, k] row-major, transposed: |φ · it| is the width. */
  whitening(block: number): Float32Array {
    const { k } = this.#rows;
    const matrix = new Float32Array(k * k);
    const column = new Float64Array(k);
    for (let index = 0; index < k; index += 1) {
      column.fill(0);
      column[index] = 1;
      forward(this.#factors[block]!, column, k);
      matrix.set(column, index * k);
    }
    return matrix;
  }
}

/** Values [m, a] of rows of features under weights [a, k]. */
export function valuesOf(features: Float32Array, weights: Float64Array, k: number): Float64Array {
  const a = weights.length / k;
  const m = features.length / k;
  const values = new Float64Array(m * a);
  for (let row = 0; row < m; row += 1) {
    for (let block = 0; block < a; block += 1)
      values[row * a + block] = dot(features, row * k, weights, block * k, k);
  }
  return values;
}

const RIDGES = [0.1, 0.3, 1, 3, 10, 30];

/**
 * Ridge under which values learnt on one half of the episodes predict the logged returns of the other half best.
 * @param groups [n] 0 or 1: the half a row belongs to
 */
export function chooseRidge(
  rows: Omit<RegressionRows, 'ridge' | 'weight'>,
  targets: Float64Array,
  groups: Uint8Array,
): number {
  const { features, action, n, k } = rows;
  const halves = [0, 1].map((held) => {
    const weight = Float64Array.from(groups, (group) => (group === held ? 0 : 1));
    return { held, weight, products: grams({ ...rows, weight }) };
  });
  const errors = RIDGES.map((ridge) => {
    let error = 0;
    for (const { held, weight, products } of halves) {
      const weights = new ActionRegression({ ...rows, weight, ridge }, products).solve(targets);
      for (let row = 0; row < n; row += 1) {
        if (groups[row] !== held) continue;
        error += (targets[row]! - dot(features, row * k, weights, action[row]! * k, k)) ** 2;
      }
    }
    return error;
  });
  return RIDGES[errors.indexOf(Math.min(...errors))]!;
}

export function dot(x: Float32Array, from: number, y: Float64Array, start: number, k: number): number {
  let sum = 0;
  for (let index = 0; index < k; index += 1) sum += x[from + index]! * y[start + index]!;
  return sum;
}

function grams({ features, action, weight, n, k, a }: Omit<RegressionRows, 'ridge'>): Float64Array[] {
  const all = Array.from({ length: a }, () => new Float64Array(k * k));
  for (let row = 0; row < n; row += 1) {
    const count = weight[row]!;
    if (count === 0) continue;
    const gram = all[action[row]!]!;
    const at = row * k;
    for (let i = 0; i < k; i += 1) {
      const left = count * features[at + i]!;
      for (let j = 0; j <= i; j += 1) gram[i * k + j]! += left * features[at + j]!;
    }
  }
  return all;
}

function withRidge(gram: Float64Array, { k, ridge }: Pick<RegressionRows, 'k' | 'ridge'>): Float64Array {
  const copy = gram.slice();
  for (let i = 0; i < k; i += 1) copy[i * k + i]! += ridge;
  return copy;
}

/** Cholesky in place: lower triangle L with L·Lᵀ = the matrix. */
function factorise(matrix: Float64Array, k: number): Float64Array {
  for (let i = 0; i < k; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * k + j]!;
      for (let p = 0; p < j; p += 1) sum -= matrix[i * k + p]! * matrix[j * k + p]!;
      matrix[i * k + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j * k + j]!;
    }
  }
  return matrix;
}

/** L·x = b in place. */
function forward(factor: Float64Array, x: Float64Array, k: number): void {
  for (let i = 0; i < k; i += 1) {
    let sum = x[i]!;
    for (let j = 0; j < i; j += 1) sum -= factor[i * k + j]! * x[j]!;
    x[i] = sum / factor[i * k + i]!;
  }
}

/** Lᵀ·x = b in place. */
function backward(factor: Float64Array, x: Float64Array, k: number): void {
  for (let i = k - 1; i >= 0; i -= 1) {
    const value = x[i]! / factor[i * k + i]!;
    x[i] = value;
    for (let j = 0; j < i; j += 1) x[j]! -= factor[i * k + j]! * value;
  }
}
