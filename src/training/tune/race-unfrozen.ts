/**
 * What the budget has left after the core goes into unfreezing: the last block first, then deeper while validation
 * improves. A depth that was asked for is tried whatever the budget says. Next: `finish-classifier.ts`.
 */
import type { Backbone } from '../../backbones/backbone.ts';
import { isUserError } from '../../errors.ts';
import { chooseBest } from '../choose.ts';
import { CLASS_WEIGHTINGS, classWeightsOf } from '../contenders/class-weights.ts';
import { firstRows } from '../evaluate/predictions.ts';
import { type Finalist, finalistOf, mixFinalists } from '../finalist.ts';
import type { FoldPlan } from '../folds.ts';
import { limitOf } from '../limited-features.ts';
import { classCounts } from '../samples.ts';
import type { Stage } from '../stage.ts';
import type { Depth } from './depth.ts';
import { openTunable } from './open-tunable.ts';
import {
  type FoldScores,
  joinFolds,
  makeUnfrozen,
  scoreFold,
  settingsAt,
  type UnfrozenOptions,
} from './unfrozen.ts';

/** The final fit learns from more rows than a fold does. */
const FINAL_FIT = 1.25;

export async function raceUnfrozen(stage: Stage, pretrained: Backbone): Promise<void> {
  const { job, options, race, finalists, warnings, seconds } = stage;
  const { unfreeze } = job.task.spec;
  const asked = unfreeze === 'top' || unfreeze === 'deep';
  const probe = finalists.find(({ id }) => id === 'probe');
  if (!probe || (!asked && unfreeze !== 'auto')) return;
  if (
    !asked &&
    (options.samples.kind === 'audio' || options.samples.pool.length < options.recipe.unfreeze.least)
  )
    return;
  const start = performance.now();
  for (const depth of asked ? [unfreeze] : (['top', 'deep'] as const)) {
    const tuned = await tryDepth(stage, { pretrained, probe, depth, asked });
    if (!tuned) break;
    const plain = finalists.find(({ id }) => id === 'no-transfer');
    finalists.push(tuned);
    if (plain) finalists.push(mixTuned(stage, tuned, plain));
    const labels = race.labels.subarray(0, tuned.validation.n);
    const frozen = firstRows(probe.validation, labels.length);
    const best = chooseBest([frozen, tuned.validation], labels, race.imbalanced);
    if (best.index === 0) break;
  }
  seconds.unfreeze = (performance.now() - start) / 1_000;
  if (asked && !finalists.some(({ id }) => id === `unfrozen-${unfreeze}`))
    warnings.push('The pretrained layers stayed frozen.');
}

interface Attempt {
  pretrained: Backbone;
  probe: Finalist;
  depth: Depth;
  /** By the person, not by `auto`. */
  asked: boolean;
}

/** @returns null, mostly after a warning, when it could not be tried */
async function tryDepth(stage: Stage, attempt: Attempt): Promise<Finalist | null> {
  const { job, race, warnings } = stage;
  const start = performance.now();
  const signal = attempt.asked ? askedSignal(stage) : race.budget.signal;
  try {
    const options = await open(stage, attempt, signal);
    const folds = await scoreFolds(stage, options, attempt.asked);
    if (folds) return finalistFrom(stage, options, folds, (performance.now() - start) / 1_000);
  } catch (error) {
    if (job.signal.aborted) throw error;
    if (!signal.aborted) {
      // The core is done: a network that cannot be tuned, for whatever reason, does not cost the Run its result.
      if (attempt.asked || !isUserError(error)) warnings.push(reasonFor(attempt, error));
      return null;
    }
  }
  warnings.push(
    `The time budget was too small to tune ${attempt.depth === 'top' ? 'the top' : 'more'} layers of ${attempt.pretrained.name} (unfreeze:${attempt.depth}); a larger one would try it.`,
  );
  return null;
}

const reasonFor = ({ pretrained }: Attempt, error: unknown): string =>
  isUserError(error)
    ? error.message
    : `Layers of ${pretrained.name} could not be tuned: ${error instanceof Error ? error.message : String(error)}`;

/** What was asked for may go beyond the budget, not beyond the worker's deadline. */
function askedSignal(stage: Stage): AbortSignal {
  const { job } = stage;
  const left = Math.max(1, limitOf(stage) - job.budget.elapsed());
  return AbortSignal.any([job.signal, AbortSignal.timeout(Math.ceil(left * 1_000))]);
}

