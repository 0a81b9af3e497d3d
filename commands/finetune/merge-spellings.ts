/** "Merge near spellings" under a queued Run: the same Run anew with the slips merged, in place of the one that goes on. */

import { componentCommand } from '../../src/discord/command.ts';
import { findToRepeat, requestOf } from './again.ts';
import { RUN_DEMANDS } from './request.ts';
import { startFinetune } from './start-finetune.ts';

export const finetuneMerge = componentCommand({
  name: 'finetune-merge',
  ...RUN_DEMANDS,
  async run(context, runId) {
    const { services, person, respond } = context;
    await respond.deferUpdate();
    const run = await findToRepeat(context, runId);
    await startFinetune(context, { ...requestOf(run), merge: true });
    // What is over stays as it is.
    await services.runs.cancel(run.id, person.id);
  },
});
