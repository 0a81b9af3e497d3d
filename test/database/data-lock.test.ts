import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder, lockPath, readLock } from '../../src/database/data-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunesmith-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const writeHolder = (changes: object) =>
  writeFileSync(
    lockPath(folder),
    JSON.stringify({
      pid: process.pid,
      host: hostname(),
      started: null,
      since: '2026-11-01T00:00:00.000Z',
      token: 'other',
      url: null,
      ...changes,
    }),
  );
const inUse = expect.objectContaining({ name: 'UserError', code: 'data-folder-in-use' });

test('a held folder is refused, naming process, page and mend; a released one is free', () => {
  const lock = lockDataFolder(join(folder, 'new', 'data'));
  lock.update({ url: 'http://127.0.0.1:8787' });
  const again = () => lockDataFolder(join(folder, 'new', 'data'));
  expect(again).toThrow(inUse);
  expect(again).toThrow(`process ${process.pid}`);
  expect(again).toThrow('http://127.0.0.1:8787');
  expect(again).toThrow('DATA_DIR');
  expect(readLock(join(folder, 'new', 'data'))).toMatchObject({
    pid: process.pid,
    url: 'http://127.0.0.1:8787',
  });
  lock.release();
  expect(readLock(join(folder, 'new', 'data'))).toBeNull();
  again().release();
});

test('the lock of a dead process is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeHolder({ pid });
  expect(readLock(folder)).toBeNull();
  lockDataFolder(folder).release();
});

test.runIf(process.platform === 'linux')(
  'a process that only has the number of the holder does not hold it',
  () => {
    writeHolder({ pid: process.pid, started: '1' });
    lockDataFolder(folder).release();
  },
);

test('a holder on another machine is believed while it touches its lock', () => {
  writeHolder({ host: 'elsewhere' });
  expect(() => lockDataFolder(folder)).toThrow(inUse);
  const minuteAgo = Date.now() / 1000 - 60;
  utimesSync(lockPath(folder), minuteAgo, minuteAgo);
  lockDataFolder(folder).release();
});

test('a damaged lock holds nothing', () => {
  writeFileSync(lockPath(folder), '{"pid":');
  lockDataFolder(folder).release();
});

test('a lock that was lost is not released or changed by its old holder', () => {
  const lock = lockDataFolder(folder);
  writeHolder({});
  lock.update({ url: 'http://old' });
  lock.release();
  expect(JSON.parse(readFileSync(lockPath(folder), 'utf8'))).toMatchObject({ token: 'other', url: null });
});

test('of many processes that start at once over a stale lock, one gets it', async () => {
  writeHolder({ pid: spawnSync(process.execPath, ['-e', '']).pid });
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(new URL('../../src/database/data-lock.ts', import.meta.url))});
    try { lockDataFolder(${JSON.stringify(folder)}); console.log('got it'); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.code); process.exit(0); }`;
  const children = Array.from({ length: 3 }, () =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const words = await Promise.all(
    children.map(
      (child) =>
        new Promise<string>((resolve) =>
          child.stdout.once('data', (data: Buffer) => resolve(`${data}`.trim())),
        ),
    ),
  );
  for (const child of children) child.kill('SIGKILL');
  expect(words.sort()).toEqual(['data-folder-in-use', 'data-folder-in-use', 'got it']);
});