async function open(
  stage: Stage,
  { pretrained, probe, depth }: Attempt,
  signal: AbortSignal,
): Promise<UnfrozenOptions> {
  const { job, options } = stage;
  const { samples, seed } = options;
  const { workDir } = job.task.folders;
  const member = probe.members[0]!;
  const weighting = CLASS_WEIGHTINGS.find((name) => name === member.hyperparameters.classWeights) ?? 'equal';
  const counts = classCounts(samples, samples.pool);
  signal.throwIfAborted();
  job.progress.begin(`Unfreezing ${depth} layers of ${pretrained.name}`, depth === 'top' ? 0.8 : 0.87);
  const tunable = await openTunable({
    backbone: pretrained,
    depth,
    samples,
    classWeights: classWeightsOf(counts, weighting, options.recipe.imbalance.strength),
    recipe: options.recipe.unfreeze,
    workDir,
    seed,
    signal,
    onProgress: job.progress.advance,
  });
  stage.closers.push(tunable.close);
  return {
    depth,
    tunable,
    backbone: pretrained,
    probe: member,
    samples,
    recipe: options.recipe.unfreeze,
    seed,
    workDir,
    signal,
    onBackbone: (backbone) => stage.backbones.set(backbone.id, backbone),
  };
}

/**
 * One pass over the folds, so that each sample is scored once. Without time for a pass and a final fit: null, or, when
 * this depth was asked for, as many folds as fit, at least one.
 */
async function scoreFolds(
  stage: Stage,
  options: UnfrozenOptions,
  asked: boolean,
): Promise<FoldScores[] | null> {
  const { race, job } = stage;
  const pass = foldsOfPass(race.plan, options.samples.pool.length);
  const done: FoldScores[] = [];
  job.progress.begin(`Tuning ${options.tunable.boundary.label}`, options.depth === 'top' ? 0.84 : 0.9);
  for (let f = 0; f < pass; f++) {
    const start = performance.now();
    const enough = (foldSeconds: number, spent: number) =>
      race.budget.left() >= foldSeconds * (pass - f + FINAL_FIT) - spent;
    const scores = await scoreFold(options, race.plan.folds[f]!, (epochSeconds) => {
      const spent = (performance.now() - start) / 1_000;
      job.progress.advance((f + 0.5) / pass);
      return asked || enough(epochSeconds * options.recipe.epochs, spent);
    });
    if (!scores) return null;
    done.push(scores);
    if (asked && race.budget.left() < ((performance.now() - start) / 1_000) * (1 + FINAL_FIT)) break;
  }
  return done;
}

/** Folds until every sample was scored once; repeated cross-validation has several passes. */
function foldsOfPass({ folds }: FoldPlan, poolSize: number): number {
  let scored = 0;
  const last = folds.findIndex(({ score }) => {
    scored += score.length;
    return scored >= poolSize;
  });
  return last < 0 ? folds.length : last + 1;
}

function finalistFrom(
  { race, job }: Stage,
  options: UnfrozenOptions,
  folds: readonly FoldScores[],
  seconds: number,
): Finalist {
  const atStop = joinFolds(folds, options.recipe);
  const labels = race.labels.subarray(0, atStop[0]!.n);
  const best = chooseBest(atStop, labels, race.imbalanced);
  return finalistOf({
    // The final fit is not under the budget.
    contender: makeUnfrozen({ ...options, signal: job.signal }, folds[0]!.points),
    hyperparameters: {
      ...settingsAt(options, best.index),
      validatedOn: `${folds.length} of ${race.plan.folds.length} folds`,
    },
    predictions: atStop[best.index]!,
    labels,
    seconds,
  });
}

/** With the no-transfer baseline, as for the probe, on the rows that both were scored on. */
function mixTuned({ race, options }: Stage, tuned: Finalist, plain: Finalist): Finalist {
  const { n } = tuned.validation;
  return mixFinalists(
    tuned,
    { ...plain, validation: firstRows(plain.validation, n) },
    { shares: options.recipe.mixtureShares, labels: race.labels.subarray(0, n), imbalanced: race.imbalanced },
  );
}
