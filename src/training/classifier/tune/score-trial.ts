/**
 * A way to tune and a fold go in, its predictions at each stop come out: from the checkpoint of an earlier attempt at
 * the same Run, or by training, which is then stored. Used by: `race-unfrozen.ts`.
 */
import type { LearningCurvePoint } from '../contenders/contender.ts';
import { joinPredictions } from '../contenders/join-predictions.ts';
import { type Predictions, takeRows } from '../evaluate/predictions.ts';
import type { Race } from '../race.ts';
import { settingsId, toHyperparameters } from './settings.ts';
import { type FoldTask, scoreFold, type UnfrozenOptions } from './unfrozen.ts';

export interface TrialScores {
  atStop: Predictions[];
  points: LearningCurvePoint[];
  seconds: number;
}

/** `seconds` without what was prepared before the first step. */
type Trained = TrialScores & { trainingSeconds: number };

/** The name under which a training on the f-th fold is stored. */
const checkpointId = ({ settings, epochs }: FoldTask, f: number): string =>
  `${settingsId(settings)}-epochs${epochs}-fold${f}`;

/** Null when it was not finished before. */
export async function storedTrial(
  { checkpoints }: Race,
  task: FoldTask,
  f: number,
): Promise<TrialScores | null> {
  const stored = await checkpoints.load(checkpointId(task, f));
  const rows = task.fold.score.length;
  if (stored?.predictions.n !== rows * task.stops.length) return null;
  const { predictions, points, seconds } = stored;
  const atStop = task.stops.map((_, s) =>
    takeRows(
      predictions,
      Array.from({ length: rows }, (_, i) => s * rows + i),
    ),
  );
  return { atStop, points, seconds };
}

/** @returns null when `goOn` ended it */
export async function trainTrial(
  race: Race,
  options: UnfrozenOptions,
  { task, f, goOn }: { task: FoldTask; f: number; goOn: (epochSeconds: number) => boolean },
): Promise<Trained | null> {
  const start = performance.now();
  const scores = await scoreFold(options, task, goOn);
  if (!scores) return null;
  const { atStop, points, trainingSeconds } = scores;
  const seconds = (performance.now() - start) / 1_000;
  await race.checkpoints.save(checkpointId(task, f), {
    hyperparameters: toHyperparameters(task.settings),
    predictions: joinPredictions(atStop),
    seconds,
    points,
    trials: [],
  });
  return { atStop, points, seconds, trainingSeconds };
}
