/**
 * Direct linear forecast, one ridge regression for all series (Zeng et al. 2023, NLinear; closed form as in Toner &
 * Darlow 2024): the last `context` values, less the last one and over their deviation, map to the next `horizon`.
 * Trained from nothing on the person's series: what a model has to beat to show that pretraining helped.
 */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { z } from 'zod';
import type { Forecast, ForecastContext, Forecaster } from '../forecaster.ts';
import { seasonalNaive } from './naive.ts';

const MAX_WINDOWS = 4_000;
const MAX_CONTEXT = 192;
/** Ridge weights relative to the mean diagonal of the Gram matrix. */
const RIDGES = [1e-4, 1e-3, 1e-2, 1e-1, 1] as const;

/** Steps looked at: two seasons or twice the horizon, at least 8. */
const contextLength = ({ period, horizon }: ForecastContext) =>
  Math.min(MAX_CONTEXT, Math.max(8, 2 * period, Math.min(2 * horizon, 96)));

/** Last `length` values of a history, less the last, over their deviation (1 for a constant). */
function normalise(values: Float64Array, end: number, length: number) {
  const window = values.subarray(end - length, end);
  const last = window[length - 1]!;
  const mean = window.reduce((sum, value) => sum + value, 0) / length;
  const variance = window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
  const scale = Math.sqrt(variance) || 1;
  return { inputs: Array.from(window, (value) => (value - last) / scale), last, scale };
}

/** Training pairs from every series, thinned evenly to `MAX_WINDOWS`; newest windows of each series are kept. */
function windows(series: readonly Float64Array[], length: number, horizon: number) {
  const total = series.reduce((sum, values) => sum + Math.max(0, values.length - length - horizon + 1), 0);
  const stride = Math.max(1, Math.ceil(total / MAX_WINDOWS));
  const inputs: number[][] = [];
  const targets: number[][] = [];
  for (const values of series) {
    for (let end = values.length - horizon; end >= length; end -= stride) {
      const window = normalise(values, end, length);
      inputs.push(window.inputs);
      targets.push(
        Array.from(values.subarray(end, end + horizon), (value) => (value - window.last) / window.scale),
      );
    }
  }
  return { inputs, targets };
}

/** Gram matrix and cross products of a set of windows: what every ridge is solved from. */
interface Products {
  gram: Matrix;
  cross: Matrix;
}

function products(inputs: number[][], targets: number[][]): Products {
  const transposed = new Matrix(inputs).transpose();
  return { gram: transposed.mmul(new Matrix(inputs)), cross: transposed.mmul(new Matrix(targets)) };
}

const sum = (a: Products, b: Products): Products => ({
  gram: Matrix.add(a.gram, b.gram),
  cross: Matrix.add(a.cross, b.cross),
});

function solve({ gram, cross }: Products, ridge: number): Matrix {
  const weighted = gram.clone();
  const weight = (ridge * gram.trace()) / gram.rows + 1e-9;
  for (let index = 0; index < gram.rows; index += 1)
    weighted.set(index, index, gram.get(index, index) + weight);
  return new CholeskyDecomposition(weighted).solve(cross);
}

/** Every fifth window is held out to choose the ridge; then all are used. */
function fitRidge(inputs: number[][], targets: number[][]): Matrix {
  const pick = (rows: number[][], held: boolean) => rows.filter((_, index) => (index % 5 === 4) === held);
  const held = { inputs: pick(inputs, true), targets: pick(targets, true) };
  const kept = products(pick(inputs, false), pick(targets, false));
  const all = held.inputs.length === 0 ? kept : sum(kept, products(held.inputs, held.targets));
  if (inputs.length < 20) return solve(all, 1e-1);
  const [heldX, heldY] = [new Matrix(held.inputs), new Matrix(held.targets)];
  const errors = RIDGES.map((ridge) => Matrix.sub(heldX.mmul(solve(kept, ridge)), heldY).norm('frobenius'));
  return solve(all, RIDGES[errors.indexOf(Math.min(...errors))]!);
}

const stateSchema = z.object({ weights: z.array(z.array(z.number())) });

/** @param weights [context, horizon]; empty when there were too few windows: then the season is repeated. */
async function restore(state: unknown, context: ForecastContext): Promise<Forecast> {
  const { weights } = stateSchema.parse(state);
  if (weights.length === 0) return seasonalNaive.restore(null, context);
  const matrix = new Matrix(weights);
  return async (histories) =>
    histories.map((history) => {
      const { inputs, last, scale } = normalise(history, history.length, weights.length);
      return Float64Array.from(new Matrix([inputs]).mmul(matrix).getRow(0), (value) => last + scale * value);
    });
}

export const linear: Forecaster = {
  id: 'linear',
  name: 'Linear model trained on these series',
  role: 'baseline',
  minimumHistory: contextLength,
  restore,
  prepare: async (training, context) => {
    const { inputs, targets } = windows(training, contextLength(context), context.horizon);
    const state = { weights: inputs.length < 8 ? [] : fitRidge(inputs, targets).to2DArray() };
    return { forecast: await restore(state, context), state };
  },
};
