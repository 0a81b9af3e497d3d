/**
 * The orthogonal Q of a tridiagonalisation, row-major [n, n], from the smallest reflector outward so that only the
 * leading block is touched. Four reflectors at a time in compact WY form, H₄H₃H₂H₁ = I − V·S·Vᵀ (Schreiber & Van
 * Loan 1989), because one pass over Q then serves four of them.
 */
import type { Tridiagonal } from './tridiagonal.ts';

const BLOCK = 4;

export function formQ(t: Tridiagonal): Float64Array {
  const { n } = t;
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  for (let first = 1; first < n; first += BLOCK) applyBlock(t, q, first, Math.min(BLOCK, n - first));
  return q;
}

/** Reflectors first..first+count−1, zero-padded to one length and to four. */
function applyBlock(
  { n, reflectors, scale }: Tridiagonal,
  q: Float64Array,
  first: number,
  count: number,
): void {
  const length = first + count - 1;
  const v = Array.from({ length: BLOCK }, (_, k) => {
    const vector = new Float64Array(length);
    if (k < count) vector.set(reflectors.subarray((first + k) * n, (first + k) * n + first + k));
    return vector;
  });
  const scales = Array.from({ length: BLOCK }, (_, k) => (k < count ? scale[first + k]! : 0));
  const products = v.map(() => new Float64Array(length));
  multiplyTransposed(q, n, length, v, products);
  combine(v, scales, products);
  subtract(q, n, length, v, products);
}

/** products[k] = v_kᵀ·Q over the leading block. */
function multiplyTransposed(
  q: Float64Array,
  n: number,
  length: number,
  v: readonly Float64Array[],
  products: readonly Float64Array[],
): void {
  const [v0, v1, v2, v3] = v as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [p0, p1, p2, p3] = products as [Float64Array, Float64Array, Float64Array, Float64Array];
  let r = 0;
  for (; r + 1 < length; r += 2) {
    const row0 = r * n,
      row1 = row0 + n;
    const a0 = v0[r]!,
      a1 = v1[r]!,
      a2 = v2[r]!,
      a3 = v3[r]!;
    const b0 = v0[r + 1]!,
      b1 = v1[r + 1]!,
      b2 = v2[r + 1]!,
      b3 = v3[r + 1]!;
    for (let j = 0; j < length; j++) {
      const x = q[row0 + j]!,
        y = q[row1 + j]!;
      p0[j]! += a0 * x + b0 * y;
      p1[j]! += a1 * x + b1 * y;
      p2[j]! += a2 * x + b2 * y;
      p3[j]! += a3 * x + b3 * y;
    }
  }
  for (; r < length; r++)
    for (let j = 0; j < length; j++) {
      const x = q[r * n + j]!;
      p0[j]! += v0[r]! * x;
      p1[j]! += v1[r]! * x;
      p2[j]! += v2[r]! * x;
      p3[j]! += v3[r]! * x;
    }
}

/** products ← S·products: what each reflector in turn sees after those before it. */
function combine(
  v: readonly Float64Array[],
  scales: readonly number[],
  products: readonly Float64Array[],
): void {
  for (let k = 0; k < BLOCK; k++) {
    const own = products[k]!;
    for (let earlier = 0; earlier < k; earlier++) {
      let dot = 0;
      for (let j = 0; j < own.length; j++) dot += v[k]![j]! * v[earlier]![j]!;
      const before = products[earlier]!;
      for (let j = 0; j < own.length; j++) own[j]! -= dot * before[j]!;
    }
    for (let j = 0; j < own.length; j++) own[j]! *= scales[k]!;
  }
}

/** Q −= Σ_k v_k·products[k]. */
function subtract(
  q: Float64Array,
  n: number,
  length: number,
  v: readonly Float64Array[],
  products: readonly Float64Array[],
): void {
  const [v0, v1, v2, v3] = v as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [p0, p1, p2, p3] = products as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let r = 0; r < length; r++) {
    const row = r * n;
    const a0 = v0[r]!,
      a1 = v1[r]!,
      a2 = v2[r]!,
      a3 = v3[r]!;
    for (let j = 0; j < length; j++) q[row + j]! -= a0 * p0[j]! + a1 * p1[j]! + a2 * p2[j]! + a3 * p3[j]!;
  }
}
