/** How many Runs may be waiting or training at once. Called by `runs.ts` inside the transaction that creates one. */
import { sql } from 'drizzle-orm';
import type { Rows } from '../database/database.ts';
import { UserError } from '../errors.ts';
import type { RunPlace } from './run.ts';
import { countActive } from './store.ts';

export interface Quota {
  perUser: number;
  perGuild: number;
  /** Of everybody, on all servers. */
  inAll: number;
}

/**
 * Throws UserErrors `quota-user` (on whatever servers), `quota-guild`, `quota-all`. Creations of one person,
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
  const ofUser = await countActive(tx, { userId: place.userId });
  if (ofUser >= quota.perUser) throw new UserError('quota-user', { active: ofUser, limit: quota.perUser });
  const ofGuild = await countActive(tx, { guildId: place.guildId });
  if (ofGuild >= quota.perGuild)
    throw new UserError('quota-guild', { active: ofGuild, limit: quota.perGuild });
  const ofAll = await countActive(tx, {});
  if (ofAll >= quota.inAll) throw new UserError('quota-all', { active: ofAll, limit: quota.inAll });
}
