/**
 * Policy + logged episodes that it did not learn from → what it would have earned: fitted Q evaluation (Le, Voloshin &
 * Yue 2019) by least squares on several draws of random features, over the length of the logged episodes and undiscounted, so that it
 * stands beside the plain logged return. The fit is repeated on resampled episodes, the same for every policy, for the
 * interval (`policy-estimate.ts`). And how much of what the policy does the log has seen.
 */
import { seededRandom } from '../../../statistics/random.ts';
import { ActionRegression, chooseRidge, dot } from '../learn/action-regression.ts';
import { expand, makeFeatures } from '../learn/features.ts';
import { bounds, halvesOf } from '../learn/fitted-q.ts';
import type { Policy } from '../learn/methods.ts';
import { argmax } from '../learn/q-values.ts';
import { DISCOUNT, firstEpisodes, type Transitions } from '../transitions.ts';
import { medianOf, type PolicyEstimate, summarise } from './policy-estimate.ts';

/** How returns are counted: `steps` backups with `discount`. */
export interface Horizon {
  steps: number;
  discount: number;
}

/** One draw of the features of the logged rows. */
interface Member {
  k: number;
  features: Float32Array;
  next: Float32Array;
}

/** A regression of one member on one draw of the episodes. */
interface Fit {
  member: Member;
  /** How often each episode counts. */
  draw: Float64Array;
  regression: ActionRegression;
}

