/**
 * A Run that is over → nothing of it: its model, report and charts, its row, and what was attached to it unless another
 * Run uses that too, and what was sent to a service for it. Called by `/runs delete`. What was posted in Discord is Discord's.
 */
import type { ServiceJob } from '../child/run-spec.ts';
import type { Config } from '../config.ts';
import type { RemoteState } from '../remote/job-state.ts';
import { reopenService } from '../remote/services.ts';
import type { ObjectStore } from '../storage/objects.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';

const DROP_MS = 60_000;

/** Files first: should they resist, the Run is still there to try again. Throws UserErrors `run-active`, `run-unknown`, `service-…`. */
export async function deleteRun(
  { id, spec, remote }: Run,
  { runs, objects, config }: { runs: Runs; objects: ObjectStore; config: Pick<Config, 'tuning'> },
): Promise<void> {
  if (spec.service && remote) await dropThere(spec.service, remote, config);
  await runs.remove(id, {
    before: () => objects.deletePrefix(`runs/${id}/`),
    dropUpload: (sha256) => objects.deletePrefix(`uploads/${sha256}/`),
  });
}

/** The tuned model stays with its service. Without its key nothing can be asked of it. @throws UserErrors `service-…` */
async function dropThere(
  { id }: ServiceJob,
  state: RemoteState,
  { tuning }: Pick<Config, 'tuning'>,
): Promise<void> {
  const service = reopenService(tuning, id);
  for (const file of [state.trainingFile, state.validationFile])
    if (service && file !== null) await service.deleteFile(file, AbortSignal.timeout(DROP_MS));
}
