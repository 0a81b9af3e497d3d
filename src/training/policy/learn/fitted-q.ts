/**
 * Transitions → action values by fitted Q iteration (Ernst et al. 2005) with least squares on random features: a
 * round costs milliseconds, so values travel over hundreds of steps, which a small network trained for seconds cannot
 * do. With `caution` the values are a lower bound, PEVI of Jin et al. 2021. Next: `methods.ts`, as policy and as the
 * start of the networks.
 */

import { DISCOUNT, firstEpisodes, type Transitions } from '../transitions.ts';
import { ActionRegression, chooseRidge, dot, type RegressionRows, valuesOf } from './action-regression.ts';
import { expand, type FeatureMap, makeFeatures } from './features.ts';

export interface FittedQ {
  map: FeatureMap;
  a: number;
  /** [a, k], scaled rewards. */
  weights: Float64Array;
  regression: ActionRegression;
  /** Subtracted a unit of width. */
  penalty: number;
  ridge: number;
  rounds: number;
  /** Lower bounds [n, a] of standardised states [n, d]. */
  values(states: Float32Array): Float64Array;
}

/** Values a state by an expectile over the actions that the log takes there (implicit Q learning). */
interface InSample {
  /** Above 0.5 leans to the better actions; 0.5 values the log's own behaviour. */
  expectile: number;
  /** Standardised states [n, d] → probabilities of the log's actions [n, a]. */
  behaviour(states: Float32Array): Promise<Float64Array>;
}

interface FittedQOptions {
  data: Transitions;
  /** Widths of the regression subtracted from each value, in deviations of a target. 0 trusts the fit. */
  caution: number;
  /** How the actions of the next states are valued; without it, by the greatest lower bound among them. */
  inSample?: InSample;
  seed: number;
  signal?: AbortSignal;
}

const MOST_ROUNDS = 200;
/** Change of the greatest value, in deviations of the returns, at which the iteration has settled. */
const SETTLED = 2e-3;

/** Bounds of any value: the extreme rewards for ever, and nothing. Targets are cut to them, so none diverges. */
export function bounds(reward: ArrayLike<number>, sumOfDiscounts: number): [number, number] {
  let [low, high] = [0, 0];
  for (let row = 0; row < reward.length; row += 1) {
    low = Math.min(low, reward[row]! * sumOfDiscounts);
    high = Math.max(high, reward[row]! * sumOfDiscounts);
  }
  return [low, high];
}

/**
 * Bounds of the values that are learnt: as `bounds` for ever, but no further beyond the extreme returns of the log than
 * these are apart. Sparse rewards would else be thought to come at every step.
 */
export function valueBounds({ reward, returnToGo }: Transitions): [number, number] {
  const [low, high] = bounds(reward, 1 / (1 - DISCOUNT));
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of returnToGo) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const room = most - least;
  return [Math.max(low, least - room), Math.min(high, most + room)];
}

/** Every second episode: 0 or 1 a row. */
export function halvesOf({ n, starts }: Transitions): Uint8Array {
  const halves = new Uint8Array(n);
  starts.forEach((from, episode) => {
    halves.fill(episode % 2, from, starts[episode + 1] ?? n);
  });
  return halves;
}

/** Multiplications a fit may take: a few seconds on one core. More rows are left to the networks. */
const WORK = 2e9;
const TRIAL_ROUNDS = 40;
const TRIAL_RIDGE = 1;

/**
 * Reads top to bottom: features → a trial with a middling ridge → the ridge that predicts its targets best on episodes
 * it did not see → the iteration itself.
 */
export async function fitQByLeastSquares(options: FittedQOptions): Promise<FittedQ> {
  const { data: given, caution, inSample, seed, signal } = options;
  const { a } = given;
  const map = makeFeatures(given, seed);
  const { k } = map;
  const data = firstEpisodes(given, Math.floor(WORK / (k * (a + 1) * MOST_ROUNDS)));
  const { n } = data;
  const features = expand(map, data.states);
  const next = expand(map, data.nextStates);
  const shape = { features, action: data.action, n, k, a };
  const weight = new Float64Array(n).fill(1);
  const taken = inSample && {
    expectile: inSample.expectile,
    probabilities: await inSample.behaviour(data.nextStates),
  };
  const run = (ridge: number, most: number, careful: number, first: Float64Array) => {
    const rows = { ...shape, weight, ridge };
    return iterate({ data, rows, next, taken, caution: careful, rounds: most, first, signal });
  };
  const trial = run(TRIAL_RIDGE, TRIAL_ROUNDS, 0, Float64Array.from(data.returnToGo));
  const ridge = chooseRidge(shape, trial.targets, halvesOf(data));
  const { regression, weights, penalty, rounds } = run(ridge, MOST_ROUNDS, caution, trial.targets);
  const values = (states: Float32Array) => {
    const asked = expand(map, states);
    const all = valuesOf(asked, weights, k);
    if (penalty === 0) return all;
    const unsure = regression.widths(asked);
    return all.map((value, index) => value - penalty * unsure[index]!);
  };
  return { map, a, weights, regression, penalty, ridge, rounds, values };
}

