/**
 * L-BFGS as a question-and-answer object (Nocedal & Wright, Numerical Optimization, algorithms 7.4 and 3.1): it says
 * where it wants the loss and gradient, the caller evaluates many such objects together in one matrix product.
 * Next: `fit-heads.ts`.
 */

/** Pairs of steps and gradient changes remembered. */
const MEMORY = 8;
/** Sufficient decrease of the line search (Armijo). */
const DECREASE = 1e-4;
const MAX_HALVINGS = 20;

export class Lbfgs {
  /** The best point so far: the parameters. */
  point: Float64Array;
  loss = Number.POSITIVE_INFINITY;
  /** Steps taken. */
  iterations = 0;
  done = false;
  private gradient: Float64Array | null = null;
  private direction: Float64Array;
  private slope = 0;
  private rate = 1;
  private halvings = 0;
  private readonly steps: Float64Array[] = [];
  private readonly changes: Float64Array[] = [];

  /** @param tolerance relative decrease of the loss in one step under which the search ends */
  constructor(
    start: Float64Array,
    private readonly tolerance: number,
  ) {
    this.point = start;
    this.direction = new Float64Array(start.length);
  }

  /** Where loss and gradient are wanted. */
  ask(): Float64Array {
    if (this.gradient === null) return this.point;
    return this.point.map((value, i) => value + this.rate * this.direction[i]!);
  }

  /** @returns true when the answer completed an iteration */
  tell(asked: Float64Array, loss: number, gradient: Float64Array): boolean {
    if (this.gradient === null) {
      this.accept(asked, loss, gradient);
      return false;
    }
    if (!(loss <= this.loss + DECREASE * this.rate * this.slope)) {
      this.rate /= 2;
      if (++this.halvings > MAX_HALVINGS) this.done = true;
      return false;
    }
    const before = this.loss;
    this.remember(asked, gradient);
    this.accept(asked, loss, gradient);
    this.iterations++;
    if (before - loss <= this.tolerance * Math.max(1e-8, Math.abs(loss))) this.done = true;
    return true;
  }

  private accept(point: Float64Array, loss: number, gradient: Float64Array): void {
    this.point = point;
    this.loss = loss;
    this.gradient = gradient;
    this.halvings = 0;
    this.direction = this.descend(gradient);
    this.slope = dot(this.direction, gradient);
    this.rate = this.steps.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    if (!(this.slope < 0)) this.done = true;
  }

  private remember(point: Float64Array, gradient: Float64Array): void {
    const step = point.map((value, i) => value - this.point[i]!);
    const change = gradient.map((value, i) => value - this.gradient![i]!);
    if (dot(step, change) <= 1e-12 * dot(change, change)) return;
    this.steps.push(step);
    this.changes.push(change);
    if (this.steps.length > MEMORY) {
      this.steps.shift();
      this.changes.shift();
    }
  }

  /** The two-loop recursion: −H · gradient. */
  private descend(gradient: Float64Array): Float64Array {
    const result = gradient.map((value) => -value);
    const alphas = new Float64Array(this.steps.length);
    for (let i = this.steps.length - 1; i >= 0; i--) {
      alphas[i] = dot(this.steps[i]!, result) / dot(this.steps[i]!, this.changes[i]!);
      addScaled(result, this.changes[i]!, -alphas[i]!);
    }
    const last = this.steps.length - 1;
    if (last >= 0) {
      const scale =
        dot(this.steps[last]!, this.changes[last]!) / dot(this.changes[last]!, this.changes[last]!);
      for (let i = 0; i < result.length; i++) result[i]! *= scale;
    }
    for (let i = 0; i <= last; i++) {
      const beta = dot(this.changes[i]!, result) / dot(this.steps[i]!, this.changes[i]!);
      addScaled(result, this.steps[i]!, alphas[i]! - beta);
    }
    return result;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += scale * source[i]!;
}
