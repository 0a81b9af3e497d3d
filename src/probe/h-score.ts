/**
 * Regularised H-score (Ibrahim et al., arXiv 2110.06893): trace of the shrunk feature covariance's inverse times
 * the covariance of the class means, with Ledoit–Wolf shrinkage. Written on the Gram matrix: with K = X_c·X_cᵀ and
 * the push-through identity, X_c·(aI + b/n·X_cᵀX_c)⁻¹·X_cᵀ = K·(aI + b/n·K)⁻¹, so no d×d matrix is needed.
 */
import { centreGram } from './gram.ts';
import { applyForward, applyTransposed, factorShifted, solveShifted, tridiagonalise } from './tridiagonal.ts';

export interface HScore {
  score: number;
  /** Ledoit–Wolf weight of the identity, 0–1. */
  shrinkage: number;
}

/** @param gram X·Xᵀ, row-major [n, n] @param d number of features */
export function regularisedHScore(
  gram: Float64Array,
  labels: ArrayLike<number>,
  classCount: number,
  d: number,
): HScore {
  const n = labels.length;
  const { gram: k } = centreGram(
    gram,
    n,
    Int32Array.from({ length: n }, (_, i) => i),
  );
  const { shrinkage, mu } = ledoitWolf(k, n, d);
  const a = shrinkage * mu;
  const b = (1 - shrinkage) / n;
  const t = tridiagonalise(Float64Array.from(k), n);
  // (aI + bK)⁻¹ = (1/b)·(K + (a/b)I)⁻¹
  const factor = factorShifted(t, a / b);
  let trace = 0;
  for (let c = 0; c < classCount; c++) {
    const members = Array.from({ length: n }, (_, i) => i).filter((i) => labels[i] === c);
    if (members.length === 0) continue;
    // Class mean = X_cᵀ·e with e = 1/n_c on the class; its Gram column K·e.
    const e = new Float64Array(n);
    for (const i of members) e[i] = 1 / members.length;
    const column = new Float64Array(n);
    for (let i = 0; i < n; i++) for (const j of members) column[i]! += k[i * n + j]! / members.length;
    applyTransposed(t, column);
    solveShifted(factor, column);
    applyForward(t, column);
    let quadratic = 0;
    for (const i of members) quadratic += e[i]! * column[i]!;
    trace += members.length * (quadratic / b);
  }
  return { score: ((1 - shrinkage) * trace) / (n - 1), shrinkage };
}

/** Ledoit & Wolf 2004, eq. 14, as scikit-learn's `ledoit_wolf_shrinkage`, from the centred Gram matrix. */
function ledoitWolf(k: Float64Array, n: number, d: number): { shrinkage: number; mu: number } {
  let trace = 0;
  let fourth = 0;
  let frobenius = 0;
  for (let i = 0; i < n; i++) {
    trace += k[i * n + i]!;
    fourth += k[i * n + i]! ** 2;
    for (let j = 0; j < n; j++) frobenius += k[i * n + j]! ** 2;
  }
  const mu = trace / n / d;
  const deltaRaw = frobenius / n ** 2;
  const beta = (fourth / n - deltaRaw) / (d * n);
  const delta = (deltaRaw - (2 * mu * trace) / n + d * mu ** 2) / d;
  return { shrinkage: delta === 0 ? 0 : Math.min(Math.max(beta, 0), delta) / delta, mu };
}
