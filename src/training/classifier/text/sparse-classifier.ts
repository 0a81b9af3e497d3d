/**
 * A sparse matrix and labels go in, a linear softmax classifier comes out: L2-regularised multinomial logistic
 * regression by stochastic dual coordinate ascent (Shalev-Shwartz & Zhang 2013; step along p − β as in their
 * Prox-SDCA, but with the exact step by a safeguarded Newton search). Minimises
 * ½‖W‖² + C Σᵢ vᵢ · crossEntropy(W xᵢ, yᵢ), where vᵢ is the weight of sample i; the last row of W is the bias, a
 * constant feature of 1. Next: `evaluate/`.
 */
import { seededRandom, shuffle } from '../../../statistics/random.ts';
import { type SparseMatrix, squaredRowNorms } from './sparse.ts';

export interface SparseClassifier {
  classCount: number;
  /** Row-major [featureCount + 1, classCount]; the last row is the bias. */
  weights: Float64Array;
}

interface SparseProblem {
  matrix: SparseMatrix;
  /** Rows that train. */
  rows: Int32Array;
  /** One a row of the matrix. */
  labels: ArrayLike<number>;
  classCount: number;
  /** Weight of each class in the loss; mean about 1. */
  classWeights: readonly number[];
  seed: number;
  maxEpochs: number;
  /** Mean movement of the dual variables (L1) in an epoch under which the fit has converged. */
  tolerance: number;
  /** Asked after every pass: whether time is over; the fit then ends where it is. */
  isOver?: () => boolean;
  /** Called after every pass; the classifier is valid during the call. */
  onEpoch?: (epoch: number, classifier: SparseClassifier) => void;
}

/**
 * Fits the classifier for several values of C, ascending, each from the solution before it.
 * @yields a classifier that is valid until the next is taken
 */
export function* fitSparsePath(
  problem: SparseProblem,
  costs: readonly number[],
): Generator<{ cost: number; epochs: number; classifier: SparseClassifier }> {
  const { matrix, rows, classCount } = problem;
  const duals = new Float64Array(rows.length * classCount).fill(1 / classCount);
  const weights = new Float64Array((matrix.featureCount + 1) * classCount);
  const norms = squaredRowNorms(matrix);
  const random = seededRandom(problem.seed);
  const order = Int32Array.from(rows, (_, i) => i);
  let previous = costs[0]!;
  addInitialDuals(problem, previous, weights);
  for (const cost of costs) {
    for (let i = 0; i < weights.length; i++) weights[i]! *= cost / previous;
    previous = cost;
    let epochs = 0;
    let movement = Infinity;
    while (epochs < problem.maxEpochs && movement > problem.tolerance) {
      shuffle(order, random);
      movement = runEpoch(problem, cost, { order, duals, weights, norms }) / rows.length;
      epochs++;
      problem.onEpoch?.(epochs, { classCount, weights });
      if (problem.isOver?.()) break;
    }
    yield { cost, epochs, classifier: { classCount, weights } };
  }
}

/** W = C Σ vᵢ (yᵢ − βᵢ) xᵢᵀ for uniform β. */
function addInitialDuals(problem: SparseProblem, cost: number, weights: Float64Array): void {
  const { classCount } = problem;
  const change = new Float64Array(classCount);
  for (const row of problem.rows) {
    const label = problem.labels[row]!;
    const scale = cost * problem.classWeights[label]!;
    for (let c = 0; c < classCount; c++) change[c] = scale * (Number(c === label) - 1 / classCount);
    addToWeights(problem.matrix, row, change, weights);
  }
}

interface Solver {
  order: Int32Array;
  duals: Float64Array;
  weights: Float64Array;
  norms: Float64Array;
}

