import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { openRuns } from '../../src/runs/runs.ts';
import { makePlace, makeSpec } from '../runs/samples.ts';
import { makeStore, postgresServer } from '../runs/stores.ts';

const server = await postgresServer();
const script = fileURLToPath(new URL('../../src/worker.ts', import.meta.url));
const startWorker = (environment: NodeJS.ProcessEnv) =>
  spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });

test('without DATABASE_URL the worker says what it needs and ends with 1', async () => {
  const worker = startWorker({ DATABASE_URL: '' });
  const [words, [code]] = await Promise.all([text(worker.stderr), once(worker, 'close')]);
  expect(words).toContain('DATABASE_URL is not set');
  expect(words).not.toContain('    at ');
  expect(code).toBe(1);
});

test.runIf(server)(
  'a worker process takes Runs from the shared queue and stops cleanly',
  { timeout: 180_000 },
  async () => {
    const store = await makeStore('postgres');
    const { config } = store;
    const runs = await openRuns({ config, log: createLogger('silent'), role: 'bot' });
    // Its data set was never stored: how the Run ends shows that the worker had it.
    const run = await runs.create(makeSpec(), makePlace());
    const worker = startWorker({
      DATABASE_URL: config.databaseUrl,
      DATA_DIR: config.dataDir,
      LOG_LEVEL: 'silent',
    });
    const closed = once(worker, 'close');
    await expect
      .poll(() => runs.get(run.id), { timeout: 90_000, interval: 100 })
      .toMatchObject({ state: 'failed', failure: { code: 'object-missing' } });
    worker.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
    await runs.close();
    await store.remove();
  },
);

test.runIf(server)(
  'a worker process that is drained with nothing at work leaves with 0',
  { timeout: 120_000 },
  async () => {
    const store = await makeStore('postgres');
    const worker = startWorker({
      DATABASE_URL: store.config.databaseUrl,
      DATA_DIR: store.config.dataDir,
      LOG_LEVEL: 'info',
    });
    const closed = once(worker, 'close');
    let words = '';
    worker.stderr.on('data', (chunk) => {
      words += String(chunk);
    });
    await expect.poll(() => words, { timeout: 90_000, interval: 50 }).toContain('worker started');
    worker.kill('SIGUSR2');
    expect(await closed).toEqual([0, null]);
    expect(words).toContain('draining');
    await store.remove();
  },
);
