/**
 * `/runs delete`: one Run, or with `all` everything that a person has here: their Runs that are over, with models, reports and
 * attached data, and what `/recommend` kept for them. The answer says what is left and why.
 */
import { dropArtifact } from '../../src/discord/artifacts.ts';
import type { GuildContext } from '../../src/discord/command.ts';
import { removeDrafts } from '../../src/discord/draft.ts';
import { removeAnswers } from '../../src/discord/kept/answer.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { removeConsultations } from '../../src/recommend/consultation.ts';
import { deleteRun } from '../../src/runs/delete-run.ts';
import type { Run } from '../../src/runs/run.ts';
import { keptDays } from '../../src/storage/kept-records.ts';
import { code } from '../../src/text/escape.ts';
import { cacheDir } from '../children.ts';
import { findOwn } from './find-run.ts';

/** What stands in place of a Run's id; no id is so short. */
export const ALL = 'all';
/** Looked at in one go; whoever has more says it again. */
const AT_ONCE = 500;

export async function deleteReply(context: GuildContext, typed: string): Promise<Reply> {
  if (typed.trim().toLowerCase() === ALL) return deleteAll(context);
  const run = await findOwn(context, typed);
  await remove(context, run);
  return {
    content: context.t('runs.deleted', { id: code(run.id) }),
    result: { runId: run.id, deleted: true },
  };
}

async function remove(context: GuildContext, run: Run): Promise<void> {
  await deleteRun(run, context.services);
  await dropArtifact(run.id, cacheDir(context));
  context.log.info({ runId: run.id, by: context.person.id }, 'run deleted');
}

async function deleteAll(context: GuildContext): Promise<Reply> {
  const { t, guildId, person, services } = context;
  const own = await services.runs.list({ guildId, userId: person.id, limit: AT_ONCE });
  const active = own.filter(({ state }) => state === 'queued' || state === 'running');
  const over = own.filter((run) => !active.includes(run));
  for (const run of over) await remove(context, run);
  const recommendations = await removeConsultations(services.objects, { guildId, userId: person.id });
  await removeDrafts(services.objects, { guildId, userId: person.id });
  await removeAnswers(services.objects, { guildId, userId: person.id });
  const left = active.map(({ id }) => code(id)).join(' ');
  return {
    content: [
      t('runs.deleted-all', { runs: over.length, recommendations }),
      ...(active.length > 0 ? [t('runs.deleted-left', { ids: left })] : []),
      t('runs.deleted-posted', { days: keptDays() }),
    ].join('\n'),
    result: { deleted: over.map(({ id }) => id), left: active.map(({ id }) => id), recommendations },
  };
}
