/** How many Runs may be waiting or training at once. Called by `runs.ts` inside the transaction that creates one. */
import { sql } from 'drizzle-orm';
import type { Rows } from '../database/database.ts';
import { UserError } from '../errors.ts';
import type { RunPlace } from './run.ts';
import { countActive } from './store.ts';

export interface Quota {
  perUser: number;
  perGuild: number;
}

/** Throws UserErrors `quota-user`, `quota-guild`. Creations in one guild stand in line, so that two cannot both pass. */
export async function checkQuota(
  tx: Rows,
  place: Pick<RunPlace, 'guildId' | 'userId'>,
  quota: Quota,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${place.guildId}, 0))`);
  const ofUser = await countActive(tx, { guildId: place.guildId, userId: place.userId });
  if (ofUser >= quota.perUser) throw new UserError('quota-user', { active: ofUser, limit: quota.perUser });
  const ofGuild = await countActive(tx, { guildId: place.guildId });
  if (ofGuild >= quota.perGuild)
    throw new UserError('quota-guild', { active: ofGuild, limit: quota.perGuild });
}
