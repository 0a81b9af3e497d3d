/**
 * Policy + logged episodes that it did not learn from → what it would have earned: fitted Q evaluation (Le, Voloshin &
 * Yue 2019) by least squares on random features, over the length of the logged episodes and undiscounted, so that it
 * stands beside the plain logged return. Intervals: the fit is repeated on resampled episodes, the same for every
 * policy. And how much of what the policy does the log has seen.
 */
import { seededRandom } from '../../random.ts';
import { ActionRegression, chooseRidge, dot } from './action-regression.ts';
import { expand, makeFeatures } from './features.ts';
import { bounds, halvesOf } from './fitted-q.ts';
import type { Policy } from './methods.ts';
import { argmax } from './q-values.ts';
import { DISCOUNT, firstEpisodes, type Transitions } from './transitions.ts';

/** How returns are counted: `steps` backups with `discount`. */
export interface Horizon {
  steps: number;
  discount: number;
}

export interface PolicyEstimate {
  /** Return of an episode in the person's unit of reward. */
  value: number;
  /** 95 % bootstrap interval over episodes. */
  interval: [number, number];
  /** The estimate on each resample, in the order of the resamples. */
  resampled: Float64Array;
}

const MOST_RESAMPLES = 24;
const FEWEST_RESAMPLES = 7;
const MOST_WAVES = 90;
/** Multiplications an estimate may take: a few seconds on one core. Resamples are saved first, then rows. */
const WORK = 1e9;
/** Longer episodes are valued with a discount only: errors of a fit add up over the steps. */
export const LONGEST_PLAIN = 300;
const DISCOUNTED_STEPS = 400;

/** Plain returns over the longest episode where it is short enough, else discounted ones. */
export const horizonOf = (longest: number): Horizon =>
  longest <= LONGEST_PLAIN
    ? { steps: longest, discount: 1 }
    : { steps: DISCOUNTED_STEPS, discount: DISCOUNT };

export const greedyActions = (scores: ArrayLike<number>, a: number): Int32Array =>
  Int32Array.from({ length: scores.length / a }, (_, row) => argmax(scores, row, a));

/** Prepared once for the episodes, then asked for any policy. */
export class Evaluator {
  readonly #data: Transitions;
  readonly #horizon: Horizon;
  readonly #features: Float32Array;
  readonly #next: Float32Array;
  readonly #k: number;
  readonly #resamples: number;
  /** No value is thought to lie further beyond the extreme logged returns than these are apart. */
  readonly #extremes: [number, number];
  /** [resample] how often each episode counts; the first is the log itself. */
  readonly #draws: Float64Array[];
  readonly #regressions: ActionRegression[];

