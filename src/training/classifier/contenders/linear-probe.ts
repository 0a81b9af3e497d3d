/**
 * Features that were extracted once go in, a contender comes out: a linear head. Serves the
 * probe of a pretrained Backbone, the simple image features and the comparison without pretraining alike.
 */
import type { ClassificationRecipe } from '../../../../knowledge/recipes/schema.ts';
import type { Matrices } from '../../../engines/compute/matrices.ts';
import { type HeadWork, planHeadWork } from '../afford/head-work.ts';
import { thinGrid } from '../afford/thin-grid.ts';
import { shareOfRows } from '../draw-samples.ts';
import { fromScores, type Predictions } from '../evaluate/predictions.ts';
import type { Fold } from '../folds.ts';
import {
  type FeatureTable,
  foldStandardisation,
  type LearningSpace,
  makeLearningSpace,
  measureStandardisation,
  plainSpace,
  type Standardisation,
  standardise,
} from '../head/feature-space.ts';
import { fitHeads, type HeadTrial, type LinearHead, scoreFeatures } from '../head/fit-heads.ts';
import { classCounts, labelsOf, type Samples } from '../samples.ts';
import { CLASS_WEIGHTINGS, classWeightsOf, weightingsFor } from './class-weights.ts';
import type { Contender, Fitted, Hyperparameters, Scored } from './contender.ts';
import { pointOf } from './curve-point.ts';
import { joinPredictions } from './join-predictions.ts';

interface ProbeOptions {
  id: string;
  name: string;
  role: Contender['role'];
  deliverable: boolean;
  samples: Samples;
  /** One row a sample, test included. */
  features: FeatureTable;
  /** Id of the Backbone that made them. */
  backbone: string;
  /** Columns [from, to) of its features that `features` holds. */
  columns: [number, number];
  recipe: ClassificationRecipe;
  /** The grid of losses and regularisation. */
  losses: ClassificationRecipe['head']['losses'];
  engine: Matrices;
  /** Draws the samples where there is no time for all. */
  seed?: number;
}

export function makeLinearProbe(options: ProbeOptions): Contender {
  const { recipe, features } = options;
  // Made when first needed: a resumed run may need neither.
  let prepared: Promise<Prepared> | undefined;
  const prepare = (seconds = Number.POSITIVE_INFINITY) => {
    prepared ??= prepareSpace(options, seconds);
    return prepared;
  };
  let work: HeadWork = { settings: Number.POSITIVE_INFINITY, stops: recipe.head.stops, share: 1 };
  const { samples, seed = 0 } = options;
  const learntFrom = (fold: Fold): Fold => ({
    ...fold,
    fit: shareOfRows(samples, fold.fit, { share: work.share, seed }),
  });
  return {
    id: options.id,
    name: options.name,
    role: options.role,
    deliverable: options.deliverable,
    async tryAll(plan, watch) {
      const grid = settingsOf(options, watch.reduced);
      const space = await prepare(watch.seconds);
      work = await planHeadWork(
        { ...options, space: space.space, folds: plan.folds, grid: grid.length },
        watch,
      );
      const small = work.settings < grid.length;
      const settings = small ? thinGrid(settingsOf(options, true), work.settings) : grid;
      const { stops } = work;
      const perFold: Predictions[][] = [];
      for (const [f, fold] of plan.folds.entries()) {
        const task = { fold: learntFrom(fold), settings, stops, signal: watch.signal };
        perFold.push(await tryFold(options, space, task));
        watch.onFold(f + 1, plan.folds.length);
      }
      return settings.flatMap(({ hyperparameters }, s) =>
        stops.map((iterations, k): Scored => {
          const index = s * stops.length + k;
          const predictions = joinPredictions(perFold.map((parts) => parts[index]!));
          return { hyperparameters: { ...hyperparameters, iterations }, predictions };
        }),
      );
    },
    async fit(hyperparameters, all) {
      const rows = shareOfRows(samples, all, { share: work.share, seed });
      const { space, standardisation, positionOf } = await prepare();
      const [small] = await fitHeads({
        ...requestOf(options, space, positionsOf(rows, positionOf), rows),
        trials: [trialOf(options, hyperparameters, rows)],
      });
      const head = foldStandardisation(await space.toFeatureWeights(small!), standardisation);
      return fittedHead(options, head, features);
    },
    async curve(hyperparameters, { train, validation }, watch) {
      await recordCurve(options, await prepare(), { hyperparameters, train, validation, ...watch });
    },
  };
}

interface Prepared {
  space: LearningSpace;
  standardisation: Standardisation;
  /** Row of the space of each sample of the pool. */
  positionOf: Map<number, number>;
}

async function prepareSpace({ engine, features, samples }: ProbeOptions, seconds: number): Promise<Prepared> {
  const standardisation = measureStandardisation(features, samples.pool);
  const standardised = standardise(features, samples.pool, standardisation);
  const n = samples.pool.length;
  // Exactly the same heads come from the smaller space; where making it takes too long, features serve as they are.
  const space =
    spanSeconds(n) > SPAN_SHARE * seconds
      ? plainSpace(standardised, n, features.d)
      : await makeLearningSpace(engine, standardised, n, features.d);
  return { space, standardisation, positionOf: new Map(Array.from(samples.pool, (row, i) => [row, i])) };
}

/** Of the time of the race that the learning space may take. */
const SPAN_SHARE = 0.2;

