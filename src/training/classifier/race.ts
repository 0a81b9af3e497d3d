/**
 * Contenders go in, finalists come out: each contender is tried on the same folds, its best setting chosen and
 * calibrated on validation predictions. One that was finished before a restart is read from its checkpoint; one that
 * the time budget cuts off is left out, which the report says. Next: `train-classifier.ts` picks the winner.
 */
import type { Trial } from '../../report/report.ts';
import type { Note } from '../../text/notes.ts';
import type { Budget } from '../job/budget.ts';
import type { Checkpoints } from '../job/checkpoint.ts';
import type { Progress } from '../job/progress.ts';
import { chooseBest, judge } from './choose.ts';
import type { Contender, Scored } from './contenders/contender.ts';
import { type Finalist, finalistOf } from './finalist.ts';
import type { FoldPlan } from './folds.ts';

export interface Race {
  readonly plan: FoldPlan;
  /** Labels of `plan.scored`. */
  readonly labels: Int32Array;
  readonly imbalanced: boolean;
  readonly budget: Budget;
  readonly progress: Progress;
  readonly checkpoints: Checkpoints;
  /** Settings tried so far, for the Report. */
  readonly trials: Trial[];
}

export interface EnterOptions {
  /** The budget does not cut it off, only make it smaller: the share of what the core has left that it may take. */
  core?: number;
  signal: AbortSignal;
  /** Told what was left out. */
  onLeftOut: (said: Note) => void;
}

/**
 * @returns null when the time budget ended first; cancellation throws
 */
export async function enter(
  race: Race,
  contender: Contender,
  until: number,
  options: EnterOptions,
): Promise<Finalist | null> {
  const { labels, plan } = race;
  race.progress.begin(`Trying ${contender.name}`, until);
  const stored = await race.checkpoints.load(contender.id);
  if (stored && stored.predictions.n === plan.scored.length) {
    race.trials.push(...stored.trials);
    return finalistOf({ contender, labels, ...stored });
  }
  const start = performance.now();
  try {
    const { all, best } = await tryContender(race, contender, options);
    const seconds = (performance.now() - start) / 1_000;
    const trials = contender.role === 'transfer' ? trialsOf(race, { contender, all, best, seconds }) : [];
    await race.checkpoints.save(contender.id, { ...best, seconds, trials, points: [] });
    race.trials.push(...trials);
    return finalistOf({ contender, labels, seconds, ...best });
  } catch (error) {
    if (race.budget.ranOut() && !options.signal.aborted) return null;
    throw error;
  }
}

async function tryContender(race: Race, contender: Contender, { core, onLeftOut, ...options }: EnterOptions) {
  const { budget } = race;
  const signal = core ? options.signal : budget.signal;
  signal.throwIfAborted();
  const onFold = (done: number, total: number) => race.progress.advance(done / total);
  const reduced = budget.isShort();
  const seconds = core ? core * budget.coreLeft() : budget.left();
  const all = await contender.tryAll(race.plan, { signal, onFold, reduced, seconds, onLeftOut });
  const best = chooseBest(
    all.map(({ predictions }) => predictions),
    race.labels,
    race.imbalanced,
  );
  return { all, best: all[best.index]! };
}

/** The grid of a head, as the Report tells it. */
function trialsOf(
  { labels }: Race,
  {
    contender,
    all,
    best,
    seconds,
  }: { contender: Contender; all: readonly Scored[]; best: Scored; seconds: number },
): Trial[] {
  return all.map((one, i) => {
    const { accuracy, logLoss } = judge(one.predictions, labels);
    const { iterations } = one.hyperparameters;
    return {
      id: `${contender.id}-${i + 1}`,
      stage: 'head',
      settings: one.hyperparameters,
      rung: 1,
      epochs: typeof iterations === 'number' ? iterations : null,
      validationScore: accuracy,
      logLoss,
      seconds: seconds / all.length,
      outcome: one === best ? 'chosen' : 'dropped',
    };
  });
}
