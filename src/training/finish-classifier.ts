/**
 * Finalists go in; the winner, its learning curve, and its test come out. The test part is read here and nowhere else,
 * once, after every choice is made. Called by `train-classifier.ts`.
 */
import { chooseBest } from './choose.ts';
import type { LearningCurvePoint } from './contenders/contender.ts';
import type { Predictions } from './evaluate/predictions.ts';
import { type Finalist, type FitCache, fitFinalist } from './finalist.ts';
import type { Race } from './race.ts';
import type { Stage } from './stage.ts';

export function chooseWinner(finalists: readonly Finalist[], race: Race): Finalist {
  const open = finalists.filter(({ deliverable }) => deliverable);
  const best = chooseBest(
    open.map(({ validation }) => validation),
    race.labels,
    race.imbalanced,
  );
  return open[best.index]!;
}

/** The winner's learning curve on train and validation; a mixture shows that of its first member. */
export async function recordHistory(stage: Stage, winner: Finalist): Promise<LearningCurvePoint[]> {
  const { job, race } = stage;
  const { train, validation } = stage.options.samples;
  const { contender, hyperparameters } = winner.members[0]!;
  const history: LearningCurvePoint[] = [];
  job.progress.begin(`Recording the learning curve of ${contender.name}`, 0.92);
  try {
    await contender.curve?.(
      hyperparameters,
      { train, validation },
      {
        signal: race.budget.signal,
        onEpoch: (point) => {
          history.push(point);
          const { epoch, trainLoss, validationLoss, validationScore } = point;
          job.emit({ type: 'epoch', model: winner.id, epoch, trainLoss, validationLoss, validationScore });
        },
      },
    );
  } catch (error) {
    if (!race.budget.ranOut() || job.signal.aborted) throw error;
  }
  return history;
}

/** Fits the winner and the baselines on train + validation and predicts the test part: the only time it is read. */
export async function fitAndTest(stage: Stage, winner: Finalist) {
  const { job, options, seconds } = stage;
  const { pool, test } = options.samples;
  const start = performance.now();
  job.progress.begin('Fitting the winner on train and validation', 0.96);
  const cache: FitCache = new Map();
  const tested = new Map<string, Predictions>();
  const fitted = await fitFinalist(winner, pool, cache);
  tested.set(winner.id, fitted.predict(test));
  for (const baseline of stage.finalists) {
    if (baseline.role !== 'baseline' || tested.has(baseline.id)) continue;
    job.signal.throwIfAborted();
    tested.set(baseline.id, (await fitFinalist(baseline, pool, cache)).predict(test));
  }
  seconds.final = (performance.now() - start) / 1_000;
  return { fitted, tested };
}
