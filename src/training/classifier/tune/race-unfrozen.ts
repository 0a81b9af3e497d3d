/**
 * What the budget has left after the core goes into unfreezing: which depths can be afforded → search for the settings
 * on the first fold → the best is trained in full on all folds and enters the race. A depth that was asked for may
 * take what is left until the Run must be over. Next: `finish-classifier.ts`.
 */

import type { Backbone } from '../../../backbones/backbone.ts';
import { isUserError } from '../../../errors.ts';
import { type Note, note } from '../../../text/notes.ts';
import { depthWord } from '../../../text/terms.ts';
import { timeLimit } from '../../../time-limit.ts';
import { chooseBest, judge } from '../choose.ts';
import { joinPredictions } from '../contenders/join-predictions.ts';
import { firstRows } from '../evaluate/predictions.ts';
import { type Finalist, finalistOf, mixFinalists } from '../finalist.ts';
import type { Stage } from '../stage.ts';
import { DEPTHS, type Depth } from './depth.ts';
import { storedTrial, type TrialScores, trainTrial } from './score-trial.ts';
import { MARGIN, searchSettings, tooLong, untunedNote } from './search-settings.ts';
import { settingsId, type TuneSettings, toHyperparameters } from './settings.ts';
import { FINAL_FIT, foldsOfPass, openTuner, type Tuner } from './tuner.ts';
import { makeUnfrozen } from './unfrozen.ts';

export async function raceUnfrozen(stage: Stage, pretrained: Backbone): Promise<void> {
  const { job, options, race, finalists, warnings, seconds } = stage;
  const { unfreeze } = job.task.spec;
  const asked = DEPTHS.find((depth) => depth === unfreeze);
  const probe = finalists.find(({ id }) => id === 'probe');
  if (!probe || (!asked && unfreeze !== 'auto')) return;
  const { least, leastSeconds } = options.recipe.unfreeze;
  if (!asked && (options.samples.kind === 'audio' || options.samples.pool.length < least)) return;
  if (!asked && race.budget.left() < leastSeconds) {
    stage.searchNotes.push(note('tuning-no-time'));
    return;
  }
  const start = performance.now();
  const signal = asked ? askedSignal(stage) : race.budget.signal;
  const tuner = openTuner(stage, { pretrained, probe, signal, asked: asked !== undefined });
  const depths = asked
    ? await fitAsked(stage, tuner, asked)
    : await affordable(stage, tuner, ladderOf(stage));
  const best = depths.length > 0 ? await searchSettings(stage, tuner, depths) : null;
  const tuned = best && (await trainInFull(stage, tuner, best));
  if (tuned) enterTuned(stage, tuned);
  seconds.unfreeze = (performance.now() - start) / 1_000;
  if (asked && !tuned) warnings.push(note('layers-stayed-frozen'));
}

function enterTuned({ finalists, race, options }: Stage, tuned: Finalist): void {
  const plain = finalists.find(({ id }) => id === 'no-transfer');
  finalists.push(tuned);
  if (!plain) return;
  // With the no-transfer baseline, as for the probe, on the rows that both were scored on.
  const { n } = tuned.validation;
  finalists.push(
    mixFinalists(
      tuned,
      { ...plain, validation: firstRows(plain.validation, n) },
      {
        shares: options.recipe.mixtureShares,
        labels: race.labels.subarray(0, n),
        imbalanced: race.imbalanced,
      },
    ),
  );
}

/** All blocks of a network for pictures would keep megabytes of values a picture, and rarely fit into a budget. */
const ladderOf = ({ options }: Stage): readonly Depth[] =>
  options.samples.kind === 'text' ? DEPTHS : ['top', 'deep'];

/** Of the seconds until the Run must be over, what tuning that was asked for may take: the files come after it. */
const ASKED_SHARE = 0.75;

