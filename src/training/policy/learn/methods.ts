/**
 * Transitions → a policy: behaviour cloning, conservative Q learning (Kumar et al. 2020) and implicit Q learning
 * (Kostrikov et al. 2022), all for discrete actions. A Policy scores every action; the greatest score is taken.
 */
import type { OnnxModel } from '../../../onnx/model.ts';
import { withWeights } from '../../../onnx/with-weights.ts';
import { DISCOUNT, deviationOf, firstEpisodes, type Transitions } from '../transitions.ts';
import { expectiles, type FittedQ, fitQByLeastSquares, valueBounds } from './fitted-q.ts';
import { ask, type LearnerSettings, openLearner, Sampler, type Weights } from './learner.ts';
import { type Tilt, tiltedModel } from './linear-model.ts';
import { policyLossModel, policyModel, qPolicyModel } from './networks.ts';
import { argmax, askQ, fitQ, greedyValue, meanQ } from './q-values.ts';

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

/** The cloned behaviour: what the log's own decisions are told by. */
export interface Behaviour {
  cloned: Policy;
}

type TiltOptions = Omit<MethodOptions, 'steps'> & Behaviour;

/**
 * Inverse temperature β of Kostrikov et al. 2022, section 5. Deviation: advantages are divided by their own deviation over
 * the logged rows, which in the unit of returns shrinks with the length of the episodes.
 */
const INVERSE_TEMPERATURE = 3;
/** Enough for a deviation; more rows take seconds. */
const DEVIATION_ROWS = 20_000;

/** Values, and how much they weigh beside others. */
interface WeighedValues {
  q: FittedQ;
  share: number;
}

/**
 * π ∝ π_b · exp(β · Σ share · Q / deviation): what advantage-weighted imitation (Peng et al. 2019, section 3.1) aims at, in
 * closed form, as discrete actions allow. In states in which actions matter less than elsewhere, it does what the log does
 * most.
 */
export async function tiltedPolicy(
  description: Pick<Policy, 'id' | 'name'>,
  options: TiltOptions,
  weighed: readonly WeighedValues[],
): Promise<Policy> {
  const { cloned, data } = options;
  const sample = { cloned, data: firstEpisodes(data, DEVIATION_ROWS) };
  const tilts: Tilt[] = [];
  for (const { q, share } of weighed) {
    const deviation = deviationOf(await advantagesOf(sample, q, 0.5));
    tilts.push({ q, weight: (share * INVERSE_TEMPERATURE) / deviation });
  }
  const [{ q: first }] = weighed as [WeighedValues];
  return {
    ...description,
    role: 'transfer',
    hyperparameters: {
      inverseTemperature: INVERSE_TEMPERATURE,
      ridge: first.ridge,
      rounds: first.rounds,
      features: first.map.k,
      discount: DISCOUNT,
    },
    model: tiltedModel(cloned.model, tilts),
    score: async (states) => {
      const scores = Float32Array.from(await cloned.score(states));
      for (const { q, weight } of tilts) {
        const values = q.values(states);
        for (let index = 0; index < scores.length; index += 1) scores[index]! += weight * values[index]!;
      }
      return scores;
    },
  };
}

/**
 * Values of implicit Q learning, which never asks for an action outside the log: V is an expectile of Q over the log's
 * actions, and Q follows V. Deviation: Q is a least-squares fit and V is exact for the cloned behaviour, as small networks
 * make too few rounds to carry values back.
 */
export function implicitValues(options: TiltOptions & { expectile: number }): Promise<FittedQ> {
  const { data, seed, cloned, expectile, signal } = options;
  const behaviour = (states: Float32Array) => probabilitiesUnder(cloned, states, data);
  return fitQByLeastSquares({ data, caution: 0, inSample: { expectile, behaviour }, seed, signal });
}

/** Ceiling of a row's weight before scaling, as in Kostrikov et al. 2022. */
const MAX_WEIGHT = 100;

/** exp(advantage in deviations) of every logged row, with mean 1: [n]. */
export async function advantageWeights(options: TiltOptions & { expectile: number }): Promise<Float32Array> {
  const advantages = await advantagesOf(options, await implicitValues(options), options.expectile);
  const scale = deviationOf(advantages);
  const weights = advantages.map((one) => Math.min(MAX_WEIGHT, Math.exp(one / scale)));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

/** Q − V of every logged row, V an expectile over the actions of the cloned behaviour: [n]. */
async function advantagesOf(
  { data, cloned }: Pick<TiltOptions, 'data' | 'cloned'>,
  q: FittedQ,
  expectile: number,
) {
  const { a } = data;
  const values = q.values(data.states);
  const behaviour = await probabilitiesUnder(cloned, data.states, data);
  const baseline = expectiles(values, behaviour, { a, expectile });
  return Float32Array.from(data.action, (action, row) => values[row * a + action]! - baseline[row]!);
}

const probabilitiesUnder = async (policy: Policy, states: Float32Array, { a }: Transitions) =>
  probabilitiesOf(await policy.score(states), a);

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
