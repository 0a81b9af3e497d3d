/**
 * A model's file and the feeds of one sample → milliseconds, memory and the time to load, as `run-cost.ts` measures them
 * in a process of its own. In: CostTask. Out: Cost, or null where it could not be measured, which is no failure of the Run.
 */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Cost, costSchema } from '../../report/delivery.ts';
import type { CostTask } from './run-cost.ts';

/** For loading a large model and a handful of slow runs, twice. */
const DEADLINE_MS = 120_000;
const EXTENSION = extname(import.meta.url);

export function measureCost(task: CostTask, signal: AbortSignal): Promise<Cost | null> {
  const loader =
    EXTENSION === '.ts'
      ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
      : [];
  const child = fork(new URL(`./run-cost${EXTENSION}`, import.meta.url), {
    execArgv: loader,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  return new Promise((resolve) => {
    let cost: Cost | null = null;
    const stop = () => child.kill('SIGKILL');
    const timer = setTimeout(stop, DEADLINE_MS);
    signal.addEventListener('abort', stop, { once: true });
    child.once('message', (message) => {
      cost = costSchema.safeParse(message).data ?? null;
    });
    child.once('error', () => resolve(null));
    child.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(cost);
    });
    child.send(task, () => {});
  });
}
