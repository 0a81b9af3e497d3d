/**
 * Transitions → a policy: behaviour cloning, conservative Q learning (Kumar et al. 2020) and implicit Q learning
 * (Kostrikov et al. 2022), all for discrete actions. A Policy scores every action; the greatest score is taken.
 */
import type { OnnxModel } from '../../onnx/model.ts';
import { withWeights } from '../with-weights.ts';
import { fitQByLeastSquares, valueBounds } from './fitted-q.ts';
import { ask, openLearner, Sampler, type Weights } from './learner.ts';
import { fittedQModel } from './linear-model.ts';
import { policyLossModel, policyModel, qPolicyModel, valueLossModel, valueModel } from './networks.ts';
import { argmax, askQ, fitQ, greedyValue, meanQ } from './q-values.ts';
import { DISCOUNT, deviationOf, type Transitions } from './transitions.ts';

export interface Policy {
  id: string;
  name: string;
  role: 'baseline' | 'transfer';
  /** Standardised states [n, d] → scores [n, a]. */
  score(states: Float32Array): Promise<Float32Array>;
  /** Graph with input `state` (standardised) and output `scores`. */
  model: OnnxModel;
  hyperparameters: Record<string, number | string>;
}

export interface MethodOptions {
  data: Transitions;
  steps: number;
  seed: number;
  signal?: AbortSignal;
  onProgress?: (share: number) => void;
}

function softmaxPolicy(
  description: Pick<Policy, 'id' | 'name' | 'role' | 'hyperparameters'>,
  { d, a }: Transitions,
  weights: Weights,
): Policy {
  const model = policyModel({ d, a });
  return {
    ...description,
    model: withWeights(model, weights),
    score: async (states) => (await ask(model, weights, states, d)).scores!,
  };
}

/** Policy by likelihood with a weight a row. */
async function fitPolicy(options: MethodOptions, weights: Float32Array): Promise<Weights> {
  const { data, steps, seed, signal } = options;
  const learner = await openLearner(policyLossModel(data, seed), steps, 1e-3);
  const sampler = new Sampler(data, seed + 1);
  try {
    for (let step = 0; step < steps; step += 1) {
      if (step % 100 === 0) signal?.throwIfAborted();
      const rows = sampler.rows();
      await learner.step({
        state: sampler.states(rows),
        action: sampler.actions(rows),
        weight: sampler.column(rows, weights),
      });
    }
    return learner.weights();
  } finally {
    await learner.close();
  }
}

/** Imitates the log. */
export async function behaviourCloning(options: MethodOptions): Promise<Policy> {
  const weights = await fitPolicy(options, new Float32Array(options.data.n).fill(1));
  const description = { id: 'cloning', name: 'Behaviour cloning', role: 'baseline' as const };
  return softmaxPolicy({ ...description, hyperparameters: { steps: options.steps } }, options.data, weights);
}

/** Acts by the lower bound of fitted Q values. */
export function leastSquares(options: MethodOptions & { caution: number }): Policy {
  const { data, caution, seed, signal } = options;
  const q = fitQByLeastSquares({ data, caution, seed, signal });
  return {
    id: `fitted-q-${caution}`,
    name: `Least-squares fitted Q (caution ${caution})`,
    role: 'transfer',
    hyperparameters: { caution, ridge: q.ridge, rounds: q.rounds, features: q.map.k, discount: DISCOUNT },
    model: fittedQModel(q),
    score: async (states) => Float32Array.from(q.values(states)),
  };
}

/** Caution of the fit the networks start from. */
const WARM_CAUTION = 0.1;

/** What the networks learn first: r + γ·max Q(s′) by a least-squares fit, and the typical gap between actions. */
export interface WarmStart {
  targets: Float32Array;
  /** Mean deviation of the values of a state's actions. */
  gap: number;
}

export function warmStart({ data, seed, signal }: Omit<MethodOptions, 'steps'>): WarmStart {
  const { n, a } = data;
  const q = fitQByLeastSquares({ data, caution: WARM_CAUTION, seed, signal });
  const [low, high] = valueBounds(data);
  const next = q.values(data.nextStates);
  const targets = Float32Array.from(data.reward, (reward, row) => {
    const best = next[row * a + argmax(next, row, a)]!;
    return Math.max(low, Math.min(high, reward + (data.terminal[row] ? 0 : DISCOUNT * best)));
  });
  const here = q.values(data.states);
  let gap = 0;
  for (let row = 0; row < n; row += 1) {
    const values = here.subarray(row * a, (row + 1) * a);
    const mean = values.reduce((sum, value) => sum + value, 0) / a;
    gap += Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / a) / n;
  }
  return { targets, gap };
}

