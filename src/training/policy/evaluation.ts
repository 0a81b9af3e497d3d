/**
 * Policy + logged transitions → what it would have earned: fitted Q evaluation (Le, Voloshin & Yue 2019) on the
 * training episodes, read at the first states of the held-out ones, with a bootstrap interval over those episodes; and
 * how much of what the policy does the log has seen.
 */
import { seededRandom } from '../random.ts';
import type { Policy } from './methods.ts';
import { argmax, askQ, fitQ, meanQ } from './q-values.ts';
import type { Transitions } from './transitions.ts';

export interface PolicyEstimate {
  /** Mean discounted value of the first states, in the person's unit of reward. */
  value: number;
  /** 95 % bootstrap interval over first states and fits. */
  interval: [number, number];
}

const FITS = 2;
const RESAMPLES = 400;

const greedyActions = (scores: Float32Array, a: number): Int32Array =>
  Int32Array.from({ length: scores.length / a }, (_, row) => argmax(scores, row, a));

export interface EvaluateOptions {
  policy: Policy;
  train: Transitions;
  /** Episodes whose first states are valued. */
  held: Transitions;
  steps: number;
  seed: number;
  signal?: AbortSignal;
}

/** Value of each held-out first state by one fit, in scaled rewards. */
async function firstStateValues(options: EvaluateOptions, fit: number): Promise<Float64Array> {
  const { policy, train, held, steps, seed, signal } = options;
  const next = greedyActions(await policy.score(train.nextStates), train.a);
  const weights = await fitQ({
    data: train,
    alpha: 0,
    steps,
    seed: seed + 101 * (fit + 1),
    signal,
    nextValue: async (present) => {
      const values = meanQ(await askQ(present, train.nextStates, train));
      return Float32Array.from(next, (action, row) => values[row * train.a + action]!);
    },
  });
  const first = new Float32Array(held.starts.length * held.d);
  held.starts.forEach((row, index) => {
    first.set(held.states.subarray(row * held.d, (row + 1) * held.d), index * held.d);
  });
  const values = meanQ(await askQ(weights, first, held));
  const actions = greedyActions(await policy.score(first), held.a);
  return Float64Array.from(actions, (action, row) => values[row * held.a + action]!);
}

export async function evaluatePolicy(options: EvaluateOptions): Promise<PolicyEstimate> {
  const fits: Float64Array[] = [];
  for (let fit = 0; fit < FITS; fit += 1) fits.push(await firstStateValues(options, fit));
  const scale = options.train.rewardScale;
  const episodes = fits[0]!.length;
  const random = seededRandom(options.seed);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    const fit = fits[random.below(fits.length)]!;
    let sum = 0;
    for (let draw = 0; draw < episodes; draw += 1) sum += fit[random.below(episodes)]!;
    return (sum / episodes) * scale;
  }).sort();
  const value = fits.flatMap((fit) => [...fit]).reduce((sum, one) => sum + one, 0) / (fits.length * episodes);
  return {
    value: value * scale,
    interval: [means[Math.floor(RESAMPLES * 0.025)]!, means[Math.ceil(RESAMPLES * 0.975) - 1]!],
  };
}

/**
 * Share of logged states in which the log's own behaviour (its cloned policy) would take the evaluated policy's
 * action with at least 5 % probability. Low coverage: the estimate speaks of what was hardly ever tried.
 */
export async function coverageOf(policy: Policy, cloned: Policy, data: Transitions): Promise<number> {
  const actions = greedyActions(await policy.score(data.states), data.a);
  const logits = await cloned.score(data.states);
  let covered = 0;
  actions.forEach((action, row) => {
    const row0 = row * data.a;
    let sum = 0;
    const top = logits[row0 + argmax(logits, row, data.a)]!;
    for (let other = 0; other < data.a; other += 1) sum += Math.exp(logits[row0 + other]! - top);
    if (Math.exp(logits[row0 + action]! - top) / sum >= 0.05) covered += 1;
  });
  return covered / data.n;
}