/** What was asked for may go beyond the budget, not beyond the end of the Run. */
const askedSignal = ({ job }: Stage): AbortSignal =>
  timeLimit(ASKED_SHARE * job.budget.lastLeft() * 1_000, job.signal);

/**
 * A depth that was asked for is trained as far as it fits: on the first fold alone if need be, then with fewer epochs.
 * What it will take is known from a few timed steps and said before it begins; without room for one epoch it stays frozen.
 */
async function fitAsked(stage: Stage, tuner: Tuner, depth: Depth): Promise<Depth[]> {
  const { job, options, warnings } = stage;
  const { epochs, stops } = options.recipe.unfreeze;
  job.progress.begin(`Timing a few steps of ${depth} layers`, 0.76);
  const shorter = stops.toReversed().map((last) => ({ epochs: last, stops: stops.filter((s) => s <= last) }));
  const schedules = [{ epochs, stops }, ...shorter, { epochs: 1, stops: [1] }];
  const left = ASKED_SHARE * job.budget.lastLeft();
  let needed = 0;
  for (const schedule of schedules) {
    const seconds = await attempt(stage, tuner, depth, () => tuner.secondsOfOneFold(depth, schedule));
    if (seconds === null) return [];
    needed ||= seconds;
    if (seconds > left) continue;
    if (schedule.epochs < epochs) {
      tuner.follow(schedule);
      warnings.push(fewerEpochs(depth, tuner.name, { needed, left, epochs: schedule.epochs, of: epochs }));
    }
    return [depth];
  }
  warnings.push(tooLong(depth, tuner.name, { needed, left }));
  return [];
}

function fewerEpochs(
  depth: Depth,
  model: string,
  { needed, left, ...epochs }: { needed: number; left: number; epochs: number; of: number },
): Note {
  const seconds = { needed: Math.ceil(needed), left: Math.floor(left) };
  return note('tuning-fewer-epochs', {
    layers: depthWord(depth),
    depth,
    model: { phrase: model },
    ...seconds,
    ...epochs,
  });
}

/** The depths whose full training the budget has room for, by a few timed steps; the others are named in the Report. */
async function affordable(stage: Stage, tuner: Tuner, depths: readonly Depth[]): Promise<Depth[]> {
  const { race, job, searchNotes } = stage;
  const found: Depth[] = [];
  for (const depth of depths) {
    if (await storedTrial(race, tuner.fullTask({ ...tuner.defaults, depth }, 0), 0)) {
      found.push(depth);
      continue;
    }
    job.progress.begin(`Timing a few steps of ${depth} layers`, 0.76);
    const needed = await attempt(stage, tuner, depth, () => tuner.secondsInFull(depth));
    if (needed === null) break;
    const left = race.budget.left();
    // The first depth may be tried in a close run.
    if (needed * (found.length > 0 ? MARGIN : 1) > left) {
      searchNotes.push(tooLong(depth, tuner.name, { needed, left }));
      break;
    }
    found.push(depth);
  }
  return found;
}

/** Null when a network cannot be tuned, after a warning where one helps, or when time ended. */
async function attempt<T>(
  stage: Stage,
  tuner: Tuner,
  depth: Depth,
  act: () => Promise<T>,
): Promise<T | null> {
  const { job, warnings } = stage;
  try {
    return await act();
  } catch (error) {
    if (job.signal.aborted) throw error;
    if (tuner.signal.aborted) return null;
    // The core is done: a network that cannot be tuned, for whatever reason, does not cost the Run its result.
    if (!isUserError(error) || tuner.asked) warnings.push(untunedNote(error, depth, tuner.name));
    return null;
  }
}

/**
 * One pass over the folds, so that each sample is scored once. Without time for a pass and a final fit: null, or, when
 * this depth was asked for, as many folds as fit, at least one.
 */
