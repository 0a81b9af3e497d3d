/** An `inspect` task goes in, the profile of the data comes out. Called by `child.ts`. */

import type { ChildResultOf, ChildTaskOf } from '../child/messages.ts';
import { openDataset } from '../datasets/open-dataset.ts';

/** @throws UserError when the file cannot be used */
export async function inspect(task: ChildTaskOf<'inspect'>): Promise<ChildResultOf<'inspected'>> {
  const { workDir } = task.folders;
  const dataset = await openDataset(task.file, { workDir, kind: task.task, target: task.target });
  return { kind: 'inspected', profile: dataset.profile };
}
