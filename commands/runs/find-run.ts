/**
 * What a person typed → a Run of their server that they may see: any, one with a delivered model, or one that they may end.
 * To people of other servers, and to those who do not see its channel, a Run does not exist. Used by every command and button that names a Run.
 */

import type { GuildContext } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import type { Run } from '../../src/runs/run.ts';
import { unknownRun } from '../../src/runs/runs.ts';
import { term } from '../../src/text/term.ts';

export type DeliveredRun = Extract<Run, { state: 'succeeded' }>;

/** @throws UserError `run-unknown` */
export async function findRun(context: GuildContext, typed: string): Promise<Run> {
  const { services, guildId, person } = context;
  const run = await services.runs.getInGuild(typed, guildId);
  if (run.place.userId === person.id || context.visibleChannels().has(run.place.channelId)) return run;
  throw unknownRun(typed);
}

/** For everything that needs the model of a Run. @throws UserError `run-not-finished` */
export async function findDelivered(context: GuildContext, typed: string): Promise<DeliveredRun> {
  const run = await findRun(context, typed);
  if (run.state === 'succeeded') return run;
  throw new UserError('run-not-finished', { id: run.id, state: term(`state.${run.state}`) });
}

/** One that the person may end: their own, or any for those who manage the server. @throws UserError `not-your-run` */
export async function findOwn(context: GuildContext, typed: string): Promise<Run> {
  const { person } = context;
  const run = await findRun(context, typed);
  if (run.place.userId === person.id || person.isManager) return run;
  throw new UserError('not-your-run', { id: run.id });
}
