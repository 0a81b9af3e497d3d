/**
 * Features and labels go in, linear heads come out: all trials of a grid (strength of regularisation, loss, class
 * weights) are trained side by side, so that one iteration is two matrix products for all of them.
 * Minimises mean weighted loss + ‖W‖²/(2 · cost · n); the bias is not regularised; starts at zero, so the same input
 * gives the same head. Next: `contenders/` chooses among the trials.
 */
import { type HeldMatrix, type Matrices, transposed } from '../../../engines/compute/matrices.ts';
import { type HeadLoss, lossAndSlopes } from './head-loss.ts';
import { Lbfgs } from './lbfgs.ts';

export interface HeadTrial {
  /** Inverse strength of the L2 regularisation, as scikit-learn's C. */
  cost: number;
  loss: HeadLoss;
  /** One a class; mean about 1 over the samples. */
  classWeights: readonly number[];
  maxIterations: number;
}

export interface LinearHead {
  d: number;
  classCount: number;
  /** Row-major [d + 1, classCount]; the last row is the bias. */
  weights: Float64Array;
}

export interface Snapshot {
  trial: number;
  iteration: number;
  loss: number;
  head: LinearHead;
}

interface FitRequest {
  engine: Matrices;
  /** Row-major [n, d]. */
  features: Float32Array;
  n: number;
  d: number;
  labels: ArrayLike<number>;
  classCount: number;
  trials: readonly HeadTrial[];
  /** Relative decrease of the loss under which a trial has converged. */
  tolerance: number;
  /** Called after every iteration of every trial; return false to end that trial. */
  onIteration?: (snapshot: Snapshot) => boolean;
  signal?: AbortSignal;
}

/** @returns one head a trial, in their order */
export async function fitHeads(request: FitRequest): Promise<LinearHead[]> {
  const { engine, n, d, classCount } = request;
  const searches = request.trials.map(
    () => new Lbfgs(new Float64Array((d + 1) * classCount), request.tolerance),
  );
  const weights = request.trials.map((trial) => sampleWeights(request.labels, n, trial.classWeights));
  const features = engine.hold(request.features, n, d);
  // wasm multiplies a transposed operand ten times slower than a copy that is transposed once.
  const turned = engine.hold(transposed(request.features, n, d), d, n);
  try {
    for (;;) {
      const active = searches.flatMap((search, t) => (search.done ? [] : [t]));
      if (active.length === 0) break;
      request.signal?.throwIfAborted();
      await evaluateTogether({ request, searches, weights, features, turned, active });
      // Lets a cancel message of the parent in.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    features.release();
    turned.release();
  }
  return searches.map((search) => ({ d, classCount, weights: search.point }));
}

interface Round {
  request: FitRequest;
  searches: Lbfgs[];
  weights: Float64Array[];
  features: HeldMatrix;
  /** Their transpose. */
  turned: HeldMatrix;
  active: number[];
}

/** One loss and gradient for each active trial, by two matrix products over their stacked columns. */
async function evaluateTogether(round: Round): Promise<void> {
  const { request, searches, active } = round;
  const { n, d, classCount } = request;
  const stride = active.length * classCount;
  const asked = active.map((t) => searches[t]!.ask());
  const stacked = stackColumns(asked, d, classCount);
  const scores = await round.features.times(stacked, stride);
  active.forEach((_, a) => {
    addBias(scores, asked[a]!, { n, d, classCount, stride, start: a * classCount });
  });
  const slopes = new Float32Array(n * stride);
  const losses = active.map((t, a) => {
    const input = { scores, stride, start: a * classCount, classCount, labels: request.labels };
    return lossAndSlopes({ ...input, weights: round.weights[t]! }, request.trials[t]!.loss, slopes);
  });
  const products = await round.turned.times(slopes, stride);
  active.forEach((t, a) => {
    const gradient = gradientOf({ products, slopes, n, d, classCount, stride, start: a * classCount });
    const decay = 1 / (request.trials[t]!.cost * n);
    const loss = losses[a]! + addDecay(asked[a]!, gradient, decay, d * classCount);
    tellOne(request, searches[t]!, { t, asked: asked[a]!, loss, gradient });
  });
}

function tellOne(
  request: FitRequest,
  search: Lbfgs,
  answer: { t: number; asked: Float64Array; loss: number; gradient: Float64Array },
): void {
  if (!search.tell(answer.asked, answer.loss, answer.gradient)) return;
  const { d, classCount } = request;
  const head = { d, classCount, weights: search.point };
  const snapshot = { trial: answer.t, iteration: search.iterations, loss: search.loss, head };
  if (request.onIteration?.(snapshot) === false) search.done = true;
  if (search.iterations >= request.trials[answer.t]!.maxIterations) search.done = true;
}

/** Puts the weights (without biases) of several heads side by side. Shape [d, heads · classCount]. */
function stackColumns(points: readonly Float64Array[], d: number, classCount: number): Float32Array {
  const stride = points.length * classCount;
  const stacked = new Float32Array(d * stride);
  points.forEach((point, p) => {
    for (let row = 0; row < d; row++)
      for (let c = 0; c < classCount; c++)
        stacked[row * stride + p * classCount + c] = point[row * classCount + c]!;
  });
  return stacked;
}

interface Columns {
  n: number;
  d: number;
  classCount: number;
  stride: number;
  start: number;
}

function addBias(scores: Float32Array, point: Float64Array, at: Columns): void {
  for (let row = 0; row < at.n; row++)
    for (let c = 0; c < at.classCount; c++)
      scores[row * at.stride + at.start + c]! += point[at.d * at.classCount + c]!;
}

/** Shape [d + 1, classCount]: features' part from the product, bias's part as the sum of slopes. */
function gradientOf(at: Columns & { products: Float32Array; slopes: Float32Array }): Float64Array {
  const { n, d, classCount, stride, start } = at;
  const gradient = new Float64Array((d + 1) * classCount);
  for (let row = 0; row < d; row++)
    for (let c = 0; c < classCount; c++)
      gradient[row * classCount + c] = at.products[row * stride + start + c]!;
  for (let row = 0; row < n; row++)
    for (let c = 0; c < classCount; c++)
      gradient[d * classCount + c]! += at.slopes[row * stride + start + c]!;
  return gradient;
}

/** Adds decay · W to the gradient; returns decay · ‖W‖²/2. */
function addDecay(point: Float64Array, gradient: Float64Array, decay: number, count: number): number {
  let squares = 0;
  for (let i = 0; i < count; i++) {
    gradient[i]! += decay * point[i]!;
    squares += point[i]! ** 2;
  }
  return (decay * squares) / 2;
}

/** Sums to 1. */
function sampleWeights(labels: ArrayLike<number>, n: number, classWeights: readonly number[]): Float64Array {
  const weights = Float64Array.from({ length: n }, (_, row) => classWeights[labels[row]!]!);
  const sum = weights.reduce((total, value) => total + value, 0);
  return weights.map((value) => value / sum);
}

/** Scores of a head on features [n, d], in double precision. Shape [n, classCount]. */
export function scoreFeatures(
  head: LinearHead,
  features: Float32Array,
  rows: ArrayLike<number>,
): Float64Array {
  const { d, classCount, weights } = head;
  const scores = new Float64Array(rows.length * classCount);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * d;
    const out = i * classCount;
    for (let c = 0; c < classCount; c++) scores[out + c] = weights[d * classCount + c]!;
    for (let f = 0; f < d; f++) {
      const value = features[from + f]!;
      for (let c = 0; c < classCount; c++) scores[out + c]! += value * weights[f * classCount + c]!;
    }
  }
  return scores;
}
