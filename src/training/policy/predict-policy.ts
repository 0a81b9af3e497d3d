/** A delivered policy + a table of states → the best action of each row, with the softmax of the scores. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildResultOf, ChildTaskOf, Prediction } from '../../child/messages.ts';
import { openStates } from '../../datasets/policy/open-states.ts';
import { openGraph } from '../../engines/graph-session.ts';
import { UserError } from '../../errors.ts';
import { writePredictionsCsv } from '../job/predictions-csv.ts';
import { policyPipelineSchema } from './pipeline.ts';

/** Rows in the answer itself; all of them are in the CSV. */
const SHOWN = 100;

/** @throws UserError when there is no file, or it lacks a state. */
export async function predictPolicy(task: ChildTaskOf<'predict'>): Promise<ChildResultOf<'predicted'>> {
  if (!task.file)
    throw new UserError(
      'text-for-other-kind',
      'This model chooses actions: attach a table with the columns of the state, one row a decision.',
    );
  const text = await readFile(join(task.artifactDir, 'pipeline.json'), 'utf8');
  const { stateNames, actions, modelPath } = policyPipelineSchema.parse(JSON.parse(text));
  const states = await openStates(task.file, stateNames);
  const session = await openGraph(join(task.artifactDir, modelPath), { threads: 1 });
  let scores: number[];
  try {
    const feed = { dims: [states.n, states.d], data: Float32Array.from(states.values) };
    const outputs = await session.run({ state: feed });
    scores = Array.from(outputs.scores?.data ?? [], Number);
  } finally {
    await session.close();
  }
  const predictions = states.ids.map((id, row) =>
    predictionOf(id, scores.slice(row * actions.length, (row + 1) * actions.length), actions),
  );
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

/** Softmax of the scores: for values of actions a way to compare them, not a probability of being right. */
function predictionOf(id: string, scores: readonly number[], actions: readonly string[]): Prediction {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((all, power) => all + power, 0);
  const probabilities = powers.map((power) => power / sum);
  return { id, prediction: actions[scores.indexOf(top)]!, confidence: 1 / sum, probabilities };
}
