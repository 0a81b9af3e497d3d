/** The task of a Run on a small log, and the options with which it trains, for the tests of this folder. */
import { join } from 'node:path';
import { type ChildTaskOf, childTaskSchema } from '../../../src/child/messages.ts';
import { startBudget } from '../../../src/training/job/budget.ts';
import { startProgress } from '../../../src/training/job/progress.ts';

export function taskIn(
  folder: string,
  {
    name = 'artifact',
    modelFile = null,
  }: { name?: string; modelFile?: { path: string; name: string } | null } = {},
): ChildTaskOf<'train'> {
  const task = childTaskSchema.parse({
    kind: 'train',
    folders: { workDir: join(folder, 'work'), cacheDir: join(folder, 'cache') },
    runId: 'run-1',
    spec: {
      dataset: { key: 'uploads/abc/log.csv', name: 'log.csv', sha256: 'abc', bytes: 1 },
      kind: 'policy',
      budgetSeconds: 20,
      seed: 1,
    },
    dataset: { path: 'log.csv', name: 'log.csv' },
    test: null,
    modelFile,
    artifactDir: join(folder, name),
  });
  if (task.kind !== 'train') throw new Error('not a training task');
  return task;
}

export function trainingOptions({ spec }: ChildTaskOf<'train'>) {
  const { signal } = new AbortController();
  const budget = startBudget(spec.budgetSeconds, { share: 0.15, least: 3, most: 30 }, signal);
  return { budget, progress: startProgress(() => {}), signal };
}
