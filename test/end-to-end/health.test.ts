import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { startHealthServer } from '../../src/worker/health/health-server.ts';
import { createMetrics } from '../../src/worker/health/metrics.ts';
import { makePlace, makeSpec } from '../runs/samples.ts';
import { startTestBot, type TestBot } from './bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ HEALTH_PORT: '0', WORKER_CONCURRENCY: '0' });
}, 120_000);
afterAll(() => bot?.close());

const get = (path: string, port = bot.app.healthPort) => fetch(`http://127.0.0.1:${port}${path}`);
/** Value of a metric by its line's beginning. */
const figure = (text: string, start: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${start} `))
      ?.split(' ')
      .at(-1),
  );

describe('the health endpoints of a bot', () => {
  it('say that it lives and is ready, part by part', async () => {
    expect(await (await get('/healthz')).text()).toBe('ok\n');
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      ready: true,
      checks: { database: 'ok', storage: 'ok', disk: 'ok', discord: 'ok' },
    });
    expect((await get('/')).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${bot.app.healthPort}/metrics`, { method: 'POST' })).status).toBe(
      404,
    );
  });

  it('count commands by outcome, and Runs by state, and name no person', async () => {
    await bot.tell('/help');
    await bot.tell('/predict run:ZZZZZZZZ text:x');
    const { runs } = bot.app.services;
    const run = await runs.create(makeSpec(), makePlace());
    const text = await (await get('/metrics')).text();
    expect(figure(text, 'tunesmith_interaction_seconds_count{command="help",outcome="answered"}')).toBe(1);
    expect(figure(text, 'tunesmith_interaction_seconds_count{command="predict",outcome="refused"}')).toBe(1);
    expect(figure(text, 'tunesmith_runs{state="queued"}')).toBe(1);
    expect(figure(text, 'tunesmith_gateway_up')).toBe(1);
    expect(figure(text, 'tunesmith_guilds')).toBe(1);
    expect(figure(text, 'tunesmith_disk_free_bytes')).toBeGreaterThan(2 ** 20);
    expect(figure(text, 'process_resident_memory_bytes')).toBeGreaterThan(2 ** 20);
    expect(text).not.toContain(bot.person.session.user.id);
    await runs.cancel(run.id, 'u');
    expect(figure(await (await get('/metrics')).text(), 'tunesmith_runs{state="cancelled"}')).toBe(1);
  });
});

it('says 503 and which part fails, without the reason, and within seconds where one hangs', async () => {
  const { runs, config } = bot.app.services;
  const { registry } = createMetrics(runs, config.dataDir, null);
  const server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    registry,
    log: createLogger('silent'),
    checks: {
      database: async () => {},
      storage: () => Promise.reject(new Error('no bucket "secret-name"')),
      disk: () => new Promise(() => {}),
    },
  });
  const answer = await get('/readyz', server.port);
  const text = await answer.text();
  expect(answer.status).toBe(503);
  expect(JSON.parse(text).checks).toEqual({ database: 'ok', storage: 'failed', disk: 'failed' });
  expect(text).not.toContain('secret-name');
  await server.close();
});

it('is not served where nobody asks for it', async () => {
  const { readConfig } = await import('../../src/config.ts');
  expect(readConfig({}).healthPort).toBeUndefined();
  expect(readConfig({}).healthHost).toBe('127.0.0.1');
});
