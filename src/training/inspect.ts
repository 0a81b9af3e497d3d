/** An `inspect` task goes in, the profile of the data comes out, as their kind has it. Called by `child.ts`. */
import type { ChildResultOf, ChildTaskOf } from '../child/messages.ts';
import type { DataKind, DatasetProfile } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import type { DatasetOf } from './job/kind.ts';
import { KINDS } from './kinds.ts';

/** @throws UserError when the file cannot be used */
export async function inspect(task: ChildTaskOf<'inspect'>): Promise<ChildResultOf<'inspected'>> {
  const { workDir } = task.folders;
  const { task: kind, target, description, mergeSpellings } = task;
  const dataset = await openDataset(task.file, { workDir, kind, target, description, mergeSpellings });
  return { kind: 'inspected', profile: inspectKind(dataset.kind, dataset) };
}

const inspectKind = <K extends DataKind>(kind: K, dataset: DatasetOf<K>): DatasetProfile =>
  KINDS[kind].inspect(dataset);
