/**
 * A worker on its own, for scaling out: `npm run worker`, as many as wanted, all on one DATABASE_URL and one
 * STORAGE_URL (or one shared DATA_DIR). In: the environment. Out: trained Runs; the bot announces them.
 */
import { hiddenFiles } from './child/hidden-files.ts';
import { chooseIsolation } from './child/isolation.ts';
import { readConfig } from './config.ts';
import { readEnvironment } from './environment.ts';
import { UserError } from './errors.ts';
import { guardProcess } from './guard-process.ts';
import { createLogger } from './log.ts';
import { lastWords } from './outage/explain-outage.ts';
import { openRuns } from './runs/runs.ts';
import { openObjects } from './storage/objects.ts';
import { probeStorage } from './storage/probe-storage.ts';
import { openHealth } from './worker/health/open-health.ts';
import { startWorker } from './worker/work.ts';

async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  if (config.workerConcurrency === 0) throw idle();
  chooseIsolation(config.isolation, hiddenFiles(config.dataDir));
  const log = createLogger(config.logLevel);
  let close = async (): Promise<void> => {};
  let drain = async (): Promise<void> => {};
  guardProcess({ log, close: () => close(), drain: () => drain() });
  const objects = openObjects(config);
  await probeStorage(objects, log, config.startupWaitSeconds * 1_000);
  const runs = await openRuns({ config, log, role: 'worker' });
  const health = await openHealth({ config, runs, objects, gateway: null, log });
  const worker = await startWorker({ runs, objects, config, log, onEnded: health.metrics.ended });
  drain = worker.drain;
  close = async () => {
    await worker.stop();
    await health.close();
    await runs.close();
  };
}

const idle = () => new UserError('worker-idle');

main().catch((error: unknown) => {
  console.error(lastWords(error));
  process.exit(1);
});