interface Iteration {
  data: Transitions;
  rows: RegressionRows;
  /** Features of the next states. */
  next: Float32Array;
  /** Of implicit Q learning: the log's actions in the next states, [n, a]. */
  taken: { expectile: number; probabilities: Float64Array } | undefined;
  caution: number;
  /** At most. */
  rounds: number;
  /** Targets to begin with. */
  first: Float64Array;
  signal?: AbortSignal;
}

function iterate({ data, rows, next, taken, caution, rounds, first, signal }: Iteration) {
  const { n, a, k } = rows;
  const { reward, terminal } = data;
  const regression = new ActionRegression(rows);
  const widths = caution > 0 ? regression.widths(next) : null;
  const [low, high] = valueBounds(data);
  let targets = first;
  let weights = regression.solve(targets);
  let penalty = 0;
  let round = 0;
  for (; round < rounds; round += 1) {
    signal?.throwIfAborted();
    penalty = caution === 0 ? 0 : caution * residualDeviation(rows, weights, targets);
    const value = taken
      ? expectiles(valuesOf(next, weights, k), taken.probabilities, { a, expectile: taken.expectile })
      : bestValues(next, weights, { k, a, widths, penalty });
    const fresh = Float64Array.from(reward, (now, row) =>
      Math.max(low, Math.min(high, now + (terminal[row] ? 0 : DISCOUNT * value[row]!))),
    );
    let change = 0;
    for (let row = 0; row < n; row += 1) change += Math.abs(fresh[row]! - targets[row]!) / n;
    targets = fresh;
    weights = regression.solve(targets);
    if (change < SETTLED) break;
  }
  return { regression, weights, targets, penalty, rounds: round };
}

interface Bound {
  k: number;
  a: number;
  /** [n, a] or null. */
  widths: Float32Array | null;
  penalty: number;
}

/**
 * Expectile of each row of values [n, a] under probabilities [n, a]: the v with Σ p·|τ − 1[q < v]|·(q − v) = 0, which is
 * what the loss of Kostrikov et al. 2022 (equation 5) makes V(s) of a discrete action; by reweighting, Newton's method here.
 */
export function expectiles(
  values: Float64Array,
  probabilities: Float64Array,
  { a, expectile }: { a: number; expectile: number },
): Float64Array {
  return Float64Array.from({ length: values.length / a }, (_, row) => {
    let value = Number.NEGATIVE_INFINITY;
    for (let round = 0; round <= a; round += 1) {
      let [sum, total] = [0, 0];
      for (let i = row * a; i < (row + 1) * a; i += 1) {
        // Below every value all weights are τ: the first round gives the mean.
        const weight = probabilities[i]! * (values[i]! >= value ? expectile : 1 - expectile);
        sum += weight * values[i]!;
        total += weight;
      }
      const before = value;
      value = sum / total;
      if (value === before) break;
    }
    return value;
  });
}

/** Greatest lower bound among the actions, a row. */
function bestValues(next: Float32Array, weights: Float64Array, { k, a, widths, penalty }: Bound) {
  const best = new Float64Array(next.length / k);
  for (let row = 0; row < best.length; row += 1) {
    let top = Number.NEGATIVE_INFINITY;
    for (let action = 0; action < a; action += 1) {
      const value = dot(next, row * k, weights, action * k, k);
      top = Math.max(top, value - (widths ? penalty * widths[row * a + action]! : 0));
    }
    best[row] = top;
  }
  return best;
}

function residualDeviation(
  { features, action, n, k }: { features: Float32Array; action: Int32Array; n: number; k: number },
  weights: Float64Array,
  targets: Float64Array,
): number {
  let sum = 0;
  for (let row = 0; row < n; row += 1)
    sum += (targets[row]! - dot(features, row * k, weights, action[row]! * k, k)) ** 2;
  return Math.sqrt(sum / n);
}
