/** How many Runs may be waiting or training at once, and what they may keep in storage. Called by `runs.ts` inside the transaction that creates one. */
import { sql } from 'drizzle-orm';
import type { Rows } from '../database/database.ts';
import { UserError } from '../errors.ts';
import { formatBytes } from '../text/duration.ts';
import type { RunPlace } from './run.ts';
import { findSettings, type ServerSettings } from './servers/settings.ts';
import { countActive } from './store.ts';
import { storedBytes } from './stored-files.ts';

interface Quota {
  perUser: number;
  perGuild: number;
  /** Of everybody, on all servers. */
  inAll: number;
  /** That Runs may keep in storage: of a person, of a server, of all. */
  bytes: { user: number; guild: number; all: number };
}

/**
 * Throws UserErrors `server-quota-person`, `server-quota`, `quota-user` (on whatever servers), `quota-guild`, `quota-all`, `quota-bytes-…`. Creations of one person,
 * and of one guild, stand in line, so that two cannot both pass. Not those of all: files are stored meanwhile, and nobody
 * shall wait for a stranger's; so the last limit may be passed by those that are created at the same moment.
 */
export async function checkQuota(
  tx: Rows,
  place: Pick<RunPlace, 'guildId' | 'userId'>,
  quota: Quota,
): Promise<void> {
  // In this order always, so that no two wait for each other.
  for (const one of [`user ${place.userId}`, place.guildId])
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${one}, 0))`);
  const set = await findSettings(tx, place.guildId);
  await checkServer(tx, place, set);
  const ofUser = await countActive(tx, { userId: place.userId });
  if (ofUser >= quota.perUser) throw new UserError('quota-user', { active: ofUser, limit: quota.perUser });
  const ofGuild = await countActive(tx, { guildId: place.guildId });
  if (ofGuild >= quota.perGuild)
    throw new UserError('quota-guild', { active: ofGuild, limit: quota.perGuild });
  const ofAll = await countActive(tx, {});
  if (ofAll >= quota.inAll) throw new UserError('quota-all', { active: ofAll, limit: quota.inAll });
  await checkBytes(tx, place, quota.bytes);
}

/** Below the operator's limits, those of the people who manage the server, for their server alone. */
async function checkServer(
  tx: Rows,
  { guildId, userId }: Pick<RunPlace, 'guildId' | 'userId'>,
  { runsPerPerson, runsAtOnce }: ServerSettings,
): Promise<void> {
  if (runsPerPerson !== null) {
    const active = await countActive(tx, { guildId, userId });
    if (active >= runsPerPerson) throw new UserError('server-quota-person', { active, limit: runsPerPerson });
  }
  if (runsAtOnce !== null) {
    const active = await countActive(tx, { guildId });
    if (active >= runsAtOnce) throw new UserError('server-quota', { active, limit: runsAtOnce });
  }
}

async function checkBytes(
  tx: Rows,
  { guildId, userId }: Pick<RunPlace, 'guildId' | 'userId'>,
  limits: Quota['bytes'],
): Promise<void> {
  const scopes = [
    ['quota-bytes-user', { userId }, limits.user],
    ['quota-bytes-guild', { guildId }, limits.guild],
    ['quota-bytes-all', {}, limits.all],
  ] as const;
  for (const [code, scope, limit] of scopes) {
    const used = await storedBytes(tx, scope);
    if (used >= limit) throw new UserError(code, { used: formatBytes(used), limit: formatBytes(limit) });
  }
}
