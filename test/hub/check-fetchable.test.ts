import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkFetchable } from '../../src/hub/check-fetchable.ts';
import { writeSnapshot } from '../../src/hub/hub-cache.ts';

const ref = { name: 'ada/leaves', revision: 'main' };
let cacheDir: string;
let server: Server;
let endpoint: string;
beforeAll(async () => {
  cacheDir = mkdtempSync(join(tmpdir(), 'tunesmith-fetchable-'));
  server = createServer((request, response) => {
    const isThere = request.url?.startsWith('/api/models/ada/leaves') ?? false;
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
    response.end(isThere ? JSON.stringify({ _id: '1', id: 'ada/leaves', sha: 'a'.repeat(40) }) : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(cacheDir, { recursive: true });
});

const check = (name: string, at: string) =>
  checkFetchable({ ...ref, name }, { cacheDir, hub: { endpoint: at }, kind: 'image' });

it('passes what the Hub has, and tells what it has not, or that it cannot be reached', async () => {
  await check('ada/leaves', endpoint);
  await expect(check('ada/roots', endpoint)).rejects.toMatchObject({ code: 'hub-not-found' });
  await expect(check('ada/leaves', 'http://127.0.0.1:9')).rejects.toMatchObject({ code: 'hub-unreachable' });
});

it('asks nobody for what was fetched before', async () => {
  const snapshot = { name: 'ada/bark', commit: 'b'.repeat(40), licence: 'mit', model: 'm.onnx', files: [] };
  await writeSnapshot(cacheDir, { ...ref, name: 'ada/bark' }, { kind: 'image', snapshot });
  await check('ada/bark', 'http://127.0.0.1:9');
});
