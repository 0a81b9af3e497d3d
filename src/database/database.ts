/**
 * The store as the rest sees it: one face for the embedded one and for PostgreSQL. Opened by `open-database.ts`; the
 * queue, rows and feed of `src/runs` build on it.
 */
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import type { ConstructorOptions } from 'pg-boss';
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
  /**
   * Waits until this process alone holds the name, among all that use the database. `onWait` is called once when another
   * has it.
   */
  claim(name: string, options: ClaimOptions): Promise<Claim>;
  /** The lock of the data folder; null on PostgreSQL. */
  lock: DataLock | null;
  close(): Promise<void>;
}

export interface ClaimOptions {
  /** Ends the waiting, with its reason. */
  signal: AbortSignal;
  onWait?: () => void;
}

export interface Claim {
  /** Aborted when another process has the name: this one must leave. */
  lost: AbortSignal;
  release(): Promise<void>;
}
