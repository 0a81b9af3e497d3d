/**
 * Contenders go in, finalists come out: each contender is tried on the same folds, its best setting chosen and
 * calibrated on validation predictions. One that was finished before a restart is read from its checkpoint; one that
 * the time budget cuts off is left out, which the report says. Next: `train-classifier.ts` picks the winner.
 */
import type { Budget } from './budget.ts';
import type { Checkpoints } from './checkpoint.ts';
import { chooseBest } from './choose.ts';
import type { Contender, Scored } from './contenders/contender.ts';
import { type Finalist, finalistOf } from './finalist.ts';
import type { FoldPlan } from './folds.ts';
import type { Progress } from './progress.ts';

export interface Race {
  plan: FoldPlan;
  /** Labels of `plan.scored`. */
  labels: Int32Array;
  imbalanced: boolean;
  budget: Budget;
  progress: Progress;
  checkpoints: Checkpoints;
}

/**
 * @param options.core the budget does not cut it off, only make its grid smaller
 * @returns null when the time budget ended first; cancellation throws
 */
export async function enter(
  race: Race,
  contender: Contender,
  until: number,
  options: { core?: boolean; signal: AbortSignal },
): Promise<Finalist | null> {
  const { labels, plan } = race;
  race.progress.begin(`Trying ${contender.name}`, until);
  const stored = await race.checkpoints.load(contender.id);
  if (stored && stored.predictions.n === plan.scored.length)
    return finalistOf({ contender, labels, ...stored });
  const start = performance.now();
  try {
    const signal = options.core ? options.signal : race.budget.signal;
    const best = await tryContender(race, contender, signal);
    const seconds = (performance.now() - start) / 1_000;
    await race.checkpoints.save(contender.id, { ...best, seconds });
    return finalistOf({ contender, labels, seconds, ...best });
  } catch (error) {
    if (race.budget.ranOut() && !options.signal.aborted) return null;
    throw error;
  }
}

async function tryContender(race: Race, contender: Contender, signal: AbortSignal): Promise<Scored> {
  signal.throwIfAborted();
  const onFold = (done: number, total: number) => race.progress.advance(done / total);
  const reduced = race.budget.isShort();
  const all = await contender.tryAll(race.plan, { signal, onFold, reduced });
  const best = chooseBest(
    all.map(({ predictions }) => predictions),
    race.labels,
    race.imbalanced,
  );
  return all[best.index]!;
}
