import { expect, test } from 'vitest';
import type { Claim } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createLogger } from '../../src/log.ts';
import { makeStore, onServer, postgresServer } from '../runs/stores.ts';

const server = await postgresServer();
const log = createLogger('silent');
const forever = new AbortController().signal;

test.runIf(server)(
  'a name has one holder; the second stands by, and takes over when the first ends, however it ends',
  { timeout: 90_000 },
  async () => {
    const store = await makeStore('postgres');
    const first = await openDatabase(store.config, log);
    const second = await openDatabase(store.config, log);
    const claim = await first.claim('bot', { signal: forever });
    expect((await first.claim('another bot', { signal: forever })).lost.aborted).toBe(false);

    let waited = 0;
    let taken: Claim | null = null;
    const standby = second.claim('bot', { signal: forever, onWait: () => (waited += 1) }).then((one) => {
      taken = one;
    });
    await expect.poll(() => waited, { timeout: 20_000 }).toBe(1);
    // Its connection breaks: either has the name afterwards, and the first knows whether it is still his.
    await onServer(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tunesmith bot'",
      store.config.databaseUrl,
    );
    const holders = async () =>
      (
        await onServer(
          "select 1 from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and application_name = 'tunesmith bot'",
          store.config.databaseUrl,
        )
      ).length;
    await expect.poll(holders, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => claim.lost.aborted === (taken !== null), { timeout: 20_000 }).toBe(true);

    await claim.release();
    await standby;
    expect(await holders()).toBe(1);
    await taken!.release();
    await first.close();
    await second.close();
    await store.remove();
  },
);
