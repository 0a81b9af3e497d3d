import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createLogger } from '../../src/log.ts';
import { findOutage } from '../../src/outage/outage.ts';
import { makeStore, onServer, postgresServer } from '../runs/stores.ts';

const server = await postgresServer();

test.runIf(server)(
  'a connection that is lost amid a transaction fails the transaction, not the process; the next one works',
  { timeout: 60_000 },
  async () => {
    const store = await makeStore('postgres');
    const database = await openDatabase(store.config, createLogger('silent'));
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.on('uncaughtException', note);
    try {
      const broken = database.rows.transaction(async (tx) => {
        const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
        // Nothing is asked while the connection goes: only its `error` event tells.
        await onServer(`select pg_terminate_backend(${rows[0]!.pid})`);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await tx.execute(sql`select 1`);
      });
      const error = await broken.catch((reason: unknown) => reason);
      expect(findOutage(error)?.kind).toBe('database-away');
      expect((await database.rows.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
      expect(uncaught).toEqual([]);
    } finally {
      process.off('uncaughtException', note);
      await database.close();
      await store.remove();
    }
  },
);
