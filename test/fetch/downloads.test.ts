import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDownloads, type DownloadOptions } from '../../src/fetch/downloads.ts';
import { openObjects } from '../../src/storage/objects.ts';

const dir = mkdtempSync(join(tmpdir(), 'downloads-'));
const bytes = Buffer.from('text,label\nhello,greeting\n');
let server: Server;
let host = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/data.csv') response.end(bytes);
    else if (request.url === '/empty') response.end();
    else if (request.url === '/gone') response.writeHead(404).end();
    else if (request.url === '/redirect') response.writeHead(302, { location: '/data.csv' }).end();
    else if (request.url === '/slow') response.write('x');
    else {
      // Says nothing of its length and never ends.
      const timer = setInterval(() => response.write(Buffer.alloc(64 * 1_024)), 1);
      response.on('close', () => clearInterval(timer));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

const objects = openObjects({ dataDir: dir, storageUrl: undefined });
const downloads = (options: Partial<DownloadOptions> = {}) =>
  createDownloads({ objects, dir: join(dir, 'work'), maxBytes: 2 ** 20, extraHosts: [host], ...options });
const attached = (path: string, size = bytes.length, name = 'data.csv') => ({
  url: `http://${host}${path}`,
  name,
  bytes: size,
});

describe('downloads', () => {
  it('brings the bytes to a file and to object storage under their hash', async () => {
    const service = downloads();
    const stored = await service.inFolder(async (folder) => {
      const file = await service.fetch(attached('/data.csv', bytes.length, '../my data.csv'), folder);
      expect(readFileSync(file.local.path)).toEqual(bytes);
      expect(file.local.path.startsWith(folder)).toBe(true);
      return file.store();
    });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(stored).toEqual({
      key: `uploads/${sha256}/my_data.csv`,
      name: '../my data.csv',
      bytes: bytes.length,
      sha256,
    });
    expect(Buffer.from(await objects.getBytes(stored.key))).toEqual(bytes);
  });

  it('removes its folder whatever happens', async () => {
    const service = downloads();
    await expect(service.inFolder(() => Promise.reject(new Error('stop')))).rejects.toThrow('stop');
    expect(existsSync(join(dir, 'work')) ? readdirSync(join(dir, 'work')) : []).toEqual([]);
  });

  it.each([
    'https://example.com/data.csv',
    'http://cdn.discordapp.com/data.csv',
    'https://cdn.discordapp.com.evil.example/x',
    'https://cdn.discordapp.com:8443/x',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
  ])('does not ask %s', async (url) => {
    await expect(downloads().fetch({ url, name: 'x', bytes: 1 }, dir)).rejects.toMatchObject({
      code: 'attachment-host',
    });
  });

  it('asks a host that is not loopback over https only, even when it is on the list', async () => {
    const service = downloads({ extraHosts: ['files.example'] });
    await expect(
      service.fetch({ url: 'http://files.example/x', name: 'x', bytes: 1 }, dir),
    ).rejects.toMatchObject({ code: 'attachment-host' });
  });

  it('refuses by the announced size before it asks', async () => {
    await expect(downloads().fetch(attached('/data.csv', 2 ** 21), dir)).rejects.toMatchObject({
      code: 'attachment-too-large',
      context: { size: '2.0 MiB', limit: '1.0 MiB' },
    });
  });

  it('stops a stream that is larger than announced', async () => {
    await expect(downloads({ maxBytes: 300_000 }).fetch(attached('/endless'), dir)).rejects.toMatchObject({
      code: 'attachment-too-large',
    });
  });

  it('stops a stream that takes too long', async () => {
    await expect(downloads({ timeoutMs: 200 }).fetch(attached('/slow'), dir)).rejects.toMatchObject({
      code: 'attachment-unreachable',
      context: { reason: 'it took too long' },
    });
  });

  it.each(['/gone', '/redirect'])('says that %s cannot be downloaded', async (path) => {
    await expect(downloads().fetch(attached(path), dir)).rejects.toMatchObject({
      code: 'attachment-unreachable',
    });
  });

  it('refuses an empty file', async () => {
    await expect(downloads().fetch(attached('/empty'), dir)).rejects.toMatchObject({
      code: 'attachment-empty',
    });
  });
});
