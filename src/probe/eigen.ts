/**
 * Tridiagonal T → eigenvalues, and the coordinates of a few vectors in its eigenvectors, by the implicit QL
 * method with Wilkinson shifts (EISPACK tql2; Golub & Van Loan §8.3.3). The rotations are applied to the given
 * vectors only, so the eigenvectors are never formed: O(n²·vectors) instead of O(n³).
 */
import type { Tridiagonal } from './tridiagonal.ts';

const MAX_SWEEPS = 60;

/**
 * @param vectors each of length n, in the basis of T (already multiplied by Qᵀ); overwritten with their
 * coordinates in the eigenvectors, in the order of the returned eigenvalues (unsorted)
 */
export function eigenCoordinates(t: Tridiagonal, vectors: readonly Float64Array[]): Float64Array {
  const { n } = t;
  const d = Float64Array.from(t.diagonal);
  const e = new Float64Array(n);
  for (let i = 1; i < n; i++) e[i - 1] = t.off[i]!;
  for (let l = 0; l < n; l++)
    for (let sweep = 0; ; sweep++) {
      const m = firstSmall(d, e, l);
      if (m === l) break;
      if (sweep === MAX_SWEEPS) throw new Error(`QL did not converge at eigenvalue ${l} of ${n}`);
      sweepOnce(d, e, l, m, vectors);
    }
  return d;
}

function firstSmall(d: Float64Array, e: Float64Array, l: number): number {
  let m = l;
  for (; m < d.length - 1; m++) {
    const around = Math.abs(d[m]!) + Math.abs(d[m + 1]!);
    if (Math.abs(e[m]!) <= Number.EPSILON * around) break;
  }
  return m;
}

function sweepOnce(
  d: Float64Array,
  e: Float64Array,
  l: number,
  m: number,
  vectors: readonly Float64Array[],
): void {
  let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  let r = Math.hypot(g, 1);
  g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    r = (d[i]! - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    for (const vector of vectors) {
      const upper = vector[i + 1]!;
      const lower = vector[i]!;
      vector[i + 1] = s * lower + c * upper;
      vector[i] = c * lower - s * upper;
    }
  }
  d[l]! -= p;
  e[l] = g;
  e[m] = 0;
}
