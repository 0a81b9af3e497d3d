/**
 * The probe and a tunable network go in, a contender comes out that trains the upper layers from the probe's solution
 * (LP-FT, Kumar et al. 2022) and is scored on the same folds as the others, or on the first of them where time allows no
 * more. Next: `race-unfrozen.ts` lets it into the race.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnfreezeRecipe } from '../../../knowledge/recipes/schema.ts';
import type { Backbone } from '../../backbones/backbone.ts';
import { FEATURES } from '../../onnx/head.ts';
import { encodeModel } from '../../onnx/model.ts';
import { withOutputs } from '../../onnx/prepare.ts';
import type { Contender, Fitted, Hyperparameters, LearningCurvePoint } from '../contenders/contender.ts';
import { joinPredictions } from '../contenders/join-predictions.ts';
import { accuracyOf, logLossOf, type Predictions, takeRows } from '../evaluate/predictions.ts';
import { featureWidth } from '../features/trunk.ts';
import type { Member } from '../finalist.ts';
import type { Fold } from '../folds.ts';
import { labelsOf, type Samples } from '../samples.ts';
import type { Depth } from './depth.ts';
import { presentHead, startingPoint, type Tunable } from './open-tunable.ts';
import { predictTail, trainTail } from './train-tail.ts';

export interface UnfrozenOptions {
  depth: Depth;
  tunable: Tunable;
  backbone: Backbone;
  /** The probe with its settings, on the same Backbone's features. */
  probe: Member;
  samples: Samples;
  recipe: UnfreezeRecipe;
  seed: number;
  workDir: string;
  signal: AbortSignal;
  /** Told of the network that a final fit has written. */
  onBackbone: (backbone: Backbone) => void;
}

/** Predictions of one fold at each stop, and how long an epoch took. */
export interface FoldScores {
  atStop: Predictions[];
  points: LearningCurvePoint[];
}

/** @param goOn asked after each epoch with the seconds it took; false ends the fold, which then counts for nothing */
export async function scoreFold(
  options: UnfrozenOptions,
  fold: Fold,
  goOn: (epochSeconds: number) => boolean,
): Promise<FoldScores | null> {
  const { samples, recipe, tunable } = options;
  const truth = labelsOf(samples, fold.score);
  const atStop: Predictions[] = [];
  const points: LearningCurvePoint[] = [];
  let worse = 0;
  let stopped = false;
  let start = performance.now();
  await train(options, fold.fit, async (epoch, trainLoss) => {
    const seconds = (performance.now() - start) / 1_000;
    if (!goOn(seconds)) stopped = true;
    start = performance.now();
    if (stopped || !recipe.stops.includes(epoch)) return !stopped;
    const predictions = await predictTail(tunable, fold.score, samples.classes.length);
    const validationLoss = logLossOf(predictions, truth);
    const best = Math.min(...points.map((point) => point.validationLoss));
    worse = validationLoss < best ? 0 : worse + 1;
    atStop.push(predictions);
    points.push({
      epoch,
      trainLoss,
      validationLoss,
      trainScore: null,
      validationScore: accuracyOf(predictions, truth),
    });
    return worse < recipe.patience;
  });
  if (stopped) return null;
  while (atStop.length < recipe.stops.length) atStop.push(atStop.at(-1)!);
  return { atStop, points };
}

/** From the probe's solution on the given rows. */
async function train(
  options: UnfrozenOptions,
  rows: Int32Array,
  onEpoch: (epoch: number, trainLoss: number) => Promise<boolean>,
): Promise<void> {
  const { probe, tunable, samples, recipe, seed, signal } = options;
  const { part } = await probe.contender.fit(probe.hyperparameters, rows);
  if (part.kind !== 'head') throw new Error('unfreezing starts from a linear head');
  tunable.tuning.executor.restore(startingPoint(tunable.fresh, part.head, 1 / probe.weight));
  await trainTail({ tunable, samples, rows, recipe, seed, signal, onEpoch });
}

/** Predictions at each stop over all folds that were scored. */
export const joinFolds = (folds: readonly FoldScores[], recipe: UnfreezeRecipe): Predictions[] =>
  recipe.stops.map((_, s) => joinPredictions(folds.map(({ atStop }) => atStop[s]!)));

export const settingsAt = ({ tunable, recipe }: UnfrozenOptions, stop: number): Hyperparameters => ({
  layers: tunable.boundary.label,
  epochs: recipe.stops[stop]!,
  headRate: recipe.headRate,
  layerRate: recipe.layerRate,
});

/** @param points the learning curve of the first fold, shown again where the winner's curve is asked for */
export function makeUnfrozen(options: UnfrozenOptions, points: readonly LearningCurvePoint[]): Contender {
  const { depth, backbone } = options;
  return {
    id: `unfrozen-${depth}`,
    name: `${backbone.name}, ${depth === 'top' ? 'top' : 'upper'} layers tuned`,
    role: 'transfer',
    deliverable: true,
    tryAll: async () => {
      throw new Error('scored fold by fold, by race-unfrozen.ts');
    },
    fit: (hyperparameters, rows) => fitForGood(options, Number(hyperparameters.epochs), rows),
    curve: async (_, __, { onEpoch }) => {
      for (const point of points) onEpoch(point);
    },
  };
}

/** Predicts the test part only: nothing else is asked after the last fit. */
async function fitForGood(options: UnfrozenOptions, epochs: number, rows: Int32Array): Promise<Fitted> {
  const { tunable, samples, backbone } = options;
  await train(options, rows, async (epoch) => epoch < epochs);
  const tested = await predictTail(tunable, samples.test, samples.classes.length);
  const tuned = await writeTuned(options);
  options.onBackbone(tuned);
  const position = new Map(Array.from(samples.test, (row, i) => [row, i]));
  return {
    part: {
      kind: 'head',
      backbone: tuned.id,
      columns: [0, featureWidth(backbone.taps)],
      head: presentHead(tunable.tuning.executor.weights()),
    },
    predict: (asked) =>
      takeRows(
        tested,
        Array.from(asked, (row) => position.get(row)!),
      ),
  };
}

/** The network with the trained weights written back, up to its features, as a Backbone of its own. */
async function writeTuned({ tunable, backbone, depth, workDir }: UnfrozenOptions): Promise<Backbone> {
  const bytes = encodeModel(withOutputs(tunable.tuning.finish(), [FEATURES]));
  const onnxPath = join(workDir, `tuned-${depth}.onnx`);
  await writeFile(onnxPath, bytes);
  return {
    ...backbone,
    id: `${backbone.id}-tuned`,
    onnxPath,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    taps: [{ output: FEATURES, dim: featureWidth(backbone.taps), pooling: 'none' }],
  };
}
