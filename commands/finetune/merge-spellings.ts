/** "Merge near spellings" under a queued Run: the same Run anew with the slips merged, in place of the one that goes on. */

import { componentCommand } from '../../src/discord/command.ts';
import type { Run } from '../../src/runs/run.ts';
import { findOwn } from '../runs/find-run.ts';
import { type FinetuneRequest, RUN_DEMANDS } from './request.ts';
import { startFinetune } from './start-finetune.ts';

export const finetuneMerge = componentCommand({
  name: 'finetune-merge',
  ...RUN_DEMANDS,
  async run(context, runId) {
    const { services, person, respond } = context;
    await respond.deferUpdate();
    const run = await findOwn(context, runId);
    await startFinetune(context, { ...requestOf(run), merge: true });
    // What is over stays as it is.
    await services.runs.cancel(run.id, person.id);
  },
});

/** A Run as the request that would make it again. */
const requestOf = ({ spec, place }: Run): FinetuneRequest => ({
  dataset: spec.dataset,
  test: spec.test ?? undefined,
  modelFile: spec.modelFile ?? undefined,
  task: spec.kind,
  model: spec.modelFile ? undefined : spec.model,
  target: spec.target ?? undefined,
  unfreeze: spec.unfreeze,
  budget: `${spec.budgetSeconds}s`,
  seed: spec.seed,
  horizon: spec.horizon ?? undefined,
  consent: place.consent,
});
