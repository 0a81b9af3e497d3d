/**
 * A Run → the request that would make it again, for the person whose data it learnt from. Used by "Merge near spellings" and "Run
 * again with …".
 */
import type { GuildContext } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import type { Run } from '../../src/runs/run.ts';
import { findRun } from '../runs/find-run.ts';
import type { FinetuneRequest } from './request.ts';

/** Training on data is for whom they belong to, or who had consent; who manages the server has not. @throws UserError `not-your-data` */
export async function findToRepeat(context: GuildContext, typed: string): Promise<Run> {
  const run = await findRun(context, typed);
  if (run.place.userId === context.person.id) return run;
  throw new UserError('not-your-data', { id: run.id });
}

export const requestOf = ({ spec, place }: Run): FinetuneRequest => ({
  dataset: spec.dataset,
  test: spec.test ?? undefined,
  modelFile: spec.modelFile ?? undefined,
  task: spec.kind,
  model: spec.modelFile ? undefined : spec.model,
  target: spec.target ?? undefined,
  merge: spec.mergeSpellings,
  unfreeze: spec.unfreeze,
  budget: `${spec.budgetSeconds}s`,
  seed: spec.seed,
  horizon: spec.horizon ?? undefined,
  consent: place.consent,
});
