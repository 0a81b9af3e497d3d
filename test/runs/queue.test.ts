import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createLogger } from '../../src/log.ts';
import { openQueue } from '../../src/runs/queue.ts';
import { makeStore, postgresServer } from './stores.ts';

const log = createLogger('silent');
const server = await postgresServer();
const stores = ['embedded', ...(server ? ['postgres' as const] : [])] as const;

describe.each(stores)('the queue on the %s store', (name) => {
  test('a job exists only when the transaction that enqueued it was committed', {
    timeout: 120_000,
  }, async () => {
    const store = await makeStore(name);
    const database = await openDatabase(store.config, log);
    const queue = await openQueue(database, log);
    const done: string[] = [];
    const stop = await queue.work(1, async (job) => void done.push(job.runId));
    const enqueue = (runId: string, then: string) =>
      database.rows.transaction(async (tx) => {
        await queue.enqueue(tx, { runId, id: randomUUID() });
        await tx.execute(sql.raw(then));
      });

    await expect(enqueue('ROLLEDBACK', 'select 1 / 0')).rejects.toThrow();
    await expect(enqueue('VIOLATES', "insert into runs (id) values ('x')")).rejects.toThrow();
    await enqueue('COMMITTED', 'select 1');
    await expect.poll(() => done, { timeout: 60_000 }).toEqual(['COMMITTED']);
    await stop();
    await queue.stop();
    await database.close();
    await store.remove();
  });
});
