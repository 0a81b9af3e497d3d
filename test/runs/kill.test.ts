import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { openRuns } from '../../src/runs/runs.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { startWorker } from '../../src/worker/work.ts';
import { makeStore, type TestStore } from './stores.ts';

const log = createLogger('silent');
let store: TestStore;
beforeAll(async () => {
  store = await makeStore('embedded', { WORKER_CONCURRENCY: '1' });
}, 120_000);
afterAll(() => store.remove());

function startBot(targets: string[]): { bot: ChildProcess; said: string[] } {
  const script = fileURLToPath(new URL('./fixtures/bot.ts', import.meta.url));
  const bot = spawn(process.execPath, ['--import', 'tsx', script, ...targets], {
    env: { ...process.env, DATA_DIR: store.config.dataDir, WORKER_CONCURRENCY: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  createInterface({ input: bot.stdout! }).on('line', (line) => said.push(line));
  return { bot, said };
}

test('after kill -9 every acknowledged Run is retried or begun, completed, and reported once', {
  timeout: 240_000,
}, async () => {
  const { bot, said } = startBot(['hang-first', 'succeed', 'refuse']);
  const heard = (word: string) =>
    said.filter((line) => line.startsWith(word)).map((line) => line.split(' ')[1]!);
  await expect.poll(() => heard('created').length, { timeout: 90_000 }).toBe(3);
  await expect.poll(() => heard('progress').length, { timeout: 90_000 }).toBeGreaterThan(0);
  bot.kill('SIGKILL');
  await new Promise((resolve) => bot.once('close', resolve));
  const [atWork, waiting, refused] = heard('created');

  const runs = await openRuns({ config: store.config, log, role: 'bot' });
  expect((await runs.active()).map(({ id, state }) => [id, state])).toEqual([
    [atWork, 'running'],
    [waiting, 'queued'],
    [refused, 'queued'],
  ]);
  const worker = await startWorker({
    runs,
    objects: openObjects(store.config),
    config: store.config,
    log,
    trainer: new URL('./fixtures/trainer.ts', import.meta.url),
  });
  const finals = async () => (await runs.unannounced()).map(({ id, state }) => [id, state]);
  await expect.poll(finals, { timeout: 90_000, interval: 100 }).toEqual([
    [atWork, 'succeeded'],
    [waiting, 'succeeded'],
    [refused, 'failed'],
  ]);
  const types = async (id: string) => (await runs.events(id)).map(({ event }) => event.type);
  expect(await types(atWork!)).toEqual(['queued', 'started', 'retried', 'started', 'succeeded']);
  expect(await types(waiting!)).toEqual(['queued', 'started', 'succeeded']);
  await worker.stop();
  await runs.close();
  expect(readdirSync(join(store.config.dataDir, 'work'))).toEqual([]);
  expect(existsSync(join(store.config.dataDir, 'lock.json'))).toBe(false);
});
