import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorReply } from '../../src/discord/failure.ts';
import { createLogger } from '../../src/log.ts';
import { requireSpace } from '../../src/storage/free-space.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { probeStorage } from '../../src/storage/probe-storage.ts';

const log = createLogger('silent');
let folder: string;
let server: S3rver;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tunesmith-probe-'));
  server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'tunes', configs: [] }],
  });
  ({ port } = await server.run());
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
const open = (storageUrl: string | undefined) => openObjects({ dataDir: folder, storageUrl });

test('a folder and a bucket that serve pass, and nothing of the probe stays', async () => {
  for (const storageUrl of [undefined, `s3://S3RVER:S3RVER@127.0.0.1:${port}/tunes?ssl=false`]) {
    const objects = open(storageUrl);
    await probeStorage(objects, log, 0);
    expect(await objects.list('probe')).toEqual([]);
  }
});

test('a missing bucket and a wrong key are refused at once, with the reason', async () => {
  for (const [where, reason] of [
    ['S3RVER:S3RVER@127.0.0.1:PORT/none', /NoSuchBucket/],
    ['NOBODY:wrong@127.0.0.1:PORT/tunes', /InvalidAccessKeyId/],
  ] as const) {
    const objects = open(`s3://${where.replace('PORT', String(port))}?ssl=false`);
    const startedAt = Date.now();
    const error = await probeStorage(objects, log, 60_000).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'storage-unusable', message: expect.stringMatching(reason) });
    expect(String(error)).not.toContain('wrong');
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  }
});

test('a store that does not answer yet is waited for', async () => {
  const late = createServer();
  const latePort = await new Promise<number>((resolve) =>
    late.listen(0, '127.0.0.1', () => {
      const address = late.address();
      late.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    }),
  );
  const waiting = probeStorage(open(`s3://S3RVER:S3RVER@127.0.0.1:${latePort}/tunes?ssl=false`), log, 60_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const started = new S3rver({
    address: '127.0.0.1',
    port: latePort,
    silent: true,
    directory: join(folder, 'late'),
    configureBuckets: [{ name: 'tunes', configs: [] }],
  });
  await started.run();
  await waiting;
  await started.close();
}, 60_000);

test('no work begins below the floor of free space; a person reads of the disk, not of a bug', async () => {
  await requireSpace(folder, 1);
  const error = await requireSpace(folder, 2 ** 60).catch((one: unknown) => one);
  expect(errorReply(error, 'en', log)).toMatchObject({
    content: expect.stringContaining('My disk is full'),
    result: { error: { code: 'disk-full' } },
  });
});
