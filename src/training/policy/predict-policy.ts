/** A delivered policy + a table of states → the best action of each row, with the softmax of the scores. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf, ChildTaskOf, Prediction } from '../../child/messages.ts';
import { openStates, type States } from '../../datasets/policy/open-states.ts';
import { artifactHost } from '../../delivered/artifact-host.ts';
import { UserError } from '../../errors.ts';
import { writePredictionsCsv } from '../job/predictions-csv.ts';
import { openPolicy } from './choose-actions.ts';

/** Rows in the answer itself; all of them are in the CSV. */
const SHOWN = 100;

/** @throws UserError when there is no file, or it lacks a state. */
export async function predictPolicy(task: ChildTaskOf<'predict'>): Promise<ChildResultOf<'predicted'>> {
  if (!task.file) throw new UserError('text-for-policy');
  const policy = await openPolicy(artifactHost(task.artifactDir, { threads: 1 }));
  const { stateNames, actions } = policy.pipeline;
  let predictions: Prediction[];
  let states: States;
  try {
    states = await openStates(task.file, stateNames);
    const decisions = await policy.decide(states.values);
    predictions = decisions.map(({ action, shares }, row) => ({
      id: states.ids[row]!,
      prediction: action,
      confidence: Math.max(...shares),
      probabilities: shares,
    }));
  } finally {
    await policy.close();
  }
  await mkdir(task.folders.workDir, { recursive: true });
  const csvPath = join(task.folders.workDir, 'predictions.csv');
  await writePredictionsCsv(csvPath, 'row', actions, predictions);
  return {
    kind: 'predicted',
    classes: actions,
    predictions: predictions.slice(0, SHOWN),
    count: predictions.length,
    csvPath,
    skipped: states.skipped,
  };
}
