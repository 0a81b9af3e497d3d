/**
 * Transitions → a policy: behaviour cloning, conservative Q learning (Kumar et al. 2020) and implicit Q learning
 * (Kostrikov et al. 2022), all for discrete actions. A Policy scores every action; the greatest score is taken.
 */
import type { OnnxModel } from '../../onnx/model.ts';
import { withWeights } from '../with-weights.ts';
import { expectiles, fitQByLeastSquares, valueBounds } from './fitted-q.ts';
import { ask, type LearnerSettings, openLearner, Sampler, type Weights } from './learner.ts';
import { fittedQModel } from './linear-model.ts';
import { policyLossModel, policyModel, qPolicyModel } from './networks.ts';
import { argmax, askQ, fitQ, greedyValue, meanQ } from './q-values.ts';
import { DISCOUNT, deviationOf, type Transitions } from './transitions.ts';

export interface Policy {
  id: string;
  name: string;
  role: 'baseline' | 'transfer';
  /** Standardised states [n, d] → scores [n, a]. */
  score(states: Float32Array): Promise<Float32Array>;
  /** Graph with input `state` (standardised, unless `takesLogged`) and output `scores`. */
  model: OnnxModel;
  /** The graph takes states as logged. */
  takesLogged?: boolean;
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

/**
 * Policy by likelihood with a weight a row.
 * @param loss graph with inputs `state`, `action`, `weight`; without `trainable`, all its layers learn
 */
export async function fitPolicy(
  options: MethodOptions,
  weights: Float32Array,
  { model, ...learn }: Pick<LearnerSettings, 'trainable' | 'output'> & { model: OnnxModel } = {
    model: policyLossModel(options.data, options.seed),
  },
): Promise<Weights> {
  const { data, steps, seed, signal } = options;
  const learner = await openLearner(model, steps, { weightDecay: 1e-3, ...learn });
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
export async function leastSquares(options: MethodOptions & { caution: number }): Promise<Policy> {
  const { data, caution, seed, signal } = options;
  const q = await fitQByLeastSquares({ data, caution, seed, signal });
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

export async function warmStart({ data, seed, signal }: Omit<MethodOptions, 'steps'>): Promise<WarmStart> {
  const { n, a } = data;
  const q = await fitQByLeastSquares({ data, caution: WARM_CAUTION, seed, signal });
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

/**
 * Kostrikov et al. 2022, section 5: temperature of the advantage weights and their ceiling. Deviation: advantages are
 * divided by their own deviation, which in the unit of returns shrinks with the length of the episodes.
 */
const TEMPERATURE = 1;
const MAX_WEIGHT = 100;

/**
 * Never values an action outside the log: V is an expectile of Q over the log's actions, Q follows V, the policy
 * imitates rows by exp(temperature · (Q − V)). Deviation: Q is a least-squares fit and V is exact for the cloned
 * behaviour, as small networks make too few rounds to carry values back.
 */
export async function implicitQ(options: MethodOptions & { expectile: number }): Promise<Policy> {
  const { data, expectile } = options;
  const steps = imitationSteps(options);
  const policy = await fitPolicy({ ...options, steps }, await advantageWeights(options));
  const description = {
    id: `iql-${expectile}`,
    name: `Implicit Q learning (expectile ${expectile})`,
    role: 'transfer' as const,
    hyperparameters: { expectile, temperature: TEMPERATURE, steps, discount: DISCOUNT },
  };
  return softmaxPolicy(description, data, policy);
}

/** exp(temperature · advantage) of every logged row, with mean 1: [n]. */
export async function advantageWeights(
  options: MethodOptions & { expectile: number },
): Promise<Float32Array> {
  const { data, seed, expectile, signal } = options;
  const { a, n } = data;
  const cloned = await behaviourCloning({ ...options, steps: imitationSteps(options) });
  const behaviour = async (states: Float32Array) => probabilitiesOf(await cloned.score(states), a);
  const q = await fitQByLeastSquares({ data, caution: 0, inSample: { expectile, behaviour }, seed, signal });
  const values = q.values(data.states);
  const baseline = expectiles(values, await behaviour(data.states), { a, expectile });
  const raw = Float32Array.from(data.action, (action, row) => values[row * a + action]! - baseline[row]!);
  const scale = deviationOf(raw);
  const advantage = raw.map((one) => Math.min(MAX_WEIGHT, Math.exp((TEMPERATURE * one) / scale)));
  const meanWeight = advantage.reduce((sum, weight) => sum + weight, 0) / n;
  return advantage.map((weight) => weight / meanWeight);
}

const LEAST_POLICY_STEPS = 400;
/** Updates of a policy that imitates by weights. */
export const imitationSteps = ({ steps }: Pick<MethodOptions, 'steps'>): number =>
  Math.max(LEAST_POLICY_STEPS, Math.floor(steps / 2));

/** Softmax of each row of logits [n, a]. */
function probabilitiesOf(logits: Float32Array, a: number): Float64Array {
  const result = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += a) {
    const top = Math.max(...logits.subarray(start, start + a));
    let sum = 0;
    for (let i = start; i < start + a; i += 1) sum += Math.exp(logits[i]! - top);
    for (let i = start; i < start + a; i += 1) result[i] = Math.exp(logits[i]! - top) / sum;
  }
  return result;
}
