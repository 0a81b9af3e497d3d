/**
 * Features as they were extracted go in, features that are good to learn from come out: standardised with the pool's
 * mean and deviation and scaled to length about 1; and where there are fewer samples than features, turned into
 * coordinates inside the span of the samples, in which a regularised linear head is exactly the same and much
 * smaller. A head learnt there is carried back by `toFeatureWeights`. Next: `fit-heads.ts`.
 */
import { type Matrices, transposed } from '../../../engines/compute/matrices.ts';
import type { LinearHead } from './fit-heads.ts';

export interface FeatureTable {
  /** Row-major [n, d]. */
  values: Float32Array;
  n: number;
  d: number;
}

export interface Standardisation {
  mean: Float64Array;
  /** Multiplies the centred value: 1 / (deviation · √d); 0 for a constant feature. */
  scale: Float64Array;
}

/** A deviation below this share of the mean is rounding: features are single-precision numbers. */
const RESOLUTION = 1e-6;

/** Mean and scale of the features over the given rows. */
export function measureStandardisation(table: FeatureTable, rows: Int32Array): Standardisation {
  const { values, d } = table;
  const mean = new Float64Array(d);
  const scale = new Float64Array(d);
  for (const row of rows) for (let f = 0; f < d; f++) mean[f]! += values[row * d + f]! / rows.length;
  for (const row of rows)
    for (let f = 0; f < d; f++) scale[f]! += (values[row * d + f]! - mean[f]!) ** 2 / rows.length;
  for (let f = 0; f < d; f++) if (Math.sqrt(scale[f]!) <= RESOLUTION * Math.abs(mean[f]!)) scale[f] = 0;
  let typical = 0;
  for (const variance of scale) typical += Math.sqrt(variance) / d;
  for (let f = 0; f < d; f++) {
    const deviation = Math.sqrt(scale[f]!);
    // A nearly constant feature would be blown up: its deviation counts as at least 1 % of the typical one.
    scale[f] = deviation === 0 ? 0 : 1 / (Math.max(deviation, 0.01 * typical) * Math.sqrt(d));
  }
  return { mean, scale };
}

/** The given rows, standardised. Shape [rows.length, d]. */
export function standardise(table: FeatureTable, rows: ArrayLike<number>, by: Standardisation): Float32Array {
  const { values, d } = table;
  const result = new Float32Array(rows.length * d);
  for (let i = 0; i < rows.length; i++)
    for (let f = 0; f < d; f++) result[i * d + f] = (values[rows[i]! * d + f]! - by.mean[f]!) * by.scale[f]!;
  return result;
}

/** Samples in the coordinates in which heads are learnt. */
export interface LearningSpace extends FeatureTable {
  /** Carries a head of this space to the standardised features. */
  toFeatureWeights(head: LinearHead): Promise<LinearHead>;
}

/** The standardised features as they are. */
export const plainSpace = (standardised: Float32Array, n: number, d: number): LearningSpace => ({
  values: standardised,
  n,
  d,
  toFeatureWeights: async (head) => head,
});

/** With more samples the factorisation (n³/3 steps) takes longer than it saves. */
const MOST_SPANNED = 2_500;

/** @param standardised row-major [n, d], the samples that may train */
export async function makeLearningSpace(
  engine: Matrices,
  standardised: Float32Array,
  n: number,
  d: number,
): Promise<LearningSpace> {
  if (n >= d || n > MOST_SPANNED) return plainSpace(standardised, n, d);
  const factor = cholesky(await gramMatrix(engine, standardised, n, d), n);
  return {
    values: Float32Array.from(factor),
    n,
    d: n,
    toFeatureWeights: (head) => liftHead(engine, head, { factor, standardised, n, d }),
  };
}

/** X·Xᵀ. Shape [n, n]. */
async function gramMatrix(
  engine: Matrices,
  values: Float32Array,
  n: number,
  d: number,
): Promise<Float64Array> {
  const held = engine.hold(values, n, d);
  const gram = Float64Array.from(await held.times(transposed(values, n, d), n));
  held.release();
  return gram;
}

/** Added to the diagonal, relative to its mean: the Gram matrix has single precision and duplicates make it singular. */
const JITTER = 1e-5;

/** Lower triangular L with L·Lᵀ = matrix (+ jitter), row-major [n, n]. */
function cholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i]!;
  const jitter = Math.max(1e-12, (JITTER * trace) / n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]! + (i === j ? jitter : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!;
      factor[i * n + j] = i === j ? Math.sqrt(Math.max(sum, jitter / 2)) : sum / factor[j * n + j]!;
    }
  }
  return factor;
}

interface Span {
  factor: Float64Array;
  standardised: Float32Array;
  n: number;
  d: number;
}

/** W = Xᵀ·A with Lᵀ·A = V: the weights on the standardised features of a head V on the coordinates L. */
async function liftHead(
  engine: Matrices,
  head: LinearHead,
  { factor, standardised, n, d }: Span,
): Promise<LinearHead> {
  const { classCount } = head;
  const solution = head.weights.slice(0, n * classCount);
  for (let row = n - 1; row >= 0; row--)
    for (let c = 0; c < classCount; c++) {
      const value = solution[row * classCount + c]! / factor[row * n + row]!;
      solution[row * classCount + c] = value;
      for (let above = 0; above < row; above++)
        solution[above * classCount + c]! -= factor[row * n + above]! * value;
    }
  const samples = engine.hold(transposed(standardised, n, d), d, n);
  const weights = new Float64Array((d + 1) * classCount);
  weights.set(await samples.times(Float32Array.from(solution), classCount));
  samples.release();
  weights.set(head.weights.subarray(n * classCount), d * classCount);
  return { d, classCount, weights };
}

/** Folds the standardisation into the head, which then takes features as they were extracted. */
export function foldStandardisation(head: LinearHead, by: Standardisation): LinearHead {
  const { d, classCount } = head;
  const weights = head.weights.slice();
  for (let f = 0; f < d; f++)
    for (let c = 0; c < classCount; c++) {
      weights[f * classCount + c]! *= by.scale[f]!;
      weights[d * classCount + c]! -= weights[f * classCount + c]! * by.mean[f]!;
    }
  return { d, classCount, weights };
}
