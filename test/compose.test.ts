/** compose.yaml, as text: what must hold of its services, since no Docker is needed for the tests. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/log.ts';
import { startHealthServer } from '../src/worker/health/health-server.ts';

const compose = readFileSync('compose.yaml', 'utf8');
/** Lines below `  name:` up to the next name at that depth. */
const service = (name: string): string => {
  const [, rest = ''] = compose.split(`\n  ${name}:\n`);
  return rest.split(/\n {0,2}\S/)[0]!;
};
const memoryMiB = (text: string): number => Number(/mem_limit: (\d+)g/.exec(text)?.[1]) * 1_024;

test('bot and workers run without rights, on a root that they cannot write', () => {
  const [, shared = ''] = compose.split('x-tunesmith: &tunesmith\n');
  const common = shared.split('\nservices:')[0]!;
  for (const line of ['read_only: true', '- ALL', '- no-new-privileges:true', '- /tmp'])
    expect(common).toContain(line);
  for (const name of ['bot', 'worker']) expect(service(name)).toContain('<<: *tunesmith');
});

test('workers get no token of Discord', () => {
  expect(service('worker')).toContain('DISCORD_TOKEN: ""');
});

test('a worker has room for its trainers and itself', () => {
  const { trainerMemoryMiB } = readConfig({});
  const trainers = Number(/WORKER_CONCURRENCY: "(\d+)"/.exec(service('worker'))?.[1]);
  expect(memoryMiB(service('worker'))).toBeGreaterThanOrEqual(trainers * trainerMemoryMiB + 512);
});

test.each(['compose.yaml', 'compose.machines.yaml'])(
  '%s asks bot and workers for their health',
  async (path) => {
    const text = readFileSync(path, 'utf8');
    const [, shared = ''] = text.split('x-tunesmith: &tunesmith\n');
    const line = /^ {4}test: (\[.*\])$/m.exec(shared.split('\nservices:')[0]!)?.[1] ?? '';
    const [kind, program, flag, script = ''] = JSON.parse(line);
    expect([kind, program, flag]).toEqual(['CMD', 'node', '-e']);
    const port = /127\.0\.0\.1:(\d+)\/healthz/.exec(script)?.[1];
    const processes = text.match(/ {6}DATA_DIR: \/data\n {6}HEALTH_PORT: "(\d+)"/g) ?? [];
    expect(processes).toHaveLength(text.match(/<<: \*tunesmith/g)!.length);
    for (const one of processes) expect(one).toContain(`"${port}"`);

    const health = await startHealthServer({
      ...{ host: '127.0.0.1', port: 0, checks: {}, registry: new Registry(), log: createLogger('silent') },
    });
    const check = async () => {
      const [code] = await once(
        spawn(process.execPath, ['-e', script.replace(`:${port}/`, `:${health.port}/`)]),
        'close',
      );
      return code;
    };
    expect(await check()).toBe(0);
    await health.close();
    expect(await check()).toBe(1);
  },
);
