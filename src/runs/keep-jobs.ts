/**
 * Every Run that is not over has a job that will be delivered: looked at when the store is opened and once a minute. A
 * job can be gone by hand, by used-up retries, or with the process that held it on an embedded store. In: the open parts.
 * Out: what ends it.
 */
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import type { RunLifecycle } from './lifecycle.ts';
import type { Queue } from './queue.ts';
import { ACTIVE_STATES, rowsInStates } from './store.ts';

const INTERVAL_MS = 60_000;

interface Parts {
  database: Database;
  queue: Queue;
  lifecycle: RunLifecycle;
  log: Logger;
}

export async function keepJobsAlive({
  database,
  queue,
  lifecycle,
  log,
}: Parts): Promise<() => Promise<void>> {
  const jobIds = async () => (await rowsInStates(database.rows, ACTIVE_STATES)).map((row) => row.jobId);
  const renew = async (gone: readonly string[]) => {
    const renewed = await lifecycle.renewJobs(gone);
    if (renewed > 0) log.warn({ renewed }, 'Runs without a job were put back into the queue');
  };
  if (database.kind === 'embedded') await renew(await queue.endDead(await jobIds()));
  const look = async () => renew(await queue.gone(await jobIds()));
  await look();
  await queue.onLost(look);
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = last
      .then(look)
      .catch((error: unknown) => log.warn({ err: error }, 'jobs could not be looked through'));
  }, INTERVAL_MS).unref();
  return () => {
    clearInterval(timer);
    return last;
  };
}
