/**
 * A worker on its own, for scaling out: `npm run worker`, as many as wanted, all on one DATABASE_URL and one
 * STORAGE_URL (or one shared DATA_DIR). In: the environment. Out: trained Runs; the bot announces them.
 */
import { readConfig } from './config.ts';
import { readEnvironment } from './environment.ts';
import { isUserError, UserError } from './errors.ts';
import { createLogger } from './log.ts';
import { openRuns } from './runs/runs.ts';
import { openObjects } from './storage/objects.ts';
import { startWorker } from './worker/work.ts';

async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  if (config.workerConcurrency === 0) throw idle();
  const log = createLogger(config.logLevel);
  const objects = openObjects(config);
  const runs = await openRuns({ config, log, role: 'worker' });
  const worker = await startWorker({ runs, objects, config, log });
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'worker stopping; its Runs go back into the queue');
    await worker.stop();
    await runs.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.fatal({ err: error }, 'worker did not stop cleanly');
        process.exit(1);
      });
    });
  }
}

const idle = () =>
  new UserError(
    'worker-idle',
    'WORKER_CONCURRENCY is 0, so this worker would never train. Set it to the Runs it may train at a time, 1 to 16.',
  );

main().catch((error: unknown) => {
  console.error(isUserError(error) ? error.message : error);
  process.exit(1);
});
