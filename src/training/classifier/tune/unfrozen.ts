/**
 * The probe and the tunable networks go in, a contender comes out that trains the upper layers from the probe's
 * solution (LP-FT, Kumar et al. 2022) and is scored on the same folds as the others, or on the first of them where time
 * allows no more. Next: `race-unfrozen.ts` lets it into the race.
 */
import { join } from 'node:path';
import type { UnfreezeRecipe } from '../../../../knowledge/recipes/schema.ts';
import type { Backbone } from '../../../backbones/backbone.ts';
import { writeModel } from '../../../onnx/file/mapped-model.ts';
import { FEATURES } from '../../../onnx/head.ts';
import { withOutputs } from '../../../onnx/prepare.ts';
import type { Contender, Fitted, LearningCurvePoint } from '../contenders/contender.ts';
import { accuracyOf, logLossOf, type Predictions, takeRows } from '../evaluate/predictions.ts';
import { featureWidth } from '../features/trunk.ts';
import type { Member } from '../finalist.ts';
import type { Fold } from '../folds.ts';
import { labelsOf, type Samples } from '../samples.ts';
import { presentHead, startingPoint, type Tunable } from '../tail/open-tunable.ts';
import { predictTail, trainTail } from '../tail/train-tail.ts';
import type { Depth } from './depth.ts';
import { fromHyperparameters, type TuneSettings } from './settings.ts';

export interface UnfrozenOptions {
  open: (depth: Depth) => Promise<Tunable>;
  backbone: Backbone;
  /** The probe with its settings, on the same Backbone's features. */
  probe: Member;
  samples: Samples;
  recipe: UnfreezeRecipe;
  seed: number;
  workDir: string;
  signal: AbortSignal;
  onProgress: (share: number) => void;
  /** Told of the network that a final fit has written. */
  onBackbone: (backbone: Backbone) => void;
}

/** One training on one fold. */
export interface FoldTask {
  fold: Fold;
  settings: TuneSettings;
  epochs: number;
  /** Epochs after which it is scored; ascending. */
  stops: readonly number[];
}

/** Predictions of one fold at each stop. */
interface FoldScores {
  atStop: Predictions[];
  points: LearningCurvePoint[];
  /** Of the epochs and of scoring, without what was prepared before. */
  trainingSeconds: number;
}

/** @param goOn asked after each epoch with the seconds it took; false ends the fold, which then counts for nothing */
export async function scoreFold(
  options: UnfrozenOptions,
  task: FoldTask,
  goOn: (epochSeconds: number) => boolean,
): Promise<FoldScores | null> {
  const { samples, recipe } = options;
  const { fold, stops, settings } = task;
  const tunable = await startFromProbe(options, settings, fold.fit);
  const truth = labelsOf(samples, fold.score);
  const atStop: Predictions[] = [];
  const points: LearningCurvePoint[] = [];
  let worse = 0;
  let stopped = false;
  const began = performance.now();
  let start = began;
  const onEpoch = async (epoch: number, trainLoss: number) => {
    const seconds = (performance.now() - start) / 1_000;
    start = performance.now();
    if (!goOn(seconds)) stopped = true;
    if (stopped || !stops.includes(epoch)) return !stopped;
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
  };
  await trainTail({ ...options, tunable, settings, epochs: task.epochs, rows: fold.fit, onEpoch });
  if (stopped) return null;
  while (atStop.length < stops.length) atStop.push(atStop.at(-1)!);
  return { atStop, points, trainingSeconds: (performance.now() - began) / 1_000 };
}

type Training = Pick<FoldTask, 'settings' | 'epochs'> & { rows: Int32Array };

/** The network at the probe's solution on the given rows, with what the frozen part says of them. */
async function startFromProbe(
  { open, probe, signal, onProgress }: UnfrozenOptions,
  settings: TuneSettings,
  rows: Int32Array,
): Promise<Tunable> {
  const tunable = await open(settings.depth);
  await tunable.source.prepare('pool', { signal, onProgress });
  if (settings.augment) await tunable.source.prepare('views', { signal, onProgress });
  const { part } = await probe.contender.fit(probe.hyperparameters, rows);
  if (part.kind !== 'head') throw new Error('unfreezing starts from a linear head');
  tunable.tuning.executor.restore(startingPoint(tunable.fresh, part.head, 1 / probe.weight));
  return tunable;
}

/** In names of contenders. */
const LAYERS_OF: Record<Depth, string> = { top: 'top', deep: 'upper', all: 'all' };

/** @param points the learning curve of the first fold, shown again where the winner's curve is asked for */
export function makeUnfrozen(
  options: UnfrozenOptions,
  depth: Depth,
  points: readonly LearningCurvePoint[],
): Contender {
  return {
    id: `unfrozen-${depth}`,
    name: `${options.backbone.name}, ${LAYERS_OF[depth]} layers tuned`,
    role: 'transfer',
    deliverable: true,
    tryAll: async () => {
      throw new Error('scored fold by fold, by race-unfrozen.ts');
    },
    fit: (hyperparameters, rows) =>
      fitForGood(options, {
        settings: fromHyperparameters(hyperparameters),
        epochs: Number(hyperparameters.epochs),
        rows,
      }),
    curve: async (_, __, { onEpoch }) => {
      for (const point of points) onEpoch(point);
    },
  };
}

/** Predicts the test part only: nothing else is asked after the last fit. */
async function fitForGood(options: UnfrozenOptions, training: Training): Promise<Fitted> {
  const { samples, backbone, recipe } = options;
  const tunable = await startFromProbe(options, training.settings, training.rows);
  // The schedule that was validated, ended where validation was best.
  const onEpoch = async (epoch: number) => epoch < training.epochs;
  await trainTail({ ...options, ...training, tunable, epochs: recipe.epochs, onEpoch });
  await tunable.source.prepare('test', options);
  const tested = await predictTail(tunable, samples.test, samples.classes.length);
  const tuned = await writeTuned(options, tunable);
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
async function writeTuned({ backbone, workDir }: UnfrozenOptions, { tuning }: Tunable): Promise<Backbone> {
  const onnxPath = join(workDir, 'tuned.onnx');
  const { sha256 } = await writeModel(onnxPath, withOutputs(tuning.finish(), [FEATURES]));
  return {
    ...backbone,
    id: `${backbone.id}-tuned`,
    onnxPath,
    sha256,
    taps: [{ output: FEATURES, dim: featureWidth(backbone.taps), pooling: 'none' }],
  };
}