/** One pass over the samples. Returns the sum of the L1 movements of the dual variables. */
function runEpoch(problem: SparseProblem, cost: number, solver: Solver): number {
  const { matrix, classCount } = problem;
  const scores = new Float64Array(classCount);
  const step = new Float64Array(classCount);
  let movement = 0;
  for (const i of solver.order) {
    const row = problem.rows[i]!;
    const strength = cost * problem.classWeights[problem.labels[row]!]!;
    scoreRow(matrix, row, solver.weights, scores);
    const dual = solver.duals.subarray(i * classCount, (i + 1) * classCount);
    towardsSoftmax(scores, dual, step);
    const length = chooseStep(scores, dual, step, strength * (solver.norms[row]! + 1));
    for (let c = 0; c < classCount; c++) {
      const moved = length * step[c]!;
      dual[c]! += moved;
      movement += Math.abs(moved);
      step[c] = -strength * moved;
    }
    addToWeights(matrix, row, step, solver.weights);
  }
  return movement;
}

/** step = softmax(scores) − dual. */
function towardsSoftmax(scores: Float64Array, dual: Float64Array, step: Float64Array): void {
  let highest = -Infinity;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    step[c] = Math.exp(scores[c]! - highest);
    sum += step[c]!;
  }
  for (let c = 0; c < scores.length; c++) step[c] = step[c]! / sum - dual[c]!;
}

/** Kept above zero, so that the logarithms of the dual objective exist. */
const SMALLEST_DUAL = 1e-12;

/**
 * The length t ∈ [0, 1] that maximises the dual along β + t·step: the root of
 * step·scores − t·curvature·‖step‖² − Σ step·ln(β + t·step), which falls from ≥ 0 at 0 to ≤ 0 at 1.
 */
function chooseStep(scores: Float64Array, dual: Float64Array, step: Float64Array, curvature: number): number {
  let squares = 0;
  let linear = 0;
  for (let c = 0; c < step.length; c++) {
    squares += step[c]! ** 2;
    linear += step[c]! * scores[c]!;
  }
  if (squares < 1e-24) return 0;
  let low = 0;
  let high = 1;
  let t = 1 / (1 + curvature);
  for (let trial = 0; trial < 8; trial++) {
    let slope = linear - t * curvature * squares;
    let bend = -curvature * squares;
    for (let c = 0; c < step.length; c++) {
      const value = Math.max(SMALLEST_DUAL, dual[c]! + t * step[c]!);
      slope -= step[c]! * Math.log(value);
      bend -= step[c]! ** 2 / value;
    }
    if (slope > 0) low = t;
    else high = t;
    const next = t - slope / bend;
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - t) < 1e-3 * t) return inside;
    t = inside;
  }
  return t;
}

/** scores = W x + bias for one row. */
function scoreRow(matrix: SparseMatrix, row: number, weights: Float64Array, scores: Float64Array): void {
  const classCount = scores.length;
  const bias = matrix.featureCount * classCount;
  for (let c = 0; c < classCount; c++) scores[c] = weights[bias + c]!;
  for (let i = matrix.offsets[row]!; i < matrix.offsets[row + 1]!; i++) {
    const value = matrix.values[i]!;
    const at = matrix.columns[i]! * classCount;
    for (let c = 0; c < classCount; c++) scores[c]! += value * weights[at + c]!;
  }
}

function addToWeights(matrix: SparseMatrix, row: number, change: Float64Array, weights: Float64Array): void {
  const classCount = change.length;
  const bias = matrix.featureCount * classCount;
  for (let c = 0; c < classCount; c++) weights[bias + c]! += change[c]!;
  for (let i = matrix.offsets[row]!; i < matrix.offsets[row + 1]!; i++) {
    const value = matrix.values[i]!;
    const at = matrix.columns[i]! * classCount;
    for (let c = 0; c < classCount; c++) weights[at + c]! += value * change[c]!;
  }
}

/** Scores of the given rows. Shape [rows.length, classCount]. */
export function scoreRows(
  classifier: SparseClassifier,
  matrix: SparseMatrix,
  rows: Int32Array,
): Float64Array {
  const { classCount, weights } = classifier;
  const scores = new Float64Array(rows.length * classCount);
  rows.forEach((row, i) => {
    scoreRow(matrix, row, weights, scores.subarray(i * classCount, (i + 1) * classCount));
  });
  return scores;
}
