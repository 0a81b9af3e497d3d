import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { type LinkServer, rangeOf, startLinkServer } from '../../src/storage/link-server.ts';
import { createLinks, linkSecret } from '../../src/storage/links.ts';
import { type ObjectStore, openObjects } from '../../src/storage/objects.ts';
import { openPath, signedPath } from '../../src/storage/signed-path.ts';

const KEY = 'runs/7K2M9QXC/model/onnx/model.onnx';
const BYTES = Buffer.from(Array.from({ length: 1_000 }, (_, i) => i % 251));
const DAY = 24 * 3_600;

let folder: string;
let objects: ObjectStore;
let server: LinkServer;
let secret: Uint8Array;
let nowMs: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'links-'));
  objects = openObjects({ dataDir: folder, storageUrl: undefined });
  await objects.putBytes(KEY, BYTES);
  secret = await linkSecret({ dataDir: folder });
  nowMs = Date.UTC(2026, 10, 24);
  server = await startLinkServer({
    ...{ objects, secret, port: 0, host: '127.0.0.1' },
    log: createLogger('silent'),
    now: () => nowMs,
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const linkTo = async (key: string) => {
  const publicUrl = `http://127.0.0.1:${server.port}`;
  return (await createLinks({ objects, publicUrl, secret, now: () => nowMs }).linkTo(key))!;
};

describe('a link to a stored file', () => {
  it('gives the file as a download, until it expires after 7 days', async () => {
    const url = await linkTo(KEY);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="/);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.from(await response.arrayBuffer()).equals(BYTES)).toBe(true);
    nowMs += 6.9 * DAY * 1_000;
    expect((await fetch(url)).status).toBe(200);
    nowMs += 0.2 * DAY * 1_000;
    expect((await fetch(url)).status).toBe(410);
  });

  it('gives parts of it, so that a download can go on', async () => {
    const url = await linkTo(KEY);
    const part = async (range: string) => {
      const response = await fetch(url, { headers: { range } });
      return { status: response.status, body: Buffer.from(await response.arrayBuffer()), response };
    };
    const middle = await part('bytes=10-19');
    expect(middle.status).toBe(206);
    expect(middle.response.headers.get('content-range')).toBe('bytes 10-19/1000');
    expect(middle.body.equals(BYTES.subarray(10, 20))).toBe(true);
    expect((await part('bytes=990-')).body.equals(BYTES.subarray(990))).toBe(true);
    expect((await part('bytes=-5')).body.equals(BYTES.subarray(995))).toBe(true);
    expect((await part('bytes=1000-')).status).toBe(416);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000']);
  });

  it('ends when the Run is deleted', async () => {
    const url = await linkTo(KEY);
    await objects.deletePrefix('runs/7K2M9QXC');
    expect((await fetch(url)).status).toBe(404);
  });

  it('cannot be turned into one to another file, a later day or another place', async () => {
    await objects.putBytes('runs/7K2M9QXC/report.json', Buffer.from('{}'));
    const url = await linkTo(KEY);
    const bent = [
      url.replace(/model\/.*/, 'report.json'),
      url.replace('7K2M9QXC', '7K2M9QXD'),
      url.replace(/files\/\d/, 'files/9'),
      url.replace(/(files\/\d+\/)(.)/, (_, before, first) => `${before}${first === 'A' ? 'B' : 'A'}`),
      url.replace(/runs.*/, '..%2F..%2Flink-secret'),
      url.replace(/runs.*/, '%'),
      `http://127.0.0.1:${server.port}/`,
    ];
    for (const address of bent) expect((await fetch(address)).status, address).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  });

  it('is signed with a secret that is kept, for the owner alone', async () => {
    expect(await linkSecret({ dataDir: folder })).toEqual(secret);
    expect((await stat(join(folder, 'link-secret'))).mode & 0o077).toBe(0);
  });

  it('is not made where the bot serves no files', async () => {
    expect(await createLinks({ objects, publicUrl: undefined, secret }).linkTo(KEY)).toBeNull();
  });
});

describe('signed paths', () => {
  it('give their key back, and nothing with another secret', () => {
    const path = signedPath(secret, KEY, 2_000);
    expect(openPath(secret, path, 1_999)).toEqual({ key: KEY });
    expect(openPath(secret, path, 2_001)).toEqual({ refused: 'expired' });
    expect(openPath(new Uint8Array(32), path, 1_999)).toEqual({ refused: 'unknown' });
  });
});

describe('ranges', () => {
  it.each([
    ['bytes=0-0', { from: 0, to: 0 }],
    ['bytes=5-99', { from: 5, to: 9 }],
    ['bytes=-99', { from: 0, to: 9 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=6-5', null],
    ['bytes=0-1,3-4', null],
    ['lines=0-1', null],
    [undefined, null],
  ])('%s of 10 bytes', (header, wanted) => {
    expect(rangeOf(header, 10)).toEqual(wanted);
  });
});
