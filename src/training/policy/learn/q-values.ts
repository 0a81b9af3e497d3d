/**
 * Transitions → Q networks. First they learn the targets they are given (`fitted-q.ts`): a small network trained for
 * seconds makes too few rounds to carry values over hundreds of steps by itself. Then targets r + γ·V(s′) are worked
 * out for all rows with the present weights every `REFRESH` steps; V is given by the caller.
 */

import { DISCOUNT, type Transitions } from '../transitions.ts';
import { valueBounds } from './fitted-q.ts';
import { ask, openLearner, Sampler, type Weights } from './learner.ts';
import { Q_HEADS, qLossModel, qModel } from './networks.ts';

const REFRESH = 100;
/** Share of the steps spent on the given targets first. */
const WARM_UP = 0.5;

/** Q values of both networks, row-major [n, a] each. */
type QValues = Float32Array[];

export const askQ = async (
  weights: Weights,
  states: Float32Array,
  { d, a }: Transitions,
): Promise<QValues> => {
  const outputs = await ask(qModel({ d, a }), weights, states, d);
  return Array.from({ length: Q_HEADS }, (_, head) => outputs[`values${head}`]!);
};

export const meanQ = (values: QValues): Float32Array =>
  values[0]!.map((_, index) => values.reduce((sum, head) => sum + head[index]!, 0) / values.length);

/** Greedy action by the mean, valued by the lower network: [n]. */
export function greedyValue(values: QValues, a: number): Float32Array {
  const mean = meanQ(values);
  return Float32Array.from({ length: mean.length / a }, (_, row) => {
    const best = argmax(mean, row, a);
    return Math.min(...values.map((head) => head[row * a + best]!));
  });
}

export function argmax(values: ArrayLike<number>, row: number, a: number): number {
  let best = 0;
  for (let action = 1; action < a; action += 1) {
    if (values[row * a + action]! > values[row * a + best]!) best = action;
  }
  return best;
}

interface FitQOptions {
  data: Transitions;
  alpha: number;
  steps: number;
  seed: number;
  /** Value of every next state, under the present Q networks: [n]. */
  nextValue: (weights: Weights) => Promise<Float32Array>;
  /** Targets to begin with: [n]. */
  firstTargets: Float32Array;
  signal?: AbortSignal;
  onProgress?: (share: number) => void;
}

export async function fitQ(options: FitQOptions): Promise<Weights> {
  const { data, alpha, steps, seed, nextValue, firstTargets, signal, onProgress } = options;
  const learner = await openLearner(qLossModel(data, alpha, seed), steps);
  const sampler = new Sampler(data, seed);
  const [low, high] = valueBounds(data);
  let targets = firstTargets;
  const firstRefresh = Math.ceil((steps * WARM_UP) / REFRESH) * REFRESH;
  try {
    for (let step = 0; step < steps; step += 1) {
      if (step % REFRESH === 0 && step >= firstRefresh) {
        signal?.throwIfAborted();
        onProgress?.(step / steps);
        const value = await nextValue(learner.weights());
        targets = data.reward.map((reward, row) => {
          const next = data.terminal[row] ? 0 : DISCOUNT * value[row]!;
          return Math.max(low, Math.min(high, reward + next));
        });
      }
      const rows = sampler.rows();
      await learner.step({
        state: sampler.states(rows),
        action: sampler.actions(rows),
        target: sampler.column(rows, targets),
      });
    }
    return learner.weights();
  } finally {
    await learner.close();
  }
}
