/**
 * Rank-corrected LogME: mean over classes of the log evidence of a Bayesian linear model on one-hot targets, per
 * sample (You et al., ICML 2021, arXiv 2102.11005, algorithm 1), with k/2 for the rank k where the published
 * code has D/2, which is wrong when D > n (github.com/thuml/LogME issue 23).
 */
import { eigenCoordinates } from './eigen.ts';
import { applyTransposed, tridiagonalise } from './tridiagonal.ts';

const MAX_ITERATIONS = 500;
/** As in the reference: keeps α and β finite. */
const GUARD = 1e-5;

/**
 * @param gram F·Fᵀ of the features as they are (not centred), row-major [n, n]; not changed
 * @param labels class index of each sample, [n]
 * @returns evidence per sample; higher is better; comparable only between models on the same samples
 */
export function logMe(
  gram: Float64Array,
  labels: ArrayLike<number>,
  classCount: number,
  tolerance = 1e-6,
): number {
  const n = labels.length;
  const t = tridiagonalise(Float64Array.from(gram), n);
  const targets = Array.from({ length: classCount }, (_, c) =>
    Float64Array.from({ length: n }, (_, i) => (labels[i] === c ? 1 : 0)),
  );
  for (const target of targets) applyTransposed(t, target);
  const sigma = eigenCoordinates(t, targets);
  const largest = sigma.reduce((max, value) => Math.max(max, value), 0);
  // Eigenvalues of the Gram matrix carry rounding errors of this size; a smaller one is a zero. It may be counted
  // or not: a zero adds ln α − ln α to the evidence.
  const threshold = largest * n * Number.EPSILON;
  let total = 0;
  for (let c = 0; c < classCount; c++) {
    let norm = 0;
    for (let i = 0; i < n; i++) if (labels[i] === c) norm++;
    total += evidence(sigma, targets[c]!, norm, threshold, n, tolerance);
  }
  return total / classCount;
}

/** @param norm ‖y‖² of the one-hot column */
function evidence(
  sigma: Float64Array,
  coordinates: Float64Array,
  norm: number,
  threshold: number,
  n: number,
  tolerance: number,
): number {
  const s: number[] = [];
  const z: number[] = [];
  for (let i = 0; i < n; i++)
    if (sigma[i]! > threshold) {
      s.push(sigma[i]!);
      z.push(coordinates[i]! ** 2);
    }
  const rest = Math.max(0, norm - z.reduce((sum, value) => sum + value, 0));
  let alpha = 1;
  let beta = 1;
  let m = 0;
  let residual = 0;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const lambda = alpha / beta;
    let gamma = 0;
    m = 0;
    residual = rest;
    for (let i = 0; i < s.length; i++) {
      const sum = s[i]! + lambda;
      gamma += s[i]! / sum;
      m += (s[i]! * z[i]!) / sum ** 2;
      residual += (lambda ** 2 * z[i]!) / sum ** 2;
    }
    alpha = gamma / (m + GUARD);
    beta = (n - gamma) / (residual + GUARD);
    if (Math.abs(alpha / beta - lambda) / lambda < tolerance) break;
  }
  const logDeterminant = s.reduce((sum, value) => sum + Math.log(alpha + beta * value), 0);
  const terms =
    (s.length / 2) * Math.log(alpha) +
    (n / 2) * Math.log(beta) -
    logDeterminant / 2 -
    (beta * residual) / 2 -
    (alpha * m) / 2 -
    (n / 2) * Math.log(2 * Math.PI);
  return terms / n;
}
