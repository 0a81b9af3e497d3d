/**
 * Finalists go in; the winner, its learning curve, and its test come out. The test part is read here and nowhere else,
 * once, after every choice is made. Called by `train-classifier.ts`.
 */
import { note } from '../../text/notes.ts';
import { timeLimit } from '../../time-limit.ts';
import { chooseBest } from './choose.ts';
import type { LearningCurvePoint } from './contenders/contender.ts';
import { accuracyOf, firstRows, type Predictions } from './evaluate/predictions.ts';
import { type Finalist, type FitCache, fitFinalist } from './finalist.ts';
import type { FoldPlan } from './folds.ts';
import type { Race } from './race.ts';
import type { Stage } from './stage.ts';

/** The winner, and all of the race as the Report compares them. */
export interface Chosen {
  readonly winner: Finalist;
  readonly finalists: readonly Finalist[];
  /** Whose predictions the scores are of. */
  readonly plan: FoldPlan;
}

/**
 * The best on validation. Those that time allowed to be scored on the first folds only are compared with the best of
 * the others on the same rows; if such a one wins, all are restated on those rows, so that the Report compares like
 * with like.
 */
export function chooseWinner({ race, finalists }: Pick<Stage, 'race' | 'finalists'>): Chosen {
  const open = finalists.filter(({ deliverable }) => deliverable);
  const whole = open.filter(({ validation }) => validation.n === race.plan.scored.length);
  let winner = bestOf(whole, race);
  for (const partly of open.filter((finalist) => !whole.includes(finalist)))
    winner = bestOf([winner, partly], race);
  winner = simplest(winner, open, race);
  const { n } = winner.validation;
  if (n < race.plan.scored.length) return restateOnFirst({ race, finalists, winner });
  return {
    winner,
    finalists: finalists.map((finalist) => relativeTo(winner, finalist, race)),
    plan: race.plan,
  };
}

/** A part of a mixture that is as accurate alone is delivered alone: less to carry, and other tools can load it. */
function simplest(winner: Finalist, finalists: readonly Finalist[], race: Race): Finalist {
  if (winner.members.length < 2) return winner;
  const parts = winner.id.split('+');
  const alike = finalists.filter(
    ({ id, accuracy, validation }) =>
      parts.includes(id) && validation.n === winner.validation.n && accuracy >= winner.accuracy,
  );
  return alike.length > 0 ? bestOf(alike, race) : winner;
}

/** On the rows that all of them were scored on. */
function bestOf(finalists: readonly Finalist[], { labels, imbalanced }: Race): Finalist {
  const n = Math.min(...finalists.map(({ validation }) => validation.n));
  const candidates = finalists.map(({ validation }) => firstRows(validation, n));
  return finalists[chooseBest(candidates, labels.subarray(0, n), imbalanced).index]!;
}

/**
 * A finalist that was scored on the first folds only gets the winner's accuracy plus its difference to the winner on
 * those rows: so an easy fold does not flatter it.
 */
function relativeTo(winner: Finalist, finalist: Finalist, { labels }: Race): Finalist {
  const { n } = finalist.validation;
  if (n >= winner.validation.n) return finalist;
  const difference = finalist.accuracy - accuracyOf(firstRows(winner.validation, n), labels);
  const accuracy = Math.min(1, Math.max(0, winner.accuracy + difference));
  const scored = 'relative to the delivered model, on the folds both were scored on';
  return { ...finalist, accuracy, hyperparameters: { ...finalist.hyperparameters, scored } };
}

/** All of them by the rows that the winner was scored on. */
function restateOnFirst({
  race,
  finalists,
  winner,
}: Pick<Stage, 'race' | 'finalists'> & { winner: Finalist }): Chosen {
  const { n } = winner.validation;
  const labels = race.labels.slice(0, n);
  const restated = finalists.flatMap((finalist) => {
    if (finalist.validation.n < n) return [];
    const validation = firstRows(finalist.validation, n);
    return [{ ...finalist, validation, accuracy: accuracyOf(validation, labels) }];
  });
  const all = race.plan.scored.length;
  const fewer = note('scores-of-fewer', { count: n, all });
  const plan = { ...race.plan, scored: race.plan.scored.slice(0, n), notes: [...race.plan.notes, fewer] };
  return { winner: restated.find(({ id }) => id === winner.id)!, finalists: restated, plan };
}

/** A curve that is not done by then, or in its share of what is left, is shown as far as it got. */
const CURVE_LIMIT_SECONDS = 20;
const CURVE_SHARE = 0.2;

/** The winner's learning curve on train and validation; a mixture shows that of its first member. */
export async function recordHistory(stage: Stage, winner: Finalist): Promise<LearningCurvePoint[]> {
  const { job } = stage;
  const { train, validation } = stage.options.samples;
  const { contender, hyperparameters } = winner.members[0]!;
  const history: LearningCurvePoint[] = [];
  // Beyond the tries: the curve is promised, and it costs one small fit on features that are there.
  const seconds = Math.min(CURVE_LIMIT_SECONDS, CURVE_SHARE * job.budget.lastLeft());
  const limit = timeLimit(seconds * 1_000, job.signal);
  job.progress.begin(`Recording the learning curve of ${contender.name}`, 0.92);
  try {
    await contender.curve?.(
      hyperparameters,
      { train, validation },
      {
        signal: limit,
        onEpoch: (point) => {
          history.push(point);
          const { epoch, trainLoss, validationLoss, validationScore } = point;
          job.emit({ type: 'epoch', model: winner.name, epoch, trainLoss, validationLoss, validationScore });
        },
      },
    );
  } catch (error) {
    if (!limit.aborted || job.signal.aborted) throw error;
  }
  return history;
}

/** Fits the winner and the baselines on train + validation and predicts the test part: the only time it is read. */
export async function fitAndTest(stage: Stage, { winner, finalists }: Chosen) {
  const { job, options, seconds } = stage;
  const { pool, test } = options.samples;
  const start = performance.now();
  job.progress.begin('Fitting the winner on train and validation', 0.96);
  const cache: FitCache = new Map();
  const tested = new Map<string, Predictions>();
  const fitted = await fitFinalist(winner, pool, cache);
  tested.set(winner.id, fitted.predict(test));
  for (const baseline of finalists) {
    if (baseline.role !== 'baseline' || tested.has(baseline.id)) continue;
    job.signal.throwIfAborted();
    tested.set(baseline.id, (await fitFinalist(baseline, pool, cache)).predict(test));
  }
  seconds.final = (performance.now() - start) / 1_000;
  return { fitted, tested };
}
