/** compose.yaml, as text: what must hold of its services, since no Docker is needed for the tests. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

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
