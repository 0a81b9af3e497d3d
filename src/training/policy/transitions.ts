/**
 * PolicyDataset → what the learners take: standardised float32 states, scaled rewards, episodes split into train and
 * validation. Terminal steps are told from time limits, which end an episode without ending its value.
 */
import type { PolicyDataset } from '../../datasets/dataset.ts';
import { seededRandom, shuffle } from '../../statistics/random.ts';

/** Discount a step. Episodes of a hundred steps and more are usual; 0.99 looks about that far. */
export const DISCOUNT = 0.99;

export interface Standardisation {
  mean: Float64Array;
  deviation: Float64Array;
}

export interface Transitions {
  n: number;
  /** Sizes of a state and of the set of actions. */
  d: number;
  a: number;
  /** Row-major [n, d], standardised. */
  states: Float32Array;
  nextStates: Float32Array;
  action: Int32Array;
  /** Divided by `rewardScale`. */
  reward: Float32Array;
  /** Discounted reward from this step to the end of the logged episode, scaled as `reward`. */
  returnToGo: Float32Array;
  /** 1 where the value ends here. */
  terminal: Uint8Array;
  /** Rows at which an episode starts. */
  starts: Int32Array;
  rewardScale: number;
}

/** Rows of one episode: [from, to). */
export interface Episode {
  from: number;
  to: number;
}

/** Episodes are runs of equal `episode` in row order. */
export function episodesOf({ episode }: Pick<PolicyDataset, 'episode'>): Episode[] {
  const episodes: Episode[] = [];
  let from = 0;
  for (let row = 1; row <= episode.length; row += 1) {
    if (row < episode.length && episode[row] === episode[from]) continue;
    episodes.push({ from, to: row });
    from = row;
  }
  return episodes;
}

/** Steps of the longest: of any number of episodes. */
export const longestOf = (episodes: readonly Episode[]): number =>
  episodes.reduce((longest, { from, to }) => Math.max(longest, to - from), 0);

/** Discounted and plain return of an episode, in the person's unit. */
export function returnOf({ reward }: Pick<PolicyDataset, 'reward'>, { from, to }: Episode) {
  let discounted = 0;
  let plain = 0;
  for (let row = to - 1; row >= from; row -= 1) {
    discounted = reward[row]! + DISCOUNT * discounted;
    plain += reward[row]!;
  }
  return { discounted, plain };
}

/**
 * Length at which episodes are cut by the clock, or null: the greatest length, when at least two episodes and a
 * fiftieth of all share it. Their last step says `done`, yet the value goes on.
 */
export function timeLimit(episodes: readonly Episode[]): number | null {
  const longest = longestOf(episodes);
  const shared = episodes.filter(({ from, to }) => to - from === longest).length;
  return longest >= 10 && shared >= Math.max(2, episodes.length / 50) ? longest : null;
}

/** Below this share of its mean a column's deviation is rounding: the column is constant. */
const ROUNDING = 1e-6;

/** Columns' mean and deviation, in single precision as the delivered graph holds them; a constant column gets 1. */
export function standardisation(states: Float64Array, d: number): Standardisation {
  const n = states.length / d;
  const mean = new Float64Array(d);
  const deviation = new Float64Array(d);
  states.forEach((value, index) => {
    mean[index % d]! += value / n;
  });
  states.forEach((value, index) => {
    deviation[index % d]! += (value - mean[index % d]!) ** 2 / n;
  });
  return {
    mean: mean.map(Math.fround),
    deviation: deviation.map((variance, column) => {
      const root = Math.fround(Math.sqrt(variance));
      return root > ROUNDING * Math.abs(mean[column]!) ? root : 1;
    }),
  };
}

/** Rounded step by step as the delivered graph does, so that both see the same states. */
export const standardise = (states: Float64Array, { mean, deviation }: Standardisation): Float32Array =>
  Float32Array.from(
    states,
    (value, index) =>
      Math.fround(Math.fround(value) - mean[index % mean.length]!) / deviation[index % mean.length]!,
  );

/** Back from standardised states to those of the log. */
export const asLogged = (states: Float32Array, { mean, deviation }: Standardisation): Float32Array =>
  states.map((value, index) => value * deviation[index % mean.length]! + mean[index % mean.length]!);

/** Discounted reward from each row to the end of its episode. */
function returnsToGo(dataset: PolicyDataset, episodes: readonly Episode[]): Float64Array {
  const values = new Float64Array(dataset.reward.length);
  for (const { from, to } of episodes) {
    let value = 0;
    for (let row = to - 1; row >= from; row -= 1) {
      value = dataset.reward[row]! + DISCOUNT * value;
      values[row] = value;
    }
  }
  return values;
}