const MOST_RESAMPLES = 24;
const FEWEST_RESAMPLES = 10;
/** Draws of the random features. Bumps are the same for every seed: one draw of them is enough. */
const MOST_MEMBERS = 5;
const MOST_WAVES = 90;
/** Multiplications an estimate may take: a few seconds on one core. Resamples are saved first, then rows. */
const WORK = 2e9;
/** Longer episodes are valued with a discount only: errors of a fit add up over the steps. */
const LONGEST_PLAIN = 300;
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
  /** Between these every value is thought to lie. */
  readonly #extremes: [number, number];
  /** First every member on the log as it is, then the resamples. */
  readonly #fits: Fit[];
  readonly #memberCount: number;
  #seenError: Promise<number> | undefined;

  constructor(given: Transitions, horizon: Horizon, seed: number) {
    const first = makeFeatures(given, seed + 17, MOST_WAVES);
    const workOfRow = 2 * first.k * horizon.steps;
    this.#memberCount = first.shape === 'bump' ? 1 : MOST_MEMBERS;
    const data = firstEpisodes(
      given,
      Math.floor(WORK / ((FEWEST_RESAMPLES + this.#memberCount) * workOfRow)),
    );
    const affordable = Math.floor(WORK / (data.n * workOfRow)) - this.#memberCount;
    const resamples = Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, affordable));
    this.#data = data;
    this.#horizon = horizon;
    this.#extremes = extremesOf(data, horizon);
    const members = Array.from({ length: this.#memberCount }, (_, index): Member => {
      const map = index === 0 ? first : makeFeatures(given, seed + 17 + 1_000 * index, MOST_WAVES);
      return { k: map.k, features: expand(map, data.states), next: expand(map, data.nextStates) };
    });
    const ridge = this.#chooseRidge(members[0]!);
    const everyEpisode = new Float64Array(data.starts.length).fill(1);
    const regress = (member: Member, draw: Float64Array): Fit => {
      const shape = { features: member.features, action: data.action, n: data.n, k: member.k, a: data.a };
      return {
        member,
        draw,
        regression: new ActionRegression({ ...shape, weight: rowWeights(data, draw), ridge }),
      };
    };
    this.#fits = [
      ...members.map((member) => regress(member, everyEpisode)),
      ...drawEpisodes(data.starts.length, resamples, seed).map((draw, index) =>
        regress(members[index % members.length]!, draw),
      ),
    ];
  }

  /** @param policy null estimates the log's own behaviour, which tells how far the estimates can be trusted. */
  async estimate(policy: Pick<Policy, 'score'> | null, signal?: AbortSignal): Promise<PolicyEstimate> {
    const estimates = await this.#returns(policy, this.#fits, signal);
    const members = estimates.subarray(0, this.#memberCount);
    const resampled = estimates.subarray(this.#memberCount);
    if (!policy) return summarise(members, resampled, 0);
    this.#seenError ??= this.#errorOnLog(signal);
    return summarise(members, resampled, await this.#seenError);
  }

  /** How far the estimate for the log's own behaviour is from what the log earned. */
  async #errorOnLog(signal?: AbortSignal): Promise<number> {
    const { reward, starts, n, rewardScale } = this.#data;
    const own = await this.#returns(null, this.#fits.slice(0, this.#memberCount), signal);
    let logged = 0;
    starts.forEach((from, episode) => {
      let ahead = 0;
      for (let row = (starts[episode + 1] ?? n) - 1; row >= from; row -= 1)
        ahead = reward[row]! + this.#horizon.discount * ahead;
      logged += ahead / starts.length;
    });
    return Math.abs(medianOf(own) - logged * rewardScale);
  }

  /** The return of a policy under each fit. */
  async #returns(
    policy: Pick<Policy, 'score'> | null,
    fits: readonly Fit[],
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const { a, rewardScale, states, nextStates, starts, action } = this.#data;
    const here = policy ? greedyActions(await policy.score(states), a) : action;
    const next = policy ? greedyActions(await policy.score(nextStates), a) : followingActions(this.#data);
    const [least, most] = this.#extremes;
    const estimates: number[] = [];
    for (const { member, draw, regression } of fits) {
      signal?.throwIfAborted();
      // Yield to the event loop, so that a cancellation is heard.
      await new Promise((resolve) => setImmediate(resolve));
      const { weights } = this.#iterate(member, regression, next);
      const { k, features } = member;
      let [sum, count] = [0, 0];
      starts.forEach((row, episode) => {
        const value = dot(features, row * k, weights, here[row]! * k, k);
        sum += draw[episode]! * Math.max(least, Math.min(most, value));
        count += draw[episode]!;
      });
      estimates.push((sum / count) * rewardScale);
    }
    return Float64Array.from(estimates);
  }

  /** By a trial that values the log's own behaviour. */
  #chooseRidge(member: Member): number {
    const { action, n, a } = this.#data;
    const shape = { features: member.features, action, n, k: member.k, a };
    const trial = new ActionRegression({ ...shape, weight: new Float64Array(n).fill(1), ridge: 1 });
    const { targets } = this.#iterate(member, trial, followingActions(this.#data));
    return chooseRidge(shape, targets, halvesOf(this.#data));
  }

  #iterate({ k, next }: Member, regression: ActionRegression, nextAction: Int32Array) {
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
      const fresh = new Float64Array(n);
      for (let row = 0; row < n; row += 1) {
        const after = terminal[row] ? 0 : discount * dot(next, row * k, weights, nextAction[row]! * k, k);
        fresh[row] = Math.max(floor, Math.min(ceiling, reward[row]! + after));
      }
      targets = fresh;
      weights = regression.solve(targets);
    }
    return { weights, targets };
  }
}

/** How far beyond the extreme logged returns a value may lie, in their range. */
const ROOM = 0.25;

function extremesOf({ n, reward, starts }: Transitions, { discount }: Horizon): [number, number] {
  const isStart = new Set(starts);
  let [least, most, ahead] = [0, 0, 0];
  for (let row = n - 1; row >= 0; row -= 1) {
    ahead = reward[row]! + discount * ahead;
    least = Math.min(least, ahead);
    most = Math.max(most, ahead);
    if (isStart.has(row)) ahead = 0;
  }
  const room = ROOM * (most - least);
  return [least - room, most + room];
}

/** Action of the following logged row; the last row of an episode repeats its own. */
function followingActions({ n, action, starts }: Transitions): Int32Array {
  const isStart = new Set(starts);
  return Int32Array.from(action, (own, row) =>
    row + 1 < n && !isStart.has(row + 1) ? action[row + 1]! : own,
  );
}

/** Resamples of the episodes with replacement: how often each counts. */
function drawEpisodes(episodes: number, resamples: number, seed: number): Float64Array[] {
  const random = seededRandom(seed + 5);
  return Array.from({ length: resamples }, () => {
    const counts = new Float64Array(episodes);
    for (let draw = 0; draw < episodes; draw += 1) counts[random.below(episodes)]! += 1;
    return counts;
  });
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
