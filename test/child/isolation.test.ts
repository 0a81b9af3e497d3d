import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isolated } from '../../src/child/isolation.ts';
import { createLogger } from '../../src/log.ts';

const possible =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--user', '--map-current-user', '--net', 'true']).status === 0;
if (!possible) console.warn('No namespaces here (unshare of util-linux): the tests of isolation are skipped');

const server = createServer((_request, response) => response.end('reached'));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.close());

/** What a child finds out about its surroundings. */
async function look(start: { execPath?: string; execArgv?: string[] }) {
  const child: ChildProcess = fork(fileURLToPath(new URL('./fixtures/look-around.mjs', import.meta.url)), {
    ...start,
    env: { PATH: process.env.PATH, PORT: String((server.address() as AddressInfo).port) },
  });
  const seen = await new Promise<unknown>((resolve) => child.once('message', resolve));
  return { seen, pid: child.pid };
}

test.skipIf(!possible)('a child reaches no network and does not read its parent', async () => {
  const { seen, pid } = await look(isolated([], createLogger('silent')));
  expect(seen).toEqual({ pid, reached: false, parentRead: false });
});

test.skipIf(!possible)('without isolation it does both, so that the test above can fail', async () => {
  const { seen, pid } = await look({});
  expect(seen).toEqual({ pid, reached: true, parentRead: true });
});