/** Deviation over all rows: what a Q function has to spread over. */
export function deviationOf(values: ArrayLike<number>): number {
  const all = Float64Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return Math.sqrt(variance) || 1;
}

/** Takes the rows of some episodes out of the data set, in episode order. */
function select(dataset: PolicyDataset, episodes: readonly Episode[], all: Prepared): Transitions {
  const rows = episodes.flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, index) => from + index),
  );
  const { d } = all;
  const gather = (values: Float32Array) => {
    const picked = new Float32Array(rows.length * d);
    rows.forEach((row, index) => {
      picked.set(values.subarray(row * d, (row + 1) * d), index * d);
    });
    return picked;
  };
  let ahead = 0;
  const starts = Int32Array.from(episodes, ({ from, to }) => {
    ahead += to - from;
    return ahead - (to - from);
  });
  return {
    n: rows.length,
    d,
    a: dataset.actions.length,
    states: gather(all.states),
    nextStates: gather(all.nextStates),
    action: Int32Array.from(rows, (row) => dataset.action[row]!),
    reward: Float32Array.from(rows, (row) => dataset.reward[row]! / all.rewardScale),
    returnToGo: Float32Array.from(rows, (row) => all.returns[row]! / all.rewardScale),
    terminal: Uint8Array.from(rows, (row) => all.terminal[row]!),
    starts,
    rewardScale: all.rewardScale,
  };
}

interface Prepared {
  d: number;
  states: Float32Array;
  nextStates: Float32Array;
  terminal: Uint8Array;
  returns: Float64Array;
  rewardScale: number;
}

export interface SplitTransitions {
  /** Policies to choose from are learnt here. */
  train: Transitions;
  /** Chosen by estimates on these. */
  validation: Transitions;
  /** Read once, for the report. */
  test: Transitions;
  /** Train and validation. */
  fitted: Transitions;
  all: Transitions;
  standardisation: Standardisation;
  episodes: { train: Episode[]; validation: Episode[]; test: Episode[]; all: Episode[] };
  timeLimit: number | null;
}

/** An estimate is itself learnt from the episodes it stands on, so they get as many as the learning of policies. */
const SHARES = { validation: 0.3, test: 0.2 };

/** Half of the episodes for training, the rest for validation and test, at least one each; seeded. */
export function splitTransitions(dataset: PolicyDataset, seed: number): SplitTransitions {
  const all = episodesOf(dataset);
  const order = all.map((_, index) => index);
  shuffle(order, seededRandom(seed));
  const pick = (indices: number[]) => [...indices].sort((a, b) => a - b).map((index) => all[index]!);
  const held = Math.max(1, Math.round(all.length * SHARES.validation));
  const kept = Math.max(1, Math.round(all.length * SHARES.test));
  const episodes = {
    validation: pick(order.slice(0, held)),
    test: pick(order.slice(held, held + kept)),
    train: pick(order.slice(held + kept)),
    all,
  };
  const d = dataset.stateNames.length;
  const scale = standardisation(dataset.states, d);
  const limit = timeLimit(all);
  const terminal = Uint8Array.from(dataset.done);
  for (const { from, to } of all) if (limit !== null && to - from === limit) terminal[to - 1] = 0;
  const returns = returnsToGo(dataset, all);
  const prepared: Prepared = {
    d,
    states: standardise(dataset.states, scale),
    nextStates: standardise(dataset.nextStates, scale),
    terminal,
    returns,
    rewardScale: deviationOf(returns),
  };
  const part = (chosen: readonly Episode[]) => select(dataset, chosen, prepared);
  return {
    train: part(episodes.train),
    validation: part(episodes.validation),
    test: part(episodes.test),
    fitted: part(pick([...order.slice(0, held), ...order.slice(held + kept)])),
    all: part(all),
    standardisation: scale,
    episodes,
    timeLimit: limit,
  };
}

/** The first episodes that hold at most `most` rows (at least one episode): what a slower method can afford. */
export function firstEpisodes(data: Transitions, most: number): Transitions {
  if (data.n <= most) return data;
  const kept = Math.max(
    1,
    data.starts.filter((_, index) => (data.starts[index + 1] ?? data.n) <= most).length,
  );
  const n = data.starts[kept] ?? data.n;
  return {
    ...data,
    n,
    states: data.states.subarray(0, n * data.d),
    nextStates: data.nextStates.subarray(0, n * data.d),
    action: data.action.subarray(0, n),
    reward: data.reward.subarray(0, n),
    returnToGo: data.returnToGo.subarray(0, n),
    terminal: data.terminal.subarray(0, n),
    starts: data.starts.subarray(0, kept),
  };
}
