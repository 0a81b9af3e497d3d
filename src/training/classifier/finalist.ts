/**
 * A finalist: a contender with its hyperparameters chosen, or a mixture of two. Its probabilities are
 * softmax(Σ weight · logSoftmax(scores of the member)); a single contender's weight is 1 / temperature. `race.ts` makes
 * finalists, `train-classifier.ts` picks the winner and fits it for good, `export/` writes the same formula as a graph.
 */
import { chooseBest, judge } from './choose.ts';
import type { Contender, Fitted, FittedPart, Hyperparameters } from './contenders/contender.ts';
import { combine, type Predictions, withTemperature } from './evaluate/predictions.ts';

export interface Member {
  contender: Contender;
  hyperparameters: Hyperparameters;
  weight: number;
}

export interface Finalist {
  id: string;
  name: string;
  role: Contender['role'];
  deliverable: boolean;
  members: Member[];
  hyperparameters: Hyperparameters;
  /** Calibrated, rows as `FoldPlan.scored`. */
  validation: Predictions;
  accuracy: number;
  temperature: number;
  seconds: number;
}

export interface WeightedPart {
  part: FittedPart;
  weight: number;
}

/** A finalist fitted on train + validation. */
export interface FittedFinalist {
  parts: WeightedPart[];
  /** Calibrated predictions for any samples. */
  predict(rows: Int32Array): Predictions;
}

/** One contender, calibrated. */
export function finalistOf(options: {
  contender: Contender;
  hyperparameters: Hyperparameters;
  predictions: Predictions;
  labels: Int32Array;
  seconds: number;
}): Finalist {
  const { contender, hyperparameters } = options;
  const judged = judge(options.predictions, options.labels);
  return {
    id: contender.id,
    name: contender.name,
    role: contender.role,
    deliverable: contender.deliverable,
    members: [{ contender, hyperparameters, weight: 1 / judged.temperature }],
    hyperparameters,
    validation: withTemperature(options.predictions, judged.temperature),
    accuracy: judged.accuracy,
    temperature: judged.temperature,
    seconds: options.seconds,
  };
}

/** The weighted sum of two finalists' log-probabilities, its share chosen on validation. */
export function mixFinalists(
  first: Finalist,
  second: Finalist,
  options: { shares: readonly number[]; labels: Int32Array; imbalanced: boolean },
): Finalist {
  const mixtures = options.shares.map((share) =>
    combine([
      { predictions: first.validation, weight: 1 - share },
      { predictions: second.validation, weight: share },
    ]),
  );
  const best = chooseBest(mixtures, options.labels, options.imbalanced);
  const share = options.shares[best.index]!;
  const scale = (members: Member[], by: number) =>
    members.map((member) => ({ ...member, weight: (member.weight * by) / best.temperature }));
  return {
    id: `${first.id}+${second.id}`,
    name: `${first.name} with ${second.name}`,
    role: 'transfer',
    deliverable: first.deliverable && second.deliverable,
    members: [...scale(first.members, 1 - share), ...scale(second.members, share)],
    hyperparameters: { [`share of ${second.id}`]: share },
    validation: withTemperature(mixtures[best.index]!, best.temperature),
    accuracy: best.accuracy,
    temperature: best.temperature,
    seconds: first.seconds + second.seconds,
  };
}

/** Fits that were made before, by contender and setting: a baseline is often a member of the winner too. */
export type FitCache = Map<string, Promise<Fitted>>;

/** Fits every member on the given samples, always the same ones for one cache. */
export async function fitFinalist(
  finalist: Finalist,
  rows: Int32Array,
  cache: FitCache,
): Promise<FittedFinalist> {
  const fitted: (Fitted & { weight: number })[] = [];
  for (const { contender, hyperparameters, weight } of finalist.members) {
    const key = `${contender.id} ${JSON.stringify(hyperparameters)}`;
    if (!cache.has(key)) cache.set(key, contender.fit(hyperparameters, rows));
    fitted.push({ weight, ...(await cache.get(key)!) });
  }
  return {
    parts: fitted.map(({ part, weight }) => ({ part, weight })),
    predict: (asked) =>
      combine(fitted.map(({ predict, weight }) => ({ predictions: predict(asked), weight }))),
  };
}
