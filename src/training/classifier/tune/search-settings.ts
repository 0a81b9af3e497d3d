/**
 * The depths that can be afforded go in, the settings to train in full come out, chosen by successive halving on the
 * first fold; every trial is recorded for the Report. Time only ever ends the search, and that is said. Used by:
 * `race-unfrozen.ts`.
 */

import { isUserError } from '../../../errors.ts';
import { type Note, note, noteOfError } from '../../../text/notes.ts';
import { depthWord } from '../../../text/terms.ts';
import { chooseBest, judge } from '../choose.ts';
import type { Predictions } from '../evaluate/predictions.ts';
import type { Stage } from '../stage.ts';
import type { Depth } from './depth.ts';
import { pays } from './ladder.ts';
import { storedTrial, trainTrial } from './score-trial.ts';
import { type Rung, type Score, type SearchEnd, searchByHalving } from './search.ts';
import { listSettings, settingsId, type TuneSettings, toHyperparameters } from './settings.ts';
import type { Tuner } from './tuner.ts';
import type { FoldTask } from './unfrozen.ts';

interface Scored {
  predictions: Predictions;
  seconds: number;
}

/** @returns null when no setting can be tried at all */
export async function searchSettings(
  stage: Stage,
  tuner: Tuner,
  depths: readonly Depth[],
): Promise<TuneSettings | null> {
  const { job, race, options } = stage;
  const { unfreeze } = options.recipe;
  const augmentable = options.samples.kind === 'image';
  const trials = listSettings(unfreeze, { depths, augmentable, seed: options.seed });
  const { rungs } = unfreeze.search;
  const labels = race.labels.subarray(0, race.plan.folds[0]!.score.length);
  const failed = new Set<Depth>();
  const shallowest = depths[0]!;
  const soFar: { depth: Depth; score: Scored }[] = [];
  const rank = (scores: readonly Scored[]) => rankByChoice(scores, labels, race.imbalanced);
  let tried = 0;
  const end = await searchByHalving<TuneSettings, Scored>(trials, rungs, {
    score: async (settings, rung, number) => {
      const until = 0.76 + (0.08 * ++tried) / (trials.length + rungs.length);
      job.progress.begin(`Searching settings, rung ${number}: ${settingsId(settings)}`, until);
      const { depth } = settings;
      if (!failed.has(depth) && number === 1 && !pays(soFar, { depths, depth, rank })) {
        failed.add(depth);
        stage.searchNotes.push(
          note('deeper-does-not-pay', { layers: depthWord(depth), model: { phrase: tuner.name } }),
        );
      }
      if (failed.has(depth)) return 'failed';
      const scored = await scoreTrial(stage, tuner, { settings, rung, number, failed, shallowest });
      if (number === 1 && scored !== null && scored !== 'failed') soFar.push({ depth, score: scored });
      return scored;
    },
    rank,
    onRung: (number, { epochs }, entries) => {
      for (const { trial, score, kept } of entries) {
        const judged = score && judge(score.predictions, labels);
        race.trials.push({
          id: settingsId(trial),
          stage: 'layers',
          settings: { backbone: tuner.name, ...toHyperparameters(trial) },
          rung: number,
          epochs,
          validationScore: judged?.accuracy ?? null,
          logLoss: judged?.logLoss ?? null,
          seconds: score?.seconds ?? 0,
          outcome: kept ? 'kept' : score ? 'dropped' : 'out-of-time',
        });
      }
    },
  });
  stage.searchNotes.push(...describe(trials.length, rungs, end));
  return end.best;
}

interface TrialCall {
  settings: TuneSettings;
  rung: Rung;
  /** Of the rung. */
  number: number;
  /** Depths that are out. */
  failed: Set<Depth>;
  shallowest: Depth;
}

/** Only what leaves time for the full training is begun; in the first rung a deeper cut that does not is left out. */
async function scoreTrial(
  stage: Stage,
  tuner: Tuner,
  { settings, rung, number, failed, shallowest }: TrialCall,
): Promise<Score<Scored>> {
  const { race, job, warnings } = stage;
  const fold = race.plan.folds[0]!;
  const task: FoldTask = { fold, settings, epochs: rung.epochs, stops: [rung.epochs] };
  try {
    const stored = await storedTrial(race, task, 0);
    if (stored) return { predictions: stored.atStop[0]!, seconds: stored.seconds };
    const { depth, augment } = settings;
    const own = await tuner.secondsOnFold(depth, fold, rung.epochs);
    const whole = await tuner.secondsInFull(depth, augment);
    const left = race.budget.left();
    if (left < own + MARGIN * whole) {
      if (depth === shallowest || number > 1) return null;
      failed.add(depth);
      stage.searchNotes.push(tooLong(depth, tuner.name, { needed: whole, left }));
      return 'failed';
    }
    const scores = await trainTrial(race, tuner.options, { task, f: 0, goOn: () => true });
    if (!scores) return null;
    tuner.took(scores.trainingSeconds, own);
    return { predictions: scores.atStop[0]!, seconds: scores.seconds };
  } catch (error) {
    if (job.signal.aborted) throw error;
    if (tuner.signal.aborted) return null;
    failed.add(settings.depth);
    warnings.push(untunedNote(error, settings.depth, tuner.name));
    return 'failed';
  }
}

/** Expected seconds are good to a third: a full training is to fit in all the same. */
export const MARGIN = 4 / 3;

/** A depth that the budget has no room for, in seconds. */
export function tooLong(
  depth: Depth,
  model: string,
  { needed, left }: { needed: number; left: number },
): Note {
  const seconds = { needed: Math.ceil(needed), left: Math.floor(left) };
  return note('tuning-too-long', { layers: depthWord(depth), depth, model: { phrase: model }, ...seconds });
}

/** Why a network cannot be tuned. */
export function untunedNote(error: unknown, depth: Depth, model: string): Note {
  if (isUserError(error)) return noteOfError(error);
  const reason = error instanceof Error ? error.message : String(error);
  return note('layers-not-tuned', {
    layers: depthWord(depth),
    model: { phrase: model },
    reason,
  });
}

/** As contenders are compared everywhere: the choice first, then the choice among the rest, and so on. */
function rankByChoice(scores: readonly Scored[], labels: Int32Array, imbalanced: boolean): number[] {
  const open = scores.map((_, place) => place);
  const order: number[] = [];
  while (open.length > 0) {
    const { index } = chooseBest(
      open.map((place) => scores[place]!.predictions),
      labels,
      imbalanced,
    );
    order.push(...open.splice(index, 1));
  }
  return order;
}

function describe(count: number, rungs: readonly Rung[], { best, cutOff }: SearchEnd<TuneSettings>): Note[] {
  const all = rungs.map(({ epochs }) => epochs);
  const values = { count, epochs: all.join(' → ') };
  const searched = cutOff
    ? note('settings-search-cut', { ...values, ...cutOff })
    : note('settings-searched', values);
  const settings = best && settingsId(best);
  return [searched, settings ? note('settings-chosen', { settings }) : note('settings-none')];
}
