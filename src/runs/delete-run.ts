/**
 * A Run that is over → nothing of it: its model, report and charts, its row, and what was attached to it unless another
 * Run uses that too. Called by `/runs delete`. What was posted in Discord is Discord's.
 */
import type { ObjectStore } from '../storage/objects.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';

/** Files first: should they resist, the Run is still there to try again. Throws UserError `run-active`, `run-unknown`. */
export async function deleteRun(
  { id }: Run,
  { runs, objects }: { runs: Runs; objects: ObjectStore },
): Promise<void> {
  await runs.remove(id, {
    before: () => objects.deletePrefix(`runs/${id}/`),
    dropUpload: (sha256) => objects.deletePrefix(`uploads/${sha256}/`),
  });
}