async function trainInFull(stage: Stage, tuner: Tuner, settings: TuneSettings): Promise<Finalist | null> {
  const { race, job, options } = stage;
  const start = performance.now();
  const pass = foldsOfPass(race.plan, options.samples.pool.length);
  job.progress.begin(`Tuning ${settings.depth} layers of ${tuner.name}`, 0.9);
  const folds: TrialScores[] = [];
  for (let f = 0; f < pass; f++) {
    const scores = await attempt(stage, tuner, settings.depth, () =>
      scoreInFull(stage, tuner, { settings, f, pass }),
    );
    if (!scores && !(tuner.asked && folds.length > 0)) {
      recordFull(stage, tuner, settings, null);
      const { depth } = settings;
      stage.searchNotes.push(
        note('tuning-unfinished', {
          layers: depthWord(depth),
          model: { phrase: tuner.name },
        }),
      );
      return null;
    }
    if (!scores) break;
    folds.push(scores);
    if (tuner.asked && race.budget.left() < scores.seconds * (1 + FINAL_FIT)) break;
  }
  const seconds = (performance.now() - start) / 1_000;
  return finalistFrom(stage, tuner, { settings, folds, seconds });
}

async function scoreInFull(
  { race, job }: Stage,
  tuner: Tuner,
  { settings, f, pass }: { settings: TuneSettings; f: number; pass: number },
): Promise<TrialScores | null> {
  const task = tuner.fullTask(settings, f);
  const stored = await storedTrial(race, task, f);
  if (stored) return stored;
  const start = performance.now();
  const { epochs } = task;
  return trainTrial(race, tuner.options, {
    task,
    f,
    goOn: (epochSeconds) => {
      const spent = (performance.now() - start) / 1_000;
      job.progress.advance((f + 0.5) / pass);
      const rest = (folds: number) => epochSeconds * epochs * (folds + FINAL_FIT) - spent;
      return tuner.asked ? race.budget.lastLeft() >= rest(1) : race.budget.left() >= rest(pass - f);
    },
  });
}

interface Full {
  settings: TuneSettings;
  folds: readonly TrialScores[];
  seconds: number;
}

async function finalistFrom(stage: Stage, tuner: Tuner, full: Full): Promise<Finalist> {
  const { race, job } = stage;
  const { settings, folds, seconds } = full;
  const { stops } = tuner.schedule;
  const atStop = stops.map((_, s) => joinPredictions(folds.map((fold) => fold.atStop[s]!)));
  const labels = race.labels.subarray(0, atStop[0]!.n);
  const best = chooseBest(atStop, labels, race.imbalanced);
  const { boundary } = await tuner.options.open(settings.depth);
  const { accuracy, logLoss } = judge(atStop[best.index]!, labels);
  recordFull(stage, tuner, settings, { accuracy, logLoss, seconds, epochs: stops[best.index]! });
  return finalistOf({
    // The final fit is not under the budget.
    contender: makeUnfrozen({ ...tuner.options, signal: job.signal }, settings.depth, folds[0]!.points),
    hyperparameters: {
      layers: boundary.label,
      epochs: stops[best.index]!,
      ...toHyperparameters(settings),
      validatedOn: `${folds.length} of ${race.plan.folds.length} folds`,
    },
    predictions: atStop[best.index]!,
    labels,
    seconds,
  });
}

/** @param result null when time ended it */
function recordFull(
  { race, options }: Stage,
  tuner: Tuner,
  settings: TuneSettings,
  result: { accuracy: number; logLoss: number; seconds: number; epochs: number } | null,
): void {
  const { search } = options.recipe.unfreeze;
  race.trials.push({
    id: settingsId(settings),
    stage: 'layers',
    settings: { backbone: tuner.name, ...toHyperparameters(settings) },
    rung: search.rungs.length + 1,
    epochs: result?.epochs ?? null,
    validationScore: result?.accuracy ?? null,
    logLoss: result?.logLoss ?? null,
    seconds: result?.seconds ?? 0,
    outcome: result ? 'chosen' : 'out-of-time',
  });
}
