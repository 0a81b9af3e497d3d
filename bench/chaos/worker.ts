/** A worker of the chaos bench: the real one with the small trainer, and deaths at its named points. */
import { env } from 'node:process';
import { readConfig } from '../../src/config.ts';
import { guardProcess } from '../../src/guard-process.ts';
import { createLogger } from '../../src/log.ts';
import { openRuns } from '../../src/runs/runs.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { startWorker } from '../../src/worker/work.ts';
import { dieAt } from './die-at.ts';

const config = readConfig(env);
const log = createLogger(env.CHAOS_LEVEL ?? 'fatal');
const objects = openObjects(config);
const runs = await openRuns({ config, log, role: 'worker' });
const worker = await startWorker({
  runs: {
    ...runs,
    lifecycle: {
      ...runs.lifecycle,
      end: async (attempt, ending) => {
        dieAt('state');
        const held = await runs.lifecycle.end(attempt, ending);
        dieAt('state');
        return held;
      },
    },
  },
  objects: {
    ...objects,
    putFile: async (key, path) => {
      await objects.putFile(key, path);
      dieAt('upload');
    },
  },
  config,
  log,
  trainer: env.CHAOS_REAL === '1' ? undefined : new URL('./trainer.ts', import.meta.url),
});
console.log('open');
guardProcess({
  log,
  close: async () => {
    await worker.stop();
    await runs.close();
  },
});
