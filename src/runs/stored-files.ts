/**
 * Attached files and bytes in storage as the rows of Runs tell of them. In: a connection or transaction. Out: which files
 * no Run uses, how much is kept. Used by `runs.ts` and `quota.ts`.
 */
import { and, eq, gte, isNull, or, sql } from 'drizzle-orm';
import type { Rows } from '../database/database.ts';
import { runs } from './schema.ts';

/** Files, by SHA-256, are in use or not until the transaction ends: in one order, so that two never wait for each other. */
export async function lockUploads(tx: Rows, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes.toSorted())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`upload ${hash}`}, 0))`);
}

/** Those of the files, by SHA-256, that are attached to no Run, or only to such as ended before then. */
export async function unusedUploads(
  rows: Rows,
  hashes: readonly string[],
  endedBefore?: Date,
): Promise<string[]> {
  const inUse = endedBefore && or(isNull(runs.finishedAt), gte(runs.finishedAt, endedBefore));
  const unused: string[] = [];
  for (const hash of hashes) {
    const attached = ['dataset', 'test', 'modelFile'].map(
      (file) => sql`${runs.spec}->${file}::text->>'sha256' = ${hash}`,
    );
    const [row] = await rows
      .select({ id: runs.id })
      .from(runs)
      .where(and(or(...attached), inUse))
      .limit(1);
    if (row === undefined) unused.push(hash);
  }
  return unused;
}

/** What the Runs of a person, of a server or, with neither, of all keep in storage. */
export async function storedBytes(tx: Rows, place: { guildId?: string; userId?: string }): Promise<number> {
  const ofGuild = place.guildId === undefined ? undefined : eq(runs.guildId, place.guildId);
  const ofUser = place.userId === undefined ? undefined : eq(runs.userId, place.userId);
  const [row] = await tx
    .select({ bytes: sql<string>`coalesce(sum(${runs.storedBytes}), 0)` })
    .from(runs)
    .where(and(ofGuild, ofUser));
  return Number(row!.bytes);
}
