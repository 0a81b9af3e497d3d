import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdCache, markUsed, whileShrinking } from '../../src/cache/in-use.ts';
import { limitCache } from '../../src/cache/limit-cache.ts';

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'tunesmith-cache-'));
});
afterEach(() => rmSync(cacheDir, { recursive: true }));

const MIB = 2 ** 20;
const HOUR = 3_600_000;

/** A file of the cache, or a folder with one file. */
function keep(path: string, mib: number, hoursAgo: number): void {
  const whole = join(cacheDir, path);
  const isPack = path.endsWith('.pack');
  const file = isPack ? whole : join(whole, 'model.onnx');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, Buffer.alloc(mib * MIB));
  const used = new Date(Date.now() - hoursAgo * HOUR);
  utimesSync(whole, used, used);
}
const has = (path: string) => existsSync(join(cacheDir, path));

test('what was used least recently goes until the rest is within the limit', async () => {
  keep('backbones/old-1', 3, 30);
  keep('hub/owner--model', 3, 20);
  keep('features/model-1/a.pack', 3, 10);
  keep('features/model-1/b.pack', 3, 5);
  keep('artifacts/7K2M9QXC', 3, 1);
  expect(await limitCache({ cacheDir, limitBytes: 9 * MIB })).toEqual({ entries: 2, bytes: 6 * MIB });
  expect(has('backbones/old-1') || has('hub/owner--model')).toBe(false);
  expect(has('features/model-1/a.pack') && has('features/model-1/b.pack')).toBe(true);
  expect(has('artifacts/7K2M9QXC')).toBe(true);
  expect(readdirSync(join(cacheDir, 'trash'))).toEqual([]);
});

test('a use counts, of a folder and of a pack, whose time of writing stays', async () => {
  keep('backbones/first', 3, 30);
  keep('features/model-1/first.pack', 3, 29);
  keep('backbones/second', 3, 28);
  await markUsed(cacheDir, join(cacheDir, 'backbones/first'));
  await markUsed(cacheDir, join(cacheDir, 'features/model-1/first.pack'));
  await limitCache({ cacheDir, limitBytes: 6 * MIB });
  expect(has('backbones/second')).toBe(false);
  expect(has('backbones/first') && has('features/model-1/first.pack')).toBe(true);
});

test('nothing goes that was used since a living task began, however small the limit', async () => {
  keep('backbones/idle', 3, 30);
  keep('backbones/mine', 3, 30);
  const release = await holdCache(cacheDir);
  const [hold] = readdirSync(join(cacheDir, 'holds'));
  rmSync(join(cacheDir, 'holds', hold!));
  // The same hold, but long ago.
  const since = Date.now() - 3 * HOUR;
  writeFileSync(join(cacheDir, 'holds', `${since}-a-run-of-three-hours`), '');
  const twoHoursAgo = new Date(Date.now() - 2 * HOUR);
  utimesSync(join(cacheDir, 'backbones/mine'), twoHoursAgo, twoHoursAgo);
  await limitCache({ cacheDir, limitBytes: 1 });
  expect(has('backbones/idle')).toBe(false);
  expect(has('backbones/mine')).toBe(true);

  // Its process died: no heartbeat any more.
  utimesSync(join(cacheDir, 'holds', `${since}-a-run-of-three-hours`), twoHoursAgo, twoHoursAgo);
  await limitCache({ cacheDir, limitBytes: 1 });
  expect(has('backbones/mine')).toBe(false);
  await release();
  expect(readdirSync(join(cacheDir, 'holds'))).toEqual([]);
});

test('orphans go after a day without any limit: killed builds, old commits, downloads nobody goes on with', async () => {
  keep('backbones/half.1234.tmp', 1, 25);
  keep('backbones/whole', 1, 400);
  keep('hub-data/owner--data', 1, 25);
  keep('hub/owner--model/snapshots/aaaa', 1, 25);
  keep('hub/owner--model/snapshots/bbbb', 1, 25);
  mkdirSync(join(cacheDir, 'hub/owner--model/refs'));
  writeFileSync(join(cacheDir, 'hub/owner--model/refs/text-main.json'), '{"commit":"bbbb"}');
  expect((await limitCache({ cacheDir, limitBytes: 0 })).entries).toBe(3);
  expect(has('backbones/half.1234.tmp') || has('hub-data/owner--data')).toBe(false);
  expect(has('hub/owner--model/snapshots/aaaa')).toBe(false);
  expect(has('hub/owner--model/snapshots/bbbb') && has('backbones/whole')).toBe(true);
});

test('who marks or holds while another process shrinks waits until it is done', async () => {
  keep('backbones/wanted', 1, 30);
  const order: string[] = [];
  let go = () => {};
  const shrinking = whileShrinking(cacheDir, async () => {
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    order.push('shrunk');
  });
  await expect.poll(() => has('holds/shrinking')).toBe(true);
  const marked = markUsed(cacheDir, join(cacheDir, 'backbones/wanted')).then(() => order.push('marked'));
  const held = holdCache(cacheDir).then((release) => {
    order.push('held');
    return release();
  });
  expect(await whileShrinking(cacheDir, async () => 'both')).toBeNull();
  go();
  await Promise.all([shrinking, marked, held]);
  expect(order[0]).toBe('shrunk');
  expect(order.slice(1).sort()).toEqual(['held', 'marked']);
});