interface Setting {
  hyperparameters: Hyperparameters;
  trial: (classWeights: number[]) => Omit<HeadTrial, 'maxIterations'>;
  weighting: (typeof CLASS_WEIGHTINGS)[number];
}

/** The grid: cost × loss × class weights. */
function settingsOf({ samples, recipe, losses: wide }: ProbeOptions, reduced: boolean): Setting[] {
  const losses = reduced ? recipe.reduced.losses : wide;
  const weightings = weightingsFor(classCounts(samples, samples.pool), recipe.imbalance);
  return weightings.flatMap((weighting) =>
    losses.flatMap(({ loss, costs }) =>
      costs.map((cost) => ({
        weighting,
        hyperparameters: { cost, loss, classWeights: weighting },
        trial: (classWeights: number[]) => ({ cost, loss, classWeights }),
      })),
    ),
  );
}

/** Predictions of one fold's `score` rows for every setting at every stop. */
async function tryFold(
  options: ProbeOptions,
  { space, positionOf }: Prepared,
  {
    fold,
    settings,
    stops,
    signal,
  }: { fold: Fold; settings: Setting[]; stops: readonly number[]; signal: AbortSignal },
): Promise<Predictions[]> {
  const { samples, recipe } = options;
  const counts = classCounts(samples, fold.fit);
  const scored = positionsOf(fold.score, positionOf);
  const results = new Array<Predictions | undefined>(settings.length * stops.length);
  const predict = (head: LinearHead) =>
    fromScores(scoreFeatures(head, space.values, scored), head.classCount);
  const heads = await fitHeads({
    ...requestOf(options, space, positionsOf(fold.fit, positionOf), fold.fit),
    trials: settings.map(({ trial, weighting }) => ({
      ...trial(classWeightsOf(counts, weighting, recipe.imbalance.strength)),
      maxIterations: stops.at(-1)!,
    })),
    signal,
    onIteration: ({ trial, iteration, head }) => {
      const stop = stops.indexOf(iteration);
      if (stop >= 0) results[trial * stops.length + stop] = predict(head);
      return true;
    },
  });
  heads.forEach((head, t) => {
    let final: Predictions | undefined;
    for (let k = 0; k < stops.length; k++) {
      if (results[t * stops.length + k]) continue;
      final ??= predict(head);
      results[t * stops.length + k] = final;
    }
  });
  return results.map((predictions) => predictions!);
}

/** Seconds that the triangular factor of an [n, n] matrix takes: n³/6 steps, about 1.5 ns each. */
const spanSeconds = (n: number): number => 2.5e-10 * n ** 3;

const positionsOf = (rows: Int32Array, positionOf: ReadonlyMap<number, number>): Int32Array =>
  rows.map((row) => positionOf.get(row)!);

function requestOf(options: ProbeOptions, space: LearningSpace, positions: Int32Array, rows: Int32Array) {
  const features = new Float32Array(positions.length * space.d);
  positions.forEach((position, i) => {
    features.set(space.values.subarray(position * space.d, (position + 1) * space.d), i * space.d);
  });
  return {
    engine: options.engine,
    features,
    n: positions.length,
    d: space.d,
    labels: labelsOf(options.samples, rows),
    classCount: options.samples.classes.length,
    tolerance: options.recipe.head.tolerance,
  };
}

/** Reads back what `tryAll` wrote into the hyperparameters. */
function trialOf(options: ProbeOptions, chosen: Hyperparameters, rows: Int32Array): HeadTrial {
  const { samples, recipe } = options;
  const weighting = CLASS_WEIGHTINGS.find((name) => name === chosen.classWeights) ?? 'equal';
  return {
    cost: Number(chosen.cost),
    loss: chosen.loss === 'squared' ? 'squared' : 'softmax',
    classWeights: classWeightsOf(classCounts(samples, rows), weighting, recipe.imbalance.strength),
    maxIterations: Number(chosen.iterations),
  };
}

function fittedHead(options: ProbeOptions, head: LinearHead, features: FeatureTable): Fitted {
  return {
    part: { kind: 'head', backbone: options.backbone, columns: options.columns, head },
    predict: (rows) => fromScores(scoreFeatures(head, features.values, rows), head.classCount),
  };
}

interface CurveRequest {
  hyperparameters: Hyperparameters;
  train: Int32Array;
  validation: Int32Array;
  signal: AbortSignal;
  onEpoch: (point: ReturnType<typeof pointOf>) => void;
}

/** Trains on train alone, watching validation; ends after `patience` iterations without a lower validation loss. */
async function recordCurve(
  options: ProbeOptions,
  { space, positionOf }: Prepared,
  request: CurveRequest,
): Promise<void> {
  const { train, validation } = request;
  const rows = { train: positionsOf(train, positionOf), validation: positionsOf(validation, positionOf) };
  const truth = {
    train: labelsOf(options.samples, train),
    validation: labelsOf(options.samples, validation),
  };
  let best = { epoch: 0, loss: Number.POSITIVE_INFINITY };
  await fitHeads({
    ...requestOf(options, space, rows.train, train),
    trials: [trialOf(options, request.hyperparameters, train)],
    signal: request.signal,
    onIteration: ({ iteration, head }) => {
      const predict = (positions: Int32Array) =>
        fromScores(scoreFeatures(head, space.values, positions), head.classCount);
      const point = pointOf(iteration, predict(rows.train), predict(rows.validation), truth);
      request.onEpoch(point);
      if (point.validationLoss < best.loss) best = { epoch: iteration, loss: point.validationLoss };
      return iteration - best.epoch < options.recipe.head.patience;
    },
  });
}