/**
 * Values actions, those that the log does not show pessimistically; acts greedily.
 * @param options.alpha in units of the gap between actions: the regulariser shifts values by about α/2 of it.
 */
export async function conservativeQ(
  options: MethodOptions & { alpha: number; warm: WarmStart },
): Promise<Policy> {
  const { data, alpha, warm } = options;
  const nextValue = async (present: Weights) =>
    greedyValue(await askQ(present, data.nextStates, data), data.a);
  const weights = await fitQ({ ...options, alpha: alpha * warm.gap, firstTargets: warm.targets, nextValue });
  return {
    id: `cql-${alpha}`,
    name: `Conservative Q learning (α ${alpha})`,
    role: 'transfer',
    hyperparameters: { alpha, steps: options.steps, discount: DISCOUNT },
    model: withWeights(qPolicyModel(data), weights),
    score: async (states) => meanQ(await askQ(weights, states, data)),
  };
}

/** Steps of V at each refresh of Q's targets. */
const VALUE_STEPS = 100;
/**
 * Kostrikov et al. 2022, section 5: temperature of the advantage weights and their ceiling. Deviation: advantages are
 * divided by their own deviation, which in the unit of returns shrinks with the length of the episodes.
 */
const TEMPERATURE = 1;
const MAX_WEIGHT = 100;

/**
 * Never values an action outside the log: V is an expectile of Q over the log's actions, Q follows V, the policy
 * imitates rows by exp(temperature · advantage). Deviation: the advantage is over the mean of Q's actions, not over V.
 */
export async function implicitQ(
  options: MethodOptions & { expectile: number; warm: WarmStart },
): Promise<Policy> {
  const { data, steps, seed, expectile, warm } = options;
  const valueSteps = Math.max(100, Math.floor(steps / 2));
  const takenOf = (values: Float32Array[]) =>
    Float32Array.from({ length: data.n }, (_, row) => {
      return Math.min(...values.map((head) => head[row * data.a + data.action[row]!]!));
    });
  // V is trained between the refreshes of Q's targets, on the Q values of the log's own actions.
  const valueLearner = await openLearner(valueLossModel(data, expectile, seed + 2), valueSteps);
  const sampler = new Sampler(data, seed + 3);
  const trainValue = async (taken: Float32Array, count: number) => {
    for (let step = 0; step < count; step += 1) {
      const rows = sampler.rows();
      await valueLearner.step({ state: sampler.states(rows), target: sampler.column(rows, taken) });
    }
  };
  try {
    const model = valueModel(data);
    const stateValue = async (states: Float32Array) =>
      (await ask(model, valueLearner.weights(), states, data.d)).value!;
    const nextValue = async (present: Weights) => {
      await trainValue(takenOf(await askQ(present, data.states, data)), VALUE_STEPS);
      return stateValue(data.nextStates);
    };
    const weights = await fitQ({ ...options, alpha: 0, firstTargets: warm.targets, nextValue });
    const mean = meanQ(await askQ(weights, data.states, data));
    // The mean of Q's own actions stands for V: the error of a second network would weigh states, not actions.
    const raw = data.action.reduce((advantages, action, row) => {
      const values = mean.subarray(row * data.a, (row + 1) * data.a);
      advantages[row] = values[action]! - values.reduce((sum, value) => sum + value, 0) / data.a;
      return advantages;
    }, new Float32Array(data.n));
    const scale = deviationOf(raw);
    const advantage = raw.map((one) => Math.min(MAX_WEIGHT, Math.exp((TEMPERATURE * one) / scale)));
    const meanWeight = advantage.reduce((sum, weight) => sum + weight, 0) / data.n;
    const policy = await fitPolicy(
      { ...options, steps: valueSteps },
      advantage.map((weight) => weight / meanWeight),
    );
    const description = {
      id: `iql-${expectile}`,
      name: `Implicit Q learning (expectile ${expectile})`,
      role: 'transfer' as const,
    };
    return softmaxPolicy(
      { ...description, hyperparameters: { expectile, steps, discount: DISCOUNT } },
      data,
      policy,
    );
  } finally {
    await valueLearner.close();
  }
}
