/**
 * Kernel ridge on ±1 targets with the intercept left free: closed-form leave-one-out errors choose λ inside a
 * training set, and its dual coefficients predict the held-out samples. With the centred Gram matrix K of m
 * samples, (K + λI)⁻¹Y_c are the coefficients, λ times them the residuals, and 1 − h_j = λ·[(K + λI)⁻¹]_jj − 1/m
 * the leave-one-out denominators (Hoerl–Kennard ridge; Allen's PRESS). Above `EXACT_LIMIT` samples λ is chosen by
 * generalised cross-validation, which puts the mean denominator for each (Golub, Heath & Wahba 1979, eq. 1.4): it
 * needs no Q and a third of the time, and the denominators are nearly alike there.
 */
import { eigenCoordinates } from './eigen.ts';
import { formQ } from './form-q.ts';
import { centreGram } from './gram.ts';
import {
  applyForward,
  applyTransposed,
  factorShifted,
  solveShifted,
  type Tridiagonal,
  tridiagonalise,
} from './tridiagonal.ts';

/** Multiples of the mean eigenvalue trace(K)/m; nine decades cover everything from interpolation to the class means. */
export const LAMBDA_MULTIPLES = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1_000] as const;

/** Largest training set for which the leave-one-out errors are computed exactly. */
const EXACT_LIMIT = 300;

export interface Prepared {
  t: Tridiagonal;
  /** Qᵀ·Y_c, a vector a class. */
  projected: Float64Array[];
  /** Mean of each target column. */
  targetMeans: number[];
  labels: Int32Array;
}

export function prepare(centred: Float64Array, labels: Int32Array, classCount: number): Prepared {
  const m = labels.length;
  const t = tridiagonalise(Float64Array.from(centred), m);
  const targetMeans: number[] = [];
  const projected = Array.from({ length: classCount }, (_, c) => {
    const target = Float64Array.from(labels, (label) => (label === c ? 1 : -1));
    const mean = target.reduce((sum, value) => sum + value, 0) / m;
    targetMeans.push(mean);
    const shifted = target.map((value) => value - mean);
    applyTransposed(t, shifted);
    return shifted;
  });
  return { t, projected, targetMeans, labels };
}

/** Dual coefficients (K + λI)⁻¹·Y_c, a vector a class. */
function coefficientsOf({ t, projected }: Prepared, lambda: number): Float64Array[] {
  const factor = factorShifted(t, lambda);
  return projected.map((column) => {
    const solution = Float64Array.from(column);
    solveShifted(factor, solution);
    applyForward(t, solution);
    return solution;
  });
}

/** Diagonal of (K + λI)⁻¹: row j of Q against T's factor, O(m) each. */
function inverseDiagonal(t: Tridiagonal, q: Float64Array, lambda: number): Float64Array {
  const { n } = t;
  const { lower, pivot } = factorShifted(t, lambda);
  const diagonal = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let previous = 0;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      previous = q[j * n + i]! - lower[i]! * previous;
      sum += (previous * previous) / pivot[i]!;
    }
    diagonal[j] = sum;
  }
  return diagonal;
}

/** Mean squared leave-one-out error over samples and classes. @param q Q of the factorisation, from `formQ` */
export function leaveOneOutError(prepared: Prepared, q: Float64Array, lambda: number): number {
  const { labels } = prepared;
  const m = labels.length;
  const coefficients = coefficientsOf(prepared, lambda);
  const diagonal = inverseDiagonal(prepared.t, q, lambda);
  let squares = 0;
  for (let j = 0; j < m; j++) {
    const denominator = Math.max(lambda * diagonal[j]! - 1 / m, 1e-12);
    for (const column of coefficients) squares += ((lambda * column[j]!) / denominator) ** 2;
  }
  return squares / (m * coefficients.length);
}

/** Squared error of generalised cross-validation at each λ; residual norms do not change under Q. */
function generalisedErrors({ t, projected }: Prepared, lambdas: readonly number[]): number[] {
  const m = t.n;
  const eigenvalues = eigenCoordinates(t, []);
  return lambdas.map((lambda) => {
    const denominator =
      eigenvalues.reduce((sum, value) => sum + lambda / (Math.max(value, 0) + lambda), -1) / m;
    const factor = factorShifted(t, lambda);
    let squares = 0;
    for (const column of projected) {
      const solution = Float64Array.from(column);
      solveShifted(factor, solution);
      for (const value of solution) squares += (lambda * value) ** 2;
    }
    return squares / (m * projected.length) / Math.max(denominator, 1e-12) ** 2;
  });
}

/** @param scale mean eigenvalue of the centred Gram matrix */
export function chooseLambda(prepared: Prepared, scale: number, exactLimit = EXACT_LIMIT): number {
  const lambdas = LAMBDA_MULTIPLES.map((multiple) => multiple * scale);
  let errors: number[];
  if (prepared.t.n <= exactLimit) {
    const q = formQ(prepared.t);
    errors = lambdas.map((lambda) => leaveOneOutError(prepared, q, lambda));
  } else errors = generalisedErrors(prepared, lambdas);
  return lambdas[errors.indexOf(Math.min(...errors))]!;
}

interface RidgeFold {
  /** Predicted class of each held-out sample. */
  predicted: Int32Array;
  lambda: number;
}

/** Fits on `train` with λ chosen by its leave-one-out error, predicts `held`. Indices into the full Gram matrix. */
export function ridgeFold(
  gram: Float64Array,
  labels: Int32Array,
  classCount: number,
  train: Int32Array,
  held: Int32Array,
): RidgeFold {
  const n = labels.length;
  const m = train.length;
  const { gram: centred, rowMeans, grandMean } = centreGram(gram, n, train);
  let trace = 0;
  for (let i = 0; i < m; i++) trace += centred[i * m + i]!;
  const prepared = prepare(
    centred,
    Int32Array.from(train, (i) => labels[i]!),
    classCount,
  );
  const lambda = chooseLambda(prepared, trace / m || 1);
  const coefficients = coefficientsOf(prepared, lambda);
  const predicted = Int32Array.from(held, (sample) => {
    const kernel = new Float64Array(m);
    let mean = 0;
    for (let i = 0; i < m; i++) mean += gram[sample * n + train[i]!]! / m;
    for (let i = 0; i < m; i++) kernel[i] = gram[sample * n + train[i]!]! - mean - rowMeans[i]! + grandMean;
    return highest(coefficients, kernel, prepared.targetMeans);
  });
  return { predicted, lambda };
}

function highest(
  coefficients: readonly Float64Array[],
  kernel: Float64Array,
  means: readonly number[],
): number {
  let best = -Infinity;
  let bestClass = 0;
  coefficients.forEach((column, c) => {
    let score = means[c]!;
    for (let i = 0; i < kernel.length; i++) score += column[i]! * kernel[i]!;
    if (score > best) {
      best = score;
      bestClass = c;
    }
  });
  return bestClass;
}
