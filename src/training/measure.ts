/**
 * A `measure` task goes in, the transferability of each candidate on the attached data comes out, where their kind has
 * candidates. Called by `child.ts`.
 */
import { classificationRecipe } from '../../knowledge/recipes/classification.ts';
import type { ChildResultOf, ChildTaskOf } from '../child/messages.ts';
import type { DataKind } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { startBudget } from './job/budget.ts';
import type { DatasetOf, TaskOptions, Timed } from './job/kind.ts';
import { startProgress } from './job/progress.ts';
import { KINDS } from './kinds.ts';

type Measured = ChildResultOf<'measured'>;

/** @throws UserError `nothing-to-measure`, and those of opening the file */
export async function measure(
  task: ChildTaskOf<'measure'>,
  { emit, signal }: TaskOptions,
): Promise<Measured> {
  const budget = startBudget(task.budgetSeconds, classificationRecipe.reserve, signal);
  const progress = startProgress(emit, budget.lastLeft);
  progress.begin('Opening the data set', 0.05);
  const { workDir } = task.folders;
  const dataset = await openDataset(task.file, { workDir, kind: task.task, target: task.target });
  return measureKind(dataset.kind, { task, budget, progress, emit, signal }, dataset);
}

/** By what the data are, whatever was asked for. */
const measureKind = <K extends DataKind>(
  kind: K,
  job: Timed<'measure'>,
  dataset: DatasetOf<K>,
): Promise<Measured> => KINDS[kind].measure(job, dataset);
