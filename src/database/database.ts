/**
 * Opens the store: PGlite in `${dataDir}/store` (under the lock of the data folder) or PostgreSQL by DATABASE_URL.
 * In: Config. Out: one Database with the same face for both; `queue.ts` and `store.ts` build on it.
 */
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import type { ConstructorOptions } from 'pg-boss';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { DataLock } from './data-lock.ts';

/** What queries are written against: a connection or a transaction of either driver, with node-postgres's types. */
export type Rows = PgDatabase<NodePgQueryResultHKT>;

export interface Database {
  kind: 'embedded' | 'postgres';
  rows: Rows;
  /** How pg-boss reaches the same database. */
  queueConnection: Pick<ConstructorOptions, 'db' | 'connectionString' | 'max' | 'backend'>;
  /**
   * Calls `onMessage` for each NOTIFY on the channel. `onReconnect` is called after a lost connection is back:
   * messages may have been missed. Resolves to a function that stops listening.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<() => Promise<void>>;
  /** The lock of the data folder; null on PostgreSQL. */
  lock: DataLock | null;
  close(): Promise<void>;
}

/** Opens and migrates. Only the driver that is needed is loaded: PGlite alone holds about 300 MB. */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  if (config.databaseUrl === undefined) {
    const { openEmbedded } = await import('./embedded.ts');
    return openEmbedded(config.dataDir, log);
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(config.databaseUrl, log);
}
