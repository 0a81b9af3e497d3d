/**
 * Symmetric A [n, n] → tridiagonal T with A = Q·T·Qᵀ, by Householder reflections from the last row upward
 * (Golub & Van Loan, Matrix Computations, 4th ed., §8.3.1). After it, solving (A + λI) costs O(n) for each λ.
 * The rank-2 update of one step and the matrix-vector product of the next share one pass over the matrix.
 */

export interface Tridiagonal {
  n: number;
  /** T's diagonal, [n]. */
  diagonal: Float64Array;
  /** `off[i]` couples i−1 and i; `off[0]` is 0. */
  off: Float64Array;
  /** Row i holds reflector i in columns 0..i−1; row-major [n, n]. */
  reflectors: Float64Array;
  /** H_i = I − scale[i]·v_i·v_iᵀ. */
  scale: Float64Array;
}

/** Turns row i (columns 0..i−1) into its reflector in place. @returns the remaining off-diagonal and the scale. */
function reflect(a: Float64Array, row: number, length: number): { off: number; scale: number } {
  let square = 0;
  for (let j = 0; j < length; j++) square += a[row + j]! ** 2;
  const last = a[row + length - 1]!;
  if (square === last * last) return { off: last, scale: 0 };
  const off = last > 0 ? -Math.sqrt(square) : Math.sqrt(square);
  a[row + length - 1] = last - off;
  return { off, scale: 1 / (square - last * off) };
}

/** Uses the lower triangle of `matrix` (row-major [n, n]) and overwrites it with the reflectors. */
export function tridiagonalise(matrix: Float64Array, n: number): Tridiagonal {
  const a = matrix;
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  const scale = new Float64Array(n);
  let v: Float64Array = new Float64Array(n);
  let w: Float64Array = new Float64Array(n);
  let next: Float64Array = new Float64Array(n);
  for (let i = n - 1; i >= 1; i--) {
    const row = i * n;
    // Row i first receives the pending update of the step before, then becomes this step's reflector.
    updateRow(a, row, i + 1, v, w, v[i]!, w[i]!);
    diagonal[i] = a[row + i]!;
    const step = reflect(a, row, i);
    off[i] = step.off;
    scale[i] = step.scale;
    for (let j = 0; j < i; j++) next[j] = a[row + j]!;
    const product = updateAndMultiply(a, n, i, v, w, next);
    let dot = 0;
    for (let j = 0; j < i; j++) {
      product[j]! *= step.scale;
      dot += product[j]! * next[j]!;
    }
    for (let j = 0; j < i; j++) product[j]! -= 0.5 * step.scale * dot * next[j]!;
    const spare = v;
    v = next;
    w = product;
    next = spare;
  }
  diagonal[0] = a[0]! - 2 * v[0]! * w[0]!;
  return { n, diagonal, off, reflectors: a, scale };
}

function updateRow(
  a: Float64Array,
  row: number,
  length: number,
  v: Float64Array,
  w: Float64Array,
  vi: number,
  wi: number,
): void {
  if (vi === 0 && wi === 0) return;
  for (let j = 0; j < length; j++) a[row + j]! -= vi * w[j]! + wi * v[j]!;
}

/**
 * Rows 0..i−1: A −= v·wᵀ + w·vᵀ and, in the same pass, the product of the new A with `next`. Two rows at a time,
 * so that v, w, next and the product are read once for both.
 */
function updateAndMultiply(
  a: Float64Array,
  n: number,
  i: number,
  v: Float64Array,
  w: Float64Array,
  next: Float64Array,
): Float64Array {
  const product = new Float64Array(n);
  let r = 0;
  for (; r + 1 < i; r += 2) {
    const row0 = r * n,
      row1 = row0 + n;
    const v0 = v[r]!,
      w0 = w[r]!,
      x0 = next[r]!,
      v1 = v[r + 1]!,
      w1 = w[r + 1]!,
      x1 = next[r + 1]!;
    let sum0 = 0,
      sum1 = 0;
    for (let j = 0; j < r; j++) {
      const vj = v[j]!,
        wj = w[j]!,
        xj = next[j]!;
      const a0 = a[row0 + j]! - v0 * wj - w0 * vj;
      const a1 = a[row1 + j]! - v1 * wj - w1 * vj;
      a[row0 + j] = a0;
      a[row1 + j] = a1;
      sum0 += a0 * xj;
      sum1 += a1 * xj;
      product[j]! += a0 * x0 + a1 * x1;
    }
    const corner0 = a[row0 + r]! - 2 * v0 * w0;
    const beside = a[row1 + r]! - v1 * w0 - w1 * v0;
    const corner1 = a[row1 + r + 1]! - 2 * v1 * w1;
    a[row0 + r] = corner0;
    a[row1 + r] = beside;
    a[row1 + r + 1] = corner1;
    product[r]! += sum0 + corner0 * x0 + beside * x1;
    product[r + 1]! += sum1 + beside * x0 + corner1 * x1;
  }
  if (r < i) {
    const row = r * n;
    let sum = 0;
    updateRow(a, row, r + 1, v, w, v[r]!, w[r]!);
    for (let j = 0; j < r; j++) {
      sum += a[row + j]! * next[j]!;
      product[j]! += a[row + j]! * next[r]!;
    }
    product[r]! += sum + a[row + r]! * next[r]!;
  }
  return product;
}

/** Qᵀ·b in place, b of length n: reflectors from the last to the first. */
export function applyTransposed({ n, reflectors, scale }: Tridiagonal, b: Float64Array): void {
  for (let i = n - 1; i >= 1; i--) applyReflector(reflectors, i * n, i, scale[i]!, b);
}

/** Q·b in place. */
export function applyForward({ n, reflectors, scale }: Tridiagonal, b: Float64Array): void {
  for (let i = 1; i < n; i++) applyReflector(reflectors, i * n, i, scale[i]!, b);
}

function applyReflector(v: Float64Array, row: number, length: number, scale: number, b: Float64Array): void {
  if (scale === 0) return;
  let dot = 0;
  for (let j = 0; j < length; j++) dot += v[row + j]! * b[j]!;
  dot *= scale;
  for (let j = 0; j < length; j++) b[j]! -= dot * v[row + j]!;
}

/** LDLᵀ of T + λI. `lower[i]` multiplies row i−1; pivots are positive for a positive semi-definite T and λ > 0. */
export function factorShifted(
  { n, diagonal, off }: Tridiagonal,
  lambda: number,
): { lower: Float64Array; pivot: Float64Array } {
  const lower = new Float64Array(n);
  const pivot = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let d = diagonal[i]! + lambda;
    if (i > 0) {
      lower[i] = off[i]! / pivot[i - 1]!;
      d -= lower[i]! * off[i]!;
    }
    // Rounding can push a pivot of a singular T below λ; λ is what it would be in exact arithmetic.
    pivot[i] = Math.max(d, lambda * 1e-3);
  }
  return { lower, pivot };
}

/** (T + λI)⁻¹·b in place. */
export function solveShifted(
  { lower, pivot }: { lower: Float64Array; pivot: Float64Array },
  b: Float64Array,
): void {
  const n = b.length;
  for (let i = 1; i < n; i++) b[i]! -= lower[i]! * b[i - 1]!;
  for (let i = 0; i < n; i++) b[i]! /= pivot[i]!;
  for (let i = n - 2; i >= 0; i--) b[i]! -= lower[i + 1]! * b[i + 1]!;
}