  constructor(given: Transitions, horizon: Horizon, seed: number) {
    const map = makeFeatures(given, seed + 17, MOST_WAVES);
    this.#k = map.k;
    const workOfRow = 2 * map.k * horizon.steps;
    const data = firstEpisodes(given, Math.floor(WORK / ((FEWEST_RESAMPLES + 1) * workOfRow)));
    const affordable = Math.floor(WORK / (data.n * workOfRow)) - 1;
    this.#resamples = Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, affordable));
    this.#data = data;
    this.#horizon = horizon;
    this.#extremes = extremesOf(data, horizon);
    this.#features = expand(map, data.states);
    this.#next = expand(map, data.nextStates);
    const shape = { features: this.#features, action: data.action, n: data.n, k: this.#k, a: data.a };
    const { targets } = this.#iterate(
      new ActionRegression({ ...shape, weight: new Float64Array(data.n).fill(1), ridge: 1 }),
      followingActions(data),
    );
    const ridge = chooseRidge(shape, targets, halvesOf(data));
    this.#draws = drawEpisodes(data.starts.length, this.#resamples, seed);
    this.#regressions = this.#draws.map(
      (draw) => new ActionRegression({ ...shape, weight: rowWeights(data, draw), ridge }),
    );
  }

  /** @param policy null estimates the log's own behaviour, which tells how far the estimates can be trusted. */
  async estimate(policy: Pick<Policy, 'score'> | null, signal?: AbortSignal): Promise<PolicyEstimate> {
    const { a, rewardScale, states, nextStates, starts, action } = this.#data;
    const here = policy ? greedyActions(await policy.score(states), a) : action;
    const next = policy ? greedyActions(await policy.score(nextStates), a) : followingActions(this.#data);
    const estimates: number[] = [];
    for (const [index, regression] of this.#regressions.entries()) {
      signal?.throwIfAborted();
      // Yield to the event loop, so that a cancellation is heard.
      await new Promise((resolve) => setImmediate(resolve));
      const { weights } = this.#iterate(regression, next);
      const draw = this.#draws[index]!;
      let [sum, count] = [0, 0];
      starts.forEach((row, episode) => {
        const value = dot(this.#features, row * this.#k, weights, here[row]! * this.#k, this.#k);
        sum += draw[episode]! * value;
        count += draw[episode]!;
      });
      estimates.push((sum / count) * rewardScale);
    }
    const resampled = Float64Array.from(estimates.slice(1));
    const sorted = resampled.toSorted();
    const mean = resampled.reduce((sum, value) => sum + value, 0) / resampled.length;
    const spread = Math.sqrt(
      resampled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (resampled.length - 1),
    );
    const value = estimates[0]!;
    return {
      value,
      // Too few resamples for percentiles of 2.5 %: the normal interval, at least as wide as all that was seen.
      interval: [
        Math.min(value - 1.96 * spread, sorted[0]!),
        Math.max(value + 1.96 * spread, sorted.at(-1)!),
      ],
      resampled,
    };
  }

  #iterate(regression: ActionRegression, nextAction: Int32Array) {
    const { reward, terminal, n } = this.#data;
    const { steps, discount } = this.#horizon;
    const [least, most] = this.#extremes;
    let targets = Float64Array.from(reward);
    let weights = regression.solve(targets);
    let reach = 1;
    for (let step = 1; step < steps; step += 1) {
      reach = 1 + discount * reach;
      const [low, high] = bounds(reward, reach);
      const [floor, ceiling] = [Math.max(low, least), Math.min(high, most)];
      const k = this.#k;
      const fresh = new Float64Array(n);
      for (let row = 0; row < n; row += 1) {
        const after = terminal[row]
          ? 0
          : discount * dot(this.#next, row * k, weights, nextAction[row]! * k, k);
        fresh[row] = Math.max(floor, Math.min(ceiling, reward[row]! + after));
      }
      targets = fresh;
      weights = regression.solve(targets);
    }
    return { weights, targets };
  }
}

function extremesOf({ n, reward, starts }: Transitions, { discount }: Horizon): [number, number] {
  const isStart = new Set(starts);
  let [least, most, ahead] = [0, 0, 0];
  for (let row = n - 1; row >= 0; row -= 1) {
    ahead = reward[row]! + discount * ahead;
    least = Math.min(least, ahead);
    most = Math.max(most, ahead);
    if (isStart.has(row)) ahead = 0;
  }
  return [least - (most - least), most + (most - least)];
}

/** Action of the following logged row; the last row of an episode repeats its own. */
function followingActions({ n, action, starts }: Transitions): Int32Array {
  const isStart = new Set(starts);
  return Int32Array.from(action, (own, row) =>
    row + 1 < n && !isStart.has(row + 1) ? action[row + 1]! : own,
  );
}

/** The log as it is, then resamples of its episodes with replacement. */
function drawEpisodes(episodes: number, resamples: number, seed: number): Float64Array[] {
  const random = seededRandom(seed + 5);
  const drawn = Array.from({ length: resamples }, () => {
    const counts = new Float64Array(episodes);
    for (let draw = 0; draw < episodes; draw += 1) counts[random.below(episodes)]! += 1;
    return counts;
  });
  return [new Float64Array(episodes).fill(1), ...drawn];
}

function rowWeights({ n, starts }: Transitions, draw: Float64Array): Float64Array {
  const weights = new Float64Array(n);
  starts.forEach((from, episode) => {
    weights.fill(draw[episode]!, from, starts[episode + 1] ?? n);
  });
  return weights;
}

/** Least probability under the log's own behaviour for an action to count as seen. */
const SEEN = 0.05;

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
    if (Math.exp(logits[row0 + action]! - top) / sum >= SEEN) covered += 1;
  });
  return covered / data.n;
}
