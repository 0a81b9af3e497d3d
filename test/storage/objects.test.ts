import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ObjectStore, openObjects } from '../../src/storage/objects.ts';
import { parseStorageUrl } from '../../src/storage/storage-url.ts';

let folder: string;
let server: S3rver;
let storageUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tunesmith-objects-'));
  server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'tunes', configs: [] }],
  });
  const { port } = await server.run();
  storageUrl = `s3://S3RVER:S3RVER@127.0.0.1:${port}/tunes?ssl=false`;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe.each(['folder', 's3'])('objects in a %s', (kind) => {
  let objects: ObjectStore;
  beforeAll(() => {
    objects = openObjects({
      dataDir: join(folder, kind),
      storageUrl: kind === 's3' ? storageUrl : undefined,
    });
  });

  test('a file comes back byte for byte, also one of several megabytes', async () => {
    const bytes = randomBytes(5 * 2 ** 20 + 13);
    const path = join(folder, 'original');
    await writeFile(path, bytes);
    await objects.putFile('uploads/abc/big file.zip', path);
    await objects.getToFile('uploads/abc/big file.zip', join(folder, 'new', 'copy'));
    expect((await readFile(join(folder, 'new', 'copy'))).equals(bytes)).toBe(true);
    expect(await readdir(join(folder, 'new'))).toEqual(['copy']);
    expect(Buffer.from(await objects.getBytes('uploads/abc/big file.zip')).equals(bytes)).toBe(true);
  });

  test('bytes replace what stood under the key', async () => {
    await objects.putBytes('runs/A/report.json', Buffer.from('first, and longer'));
    await objects.putBytes('runs/A/report.json', Buffer.from('second'));
    expect(Buffer.from(await objects.getBytes('runs/A/report.json')).toString()).toBe('second');
    expect(await objects.exists('runs/A/report.json')).toBe(true);
    expect(await objects.size('runs/A/report.json')).toBe(
      (await objects.getBytes('runs/A/report.json')).length,
    );
  });

  test('a prefix is a folder: its neighbours are neither listed nor deleted', async () => {
    for (const key of ['runs/B/1', 'runs/B/charts/2', 'runs/BB/3']) {
      await objects.putBytes(key, Buffer.from(key));
    }
    expect(await objects.list('runs/B')).toEqual(['runs/B/1', 'runs/B/charts/2']);
    await objects.deletePrefix('runs/B');
    expect(await objects.list('runs/B/')).toEqual([]);
    expect(await objects.list('runs/BB')).toEqual(['runs/BB/3']);
    await objects.deletePrefix('runs/never-there');
  });

  // S3 replaces objects whole; the server of this test, which writes them in place, aborts the read.
  test.runIf(kind === 'folder')(
    'who reads an object while it is stored again reads all of one of them',
    async () => {
      const versions = [1, 2].map((fill) => Buffer.alloc(4 * 2 ** 20, fill));
      const path = join(folder, `again-${kind}`);
      await objects.putBytes('uploads/again/x', versions[0]!);
      const reads = Array.from({ length: 12 }, async (_, i) => {
        await writeFile(`${path}-${i}`, versions[i % 2]!);
        const [bytes] = await Promise.all([
          objects.getBytes('uploads/again/x'),
          objects.putFile('uploads/again/x', `${path}-${i}`),
        ]);
        return versions.some((whole) => whole.equals(Buffer.from(bytes)));
      });
      expect(await Promise.all(reads)).toEqual(Array.from({ length: 12 }, () => true));
    },
  );

  test('a file that is not what was stored is refused, and does not appear', async () => {
    await objects.putBytes('uploads/abc/damaged', Buffer.from('half of i'));
    const sha256 = createHash('sha256').update('half of it').digest('hex');
    const path = join(folder, `damaged-${kind}`);
    await expect(objects.getToFile('uploads/abc/damaged', path, sha256)).rejects.toMatchObject({
      code: 'object-damaged',
    });
    expect((await readdir(folder)).filter((name) => name.startsWith('damaged'))).toEqual([]);
    await objects.putBytes('uploads/abc/damaged', Buffer.from('half of it'));
    await objects.getToFile('uploads/abc/damaged', path, sha256);
    await rm(path);
  });

  test('a key that is not there is named', async () => {
    await expect(objects.getBytes('runs/none/x')).rejects.toMatchObject({
      code: 'object-missing',
      context: { key: 'runs/none/x' },
    });
    await expect(objects.getToFile('runs/none/x', join(folder, 'x'))).rejects.toMatchObject({
      code: 'object-missing',
    });
    expect(await readdir(folder)).not.toContain('x');
  });

  test('keys cannot leave the store', async () => {
    await expect(objects.putBytes('../outside', Buffer.from('x'))).rejects.toThrow();
    await expect(objects.getBytes('uploads/../../outside')).rejects.toThrow();
  });
});

test('STORAGE_URL is read part by part; a bad one is refused without its secret', () => {
  expect(parseStorageUrl('s3://key:a%2Fb%2Bc@minio:9000/tunes?region=eu-central-1&ssl=false')).toEqual({
    endpoint: 'http://minio:9000',
    bucket: 'tunes',
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'a/b+c' },
  });
  for (const bad of [
    's3://key:hunter2@host/',
    's3://host/bucket',
    'https://k:hunter2@host/bucket',
    'hunter2',
  ]) {
    const refused = () => parseStorageUrl(bad);
    expect(refused).toThrow(expect.objectContaining({ code: 'bad-storage-url' }));
    expect(refused).not.toThrow('hunter2');
  }
});
