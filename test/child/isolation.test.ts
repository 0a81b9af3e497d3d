import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseIsolation, hidingRefusal, isolated } from '../../src/child/isolation.ts';
import type { ChildTask } from '../../src/child/messages.ts';
import { createLogger } from '../../src/log.ts';

const possible =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--user', '--map-current-user', '--net', 'true']).status === 0;
if (!possible) console.warn('No namespaces here (unshare of util-linux): the tests of isolation are skipped');

const server = createServer((_request, response) => response.end('reached'));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.close());

const task = (folder: string): ChildTask => ({
  kind: 'check-model',
  folders: { workDir: join(folder, 'work', 'A'), cacheDir: join(folder, 'cache') },
  file: { path: join(folder, 'uploads', 'A', 'model.onnx'), name: 'model.onnx' },
});

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
  const { seen, pid } = await look(isolated([], task(tmpdir()), createLogger('silent')));
  expect(seen).toEqual({ pid, reached: false, parentRead: false });
});

test.skipIf(!possible)('without isolation it does both, so that the test above can fail', async () => {
  const { seen, pid } = await look({});
  expect(seen).toEqual({ pid, reached: true, parentRead: true });
});

const cannotHide = possible ? hidingRefusal() : 'no namespaces';
if (cannotHide !== null) console.warn(`Files cannot be hidden here: ${cannotHide}`);

test.skipIf(cannotHide !== null)(
  'a child sees of the data folder only what its task names, and no .env',
  () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tunesmith-hide-'));
    const write = (path: string) => {
      mkdirSync(join(dataDir, path, '..'), { recursive: true });
      writeFileSync(join(dataDir, path), path);
    };
    for (const path of [
      'store/rows',
      'uploads/A/model.onnx',
      'uploads/B/model.onnx',
      'work/A/in',
      'work/B/in',
    ])
      write(path);
    const envFile = join(mkdtempSync(join(tmpdir(), 'tunesmith-env-')), '.env');
    writeFileSync(envFile, 'DISCORD_TOKEN=secret');
    chooseIsolation('auto', { dataDir, envFile });
    try {
      const { execPath, execArgv } = isolated([], task(dataDir), createLogger('silent'));
      const script = `
      const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
      const { spawnSync } = require('node:child_process');
      writeFileSync(${JSON.stringify(join(dataDir, 'work/A/out'))}, 'made');
      const umount = ['umount', ${JSON.stringify(dataDir)}];
      const again = spawnSync('unshare', ['--user', '--map-root-user', '--mount', '--', ...umount]).status;
      const seen = readdirSync(${JSON.stringify(dataDir)}, { recursive: true }).sort();
      const env = readFileSync(${JSON.stringify(envFile)}, 'utf8');
      console.log(JSON.stringify({ seen, env, uid: process.getuid(), taken: [spawnSync(...[umount[0], umount.slice(1)]).status, again].includes(0) }));`;
      const { stdout, stderr } = spawnSync(execPath, [...execArgv, '-e', script], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        seen: [
          'cache',
          'uploads',
          'uploads/A',
          'uploads/A/model.onnx',
          'work',
          'work/A',
          'work/A/in',
          'work/A/out',
        ],
        env: '',
        uid: process.getuid!(),
        taken: false,
      });
      // What it made is there, and nothing else has gone.
      expect(readFileSync(join(dataDir, 'work/A/out'), 'utf8')).toBe('made');
      expect(existsSync(join(dataDir, 'store/rows')) && existsSync(join(dataDir, 'work/B/in'))).toBe(true);
    } finally {
      chooseIsolation('auto');
      rmSync(dataDir, { recursive: true });
    }
  },
);
