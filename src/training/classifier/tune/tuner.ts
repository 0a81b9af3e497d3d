/**
 * The Stage and the probe go in, a Tuner comes out: the networks of each depth (opened when needed, so that a resumed
 * Run opens none it does not train), what they cost, and the tasks of a full training. Used by: `race-unfrozen.ts`,
 * `search-settings.ts`.
 */
import type { UnfreezeRecipe } from '../../../../knowledge/recipes/schema.ts';
import type { Backbone } from '../../../backbones/backbone.ts';
import { CLASS_WEIGHTINGS, classWeightsOf } from '../contenders/class-weights.ts';
import type { Finalist } from '../finalist.ts';
import type { Fold, FoldPlan } from '../folds.ts';
import { classCounts } from '../samples.ts';
import type { Stage } from '../stage.ts';
import { openTunables, type Tunable } from '../tail/open-tunable.ts';
import { type Cost, foldSeconds, measureCost, preparingSeconds } from './cost.ts';
import type { Depth } from './depth.ts';
import { listSettings, type TuneSettings } from './settings.ts';
import type { FoldTask, UnfrozenOptions } from './unfrozen.ts';

/** The final fit learns from more rows than a fold does. */
export const FINAL_FIT = 1.25;

/** Share of a step that is shown as done when its activations are there. */
const PREPARING = 0.1;

/** Epochs of a full training, and after which of them it is scored. */
type Schedule = Pick<UnfreezeRecipe, 'epochs' | 'stops'>;

export interface Tuner {
  /** Of the pretrained model, for people. */
  name: string;
  /** By the person, not by `auto`. */
  asked: boolean;
  signal: AbortSignal;
  options: UnfrozenOptions;
  /** Of a full training. */
  schedule: Schedule;
  /** The settings tried first. */
  defaults: TuneSettings;
  fullTask(settings: TuneSettings, f: number): FoldTask;
  /**
   * Seconds of a pass over the folds and the final fit, with what must be prepared for it.
   * @throws UserError when the network cannot be unfrozen
   */
  secondsInFull(depth: Depth, augment?: boolean): Promise<number>;
  /** The same with one fold alone and another schedule. */
  secondsOfOneFold(depth: Depth, schedule: Schedule): Promise<number>;
  /** From now on. */
  follow(schedule: Schedule): void;
  /** Seconds of one training on one fold, scored once. */
  secondsOnFold(depth: Depth, fold: Fold, epochs: number): Promise<number>;
  /** A training took so long; if that was more than was expected, all expectations grow alike. */
  took(seconds: number, expected: number): void;
}

export function openTuner(
  stage: Stage,
  {
    pretrained,
    probe,
    signal,
    asked,
  }: Pick<Tuner, 'signal' | 'asked'> & { pretrained: Backbone; probe: Finalist },
): Tuner {
  const { job, race, options } = stage;
  const { samples, seed } = options;
  const recipe = options.recipe.unfreeze;
  const { workDir } = job.task.folders;
  const member = probe.members[0]!;
  const weighting = CLASS_WEIGHTINGS.find((name) => name === member.hyperparameters.classWeights) ?? 'equal';
  const classWeights = classWeightsOf(
    classCounts(samples, samples.pool),
    weighting,
    options.recipe.imbalance.strength,
  );
  const tunables = openTunables({ backbone: pretrained, samples, classWeights, recipe, workDir, seed });
  const open = once(async (depth) => {
    signal.throwIfAborted();
    const tunable = await tunables(depth);
    stage.closers.push(tunable.close);
    return tunable;
  });
  const cost = once(async (depth) => measureCost(await open(depth), samples, recipe));
  const spent = { seconds: 0, expected: 0 };
  const slowness = () => (spent.expected > 0 ? Math.max(1, spent.seconds / spent.expected) : 1);
  const pass = race.plan.folds.slice(0, foldsOfPass(race.plan, samples.pool.length));
  const [defaults] = listSettings(recipe, { depths: ['top'], augmentable: samples.kind === 'image', seed });
  const secondsOf = async (
    depth: Depth,
    { folds, schedule, augment = false }: { folds: readonly Fold[]; schedule: Schedule; augment?: boolean },
  ) => {
    const one = await cost(depth);
    const { epochs, stops } = schedule;
    const scored = folds.map((fold) => foldSeconds(one, fold, epochs, stops.length));
    const final = epochs * samples.pool.length * one.trained + samples.test.length * one.frozen;
    const training = slowness() * scored.reduce((sum, s) => sum + s, final);
    return preparingSeconds(one, await open(depth), augment) + training;
  };
  const tuner: Tuner = {
    name: pretrained.name,
    asked,
    signal,
    options: {
      open,
      backbone: pretrained,
      probe: member,
      samples,
      recipe,
      seed,
      workDir,
      signal,
      // Preparing is the smaller part of the step it belongs to.
      onProgress: (share) => job.progress.advance(PREPARING * share),
      onBackbone: (backbone) => stage.backbones.set(backbone.id, backbone),
    },
    defaults: defaults!,
    schedule: recipe,
    follow: (schedule) => {
      tuner.schedule = schedule;
      tuner.options = { ...tuner.options, recipe: { ...recipe, ...schedule } };
    },
    fullTask: (settings, f) => {
      const { epochs, stops } = tuner.schedule;
      return { fold: race.plan.folds[f]!, settings, epochs, stops };
    },
    secondsInFull: (depth, augment) => secondsOf(depth, { folds: pass, schedule: tuner.schedule, augment }),
    secondsOfOneFold: (depth, schedule) => secondsOf(depth, { folds: pass.slice(0, 1), schedule }),
    secondsOnFold: async (depth, fold, epochs) =>
      slowness() * foldSeconds(await cost(depth), fold, epochs, 1),
    took: (seconds, expected) => {
      spent.expected += expected / slowness();
      spent.seconds += seconds;
    },
  };
  return tuner;
}

/** Folds until every sample was scored once; repeated cross-validation has several passes. */
export function foldsOfPass({ folds }: FoldPlan, poolSize: number): number {
  let scored = 0;
  const last = folds.findIndex(({ score }) => {
    scored += score.length;
    return scored >= poolSize;
  });
  return last < 0 ? folds.length : last + 1;
}

/** Each depth's answer is made once; a failed one stays failed. */
function once<T extends Tunable | Cost>(make: (depth: Depth) => Promise<T>): (depth: Depth) => Promise<T> {
  const made = new Map<Depth, Promise<T>>();
  return (depth) => {
    const known = made.get(depth) ?? make(depth);
    made.set(depth, known);
    return known;
  };
}
