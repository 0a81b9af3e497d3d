import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { findOutage, Outage } from '../../src/outage/outage.ts';
import { openObjects } from '../../src/storage/objects.ts';

const folder = mkdtempSync(join(tmpdir(), 'tunesmith-outage-'));
afterAll(() => rmSync(folder, { recursive: true }));
const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test('a full disk, a database that goes and a lost connection are told apart from faults', () => {
  const wrapped = (cause: Error) => new Error('writing failed', { cause });
  expect(findOutage(wrapped(withCode('ENOSPC')))?.kind).toBe('disk-full');
  expect(findOutage(withCode('53100'))?.kind).toBe('disk-full');
  for (const code of ['57P01', '57P03', '08006', '53300'])
    expect(findOutage(wrapped(withCode(code)))?.kind).toBe('database-away');
  expect(findOutage(new Error('Connection terminated unexpectedly'))?.kind).toBe('database-away');
  expect(findOutage(new Error('Failed query: select 1', { cause: withCode('ECONNREFUSED') }))?.kind).toBe(
    'database-away',
  );
  for (const fault of [
    new TypeError('x is undefined'),
    withCode('23505'),
    withCode('ENOENT'),
    withCode('42P01'),
    'x',
  ])
    expect(findOutage(fault)).toBeNull();
});

test('a storage that refuses the connection is an outage; an object that is not there is not', async () => {
  const closed = createServer();
  const port = await new Promise<number>((resolve) =>
    closed.listen(0, '127.0.0.1', () => {
      const address = closed.address();
      closed.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    }),
  );
  const away = openObjects({ dataDir: folder, storageUrl: `s3://k:s@127.0.0.1:${port}/tunes?ssl=false` });
  await expect(away.putBytes('a/b', Buffer.from('x'))).rejects.toMatchObject({ kind: 'storage-unreachable' });
  await expect(away.getBytes('a/b')).rejects.toBeInstanceOf(Outage);
  const here = openObjects({ dataDir: folder, storageUrl: undefined });
  await expect(here.getBytes('a/b')).rejects.toBeInstanceOf(UserError);
  await expect(here.putBytes('../b', Buffer.from('x'))).rejects.not.toBeInstanceOf(Outage);
});
