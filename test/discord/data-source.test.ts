import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openDataset } from '../../src/datasets/open-dataset.ts';
import { fetchDataset } from '../../src/discord/data-source.ts';
import { downloadUrl, type UrlDownload } from '../../src/fetch/download-url.ts';
import { createDownloads } from '../../src/fetch/downloads.ts';
import { fetchHubDataSet, parseDataSetRef } from '../../src/hub/fetch-data-set.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { mediaParquet, picture, pictureFolders, zipOf } from '../datasets/build-files.ts';
import { COMMIT, type Mirror, startMirror } from '../hub/mirror.ts';

const dir = mkdtempSync(join(tmpdir(), 'source-'));
const TOKEN = 'secret-of-the-bot';
const rows = (from: number, n: number) =>
  Array.from({ length: n }, (_, i) =>
    (from + i) % 2 ? `the ${from + i}th parcel was late,bad` : `the ${from + i}th waiter was kind,good`,
  ).join('\n');
const csv = (from: number, n: number) => Buffer.from(`text,label\n${rows(from, n)}\n`);
let server: Server;
let host = '';
let mirror: Mirror;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, path = '', rest = ''] = request.url!.replace(/\?.*/, '').split('/');
    if (path === 'reviews.csv') response.end(csv(0, 20));
    else if (path === 'named')
      response
        .writeHead(200, {
          'content-disposition': `attachment; filename="x.csv"; filename*=UTF-8''..%2F%E8%AF%84%E8%AE%BA.csv`,
        })
        .end(csv(0, 20));
    else if (path === 'page')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>');
    else if (path === 'to') response.writeHead(302, { location: decodeURIComponent(rest) }).end();
    else if (path === 'announced') response.writeHead(200, { 'content-length': 2 ** 30 }).write('x');
    else if (path === 'empty') response.end();
    else if (path === 'stall') response.write('text,label\n');
    else if (path === 'endless') {
      const timer = setInterval(() => response.write(Buffer.alloc(64 * 1_024)), 1);
      response.on('close', () => clearInterval(timer));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  mirror = await startMirror();
  mirror.bend.token = TOKEN;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await mirror.close();
  rmSync(dir, { recursive: true, force: true });
});

let folders = 0;
const newFolder = () => {
  const folder = join(dir, `work-${folders++}`);
  mkdirSync(folder, { recursive: true });
  return folder;
};
const services = (environment: NodeJS.ProcessEnv = {}) => {
  const config = readConfig({
    DATA_DIR: join(dir, 'data'),
    DATASET_HOSTS: host,
    HF_ENDPOINT: mirror.endpoint,
    HF_TOKEN: TOKEN,
    HUB_PRIVATE_REPOS: 'ada/*',
    ...environment,
  });
  const objects = openObjects(config);
  const downloads = createDownloads({
    objects,
    dir: join(dir, 'downloads'),
    maxBytes: 2 ** 20,
    extraHosts: [host],
  });
  return { config, objects, downloads };
};
const fromUrl = (path: string, options: Partial<UrlDownload> = {}) =>
  downloadUrl(`http://${host}/${path}`, {
    hosts: [host],
    folder: newFolder(),
    maxBytes: 300_000,
    ...options,
  });
const to = (location: string) => `to/${encodeURIComponent(location)}`;

describe('a data set by address', () => {
  it('is fetched, named, opened and stored like an attachment', async () => {
    const parts = services();
    const folder = newFolder();
    const file = await fetchDataset(parts, { source: ` http://${host}/reviews.csv?download=1 ` }, folder);
    expect(file.local.name).toBe('reviews.csv');
    const dataset = await openDataset(file.local, { workDir: join(folder, 'open') });
    expect(dataset.profile).toMatchObject({ kind: 'text', sampleCount: 20 });
    const stored = await file.store();
    expect(stored.key).toBe(`uploads/${file.sha256}/reviews.csv`);
    expect(Buffer.from(await parts.objects.getBytes(stored.key))).toEqual(csv(0, 20));
  });

  it('is called what the server calls it, without its folders', async () => {
    const folder = newFolder();
    const { name, path } = await fromUrl('named', { folder });
    expect(name).toBe('评论.csv');
    expect(path.startsWith(join(folder, 'source-'))).toBe(true);
  });

  it('follows redirects on the list of hosts', async () => {
    expect((await fromUrl(to('/reviews.csv'))).name).toBe('reviews.csv');
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://example.com/data.csv',
    '//evil.example/data.csv',
    'file:///etc/passwd',
    'http://127.0.0.1:1/data.csv',
  ])('does not follow a redirect to %s', async (location) => {
    await expect(fromUrl(to(location))).rejects.toMatchObject({ code: 'source-host' });
  });

  it.each([
    'https://example.com/data.csv',
    'ftp://127.0.0.1/data.csv',
    'https://user:word@files.example/data.csv',
    'http://files.example/data.csv',
  ])('does not ask %s', async (source) => {
    const parts = services({ DATASET_HOSTS: `${host},files.example` });
    await expect(fetchDataset(parts, { source }, newFolder())).rejects.toMatchObject({ code: 'source-host' });
  });

  it('gives up on a ring of redirects', async () => {
    const ring = createServer((_, response) => response.writeHead(302, { location: '/again' }).end());
    await new Promise<void>((resolve) => ring.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(ring.address() as AddressInfo).port}`;
    const failed = downloadUrl(`http://${address}/`, { hosts: [address], folder: dir, maxBytes: 1 });
    await expect(failed).rejects.toMatchObject({
      code: 'source-unreachable',
      context: { reason: 'more than 5 redirects' },
    });
    ring.closeAllConnections();
    ring.close();
  });

  it.each([
    ['page', 'source-is-a-page'],
    ['announced', 'source-too-large'],
    ['endless', 'source-too-large'],
    ['empty', 'source-empty'],
    ['gone', 'source-unreachable'],
  ])('refuses %s with %s', async (path, code) => {
    await expect(fromUrl(path)).rejects.toMatchObject({ code });
  });

  it('ends a connection that falls silent, and one that takes too long', async () => {
    const silent = { code: 'source-unreachable', context: { reason: 'it took too long' } };
    await expect(fromUrl('stall', { idleMs: 100 })).rejects.toMatchObject(silent);
    await expect(fromUrl('endless', { totalMs: 100, maxBytes: 2 ** 40 })).rejects.toMatchObject(silent);
  });
});

describe('a data set of the Hub', () => {
  const fetched = (source: string, environment?: NodeJS.ProcessEnv, folder = newFolder()) =>
    fetchDataset(services(environment), { source }, folder);
  const opened = async (source: string) => {
    const file = await fetched(source);
    return openDataset(file.local, { workDir: newFolder() });
  };

  it('is put together from its files, with the parts their names tell', async () => {
    mirror.dataSets.set('ada/reviews', {
      'README.md': Buffer.from('# Reviews'),
      'data/train-00000-of-00002.csv': csv(0, 20),
      'data/train-00001-of-00002.csv': csv(20, 20),
      'data/test-00000-of-00001.csv': csv(40, 10),
    });
    const first = await fetched('ada/reviews@main');
    expect(first.local.name).toBe(`ada--reviews@${COMMIT.slice(0, 8)}.zip`);
    const dataset = await openDataset(first.local, { workDir: newFolder() });
    if (dataset.kind !== 'text') throw new Error(dataset.kind);
    const parts = dataset.samples.map(({ part }) => part);
    expect(parts.filter((part) => part === 'train')).toHaveLength(40);
    expect(parts.filter((part) => part === 'test')).toHaveLength(10);
    const again = await fetched(`${mirror.endpoint}/datasets/ada/reviews`);
    expect(again.sha256).toBe(first.sha256);
    expect(existsSync(join(dir, 'data', 'cache', 'hub-data', 'ada--reviews', COMMIT))).toBe(false);
  });

  it('is its only data file, fetched with the token, gone on with after a cut', async () => {
    const large = csv(0, 2_000);
    mirror.dataSets.set('ada/large', { 'all.csv': large, LICENSE: Buffer.from('MIT') });
    mirror.bend.cutAfter = 30_000;
    mirror.requests.length = 0;
    const file = await fetched('ada/large');
    expect(file.local.name).toMatch(/^ada--large@\w+\.csv$/);
    expect(readFileSync(file.local.path)).toEqual(large);
    expect(mirror.requests.some(({ range }) => range === 'bytes=30000-')).toBe(true);
    expect(mirror.requests.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
  });

  it('may be folders of pictures', async () => {
    mirror.dataSets.set('ada/pictures', {
      ...(await pictureFolders(['cat', 'dog'], 4, 'train/')),
      ...(await pictureFolders(['cat', 'dog'], 3, 'validation/')),
    } as Record<string, Buffer>);
    const dataset = await opened('ada/pictures');
    expect(dataset).toMatchObject({ kind: 'image', classes: ['cat', 'dog'] });
    expect(dataset.profile.sampleCount).toBe(14);
  });

  const shard = async (from: number, count: number) => {
    const rows = Array.from({ length: count }, async (_, i) => ({
      file: { bytes: await picture(from + i), path: null },
      cells: [(from + i) % 2],
    }));
    const features = { label: { _type: 'ClassLabel', names: ['cat', 'dog'] } };
    return mediaParquet(await Promise.all(rows), { features });
  };

  it('may be shards of pictures in Parquet, with the given parts', async () => {
    mirror.dataSets.set('ada/shards', {
      'data/train-00000-of-00002.parquet': await shard(0, 10),
      'data/train-00001-of-00002.parquet': await shard(10, 10),
      'data/test-00000-of-00001.parquet': await shard(20, 6),
    });
    const dataset = await opened('ada/shards');
    if (dataset.kind !== 'image') throw new Error(dataset.kind);
    expect(dataset.classes).toEqual(['cat', 'dog']);
    expect(dataset.samples.map(({ part }) => part).toSorted()).toEqual([
      ...Array(6).fill('test'),
      ...Array(20).fill('train'),
    ]);
  });

  it('may be several zips that differ in part or number only', async () => {
    mirror.dataSets.set('ada/zips', {
      'train_1.zip': await zipOf(await pictureFolders(['cat', 'dog'], 4)),
      'train_2.zip': await zipOf({ 'dog/0.jpg': await picture(77), 'cat/9.jpg': await picture(78) }),
      'test.zip': await zipOf(await pictureFolders(['cat', 'dog'], 3)),
      'README.md': Buffer.from('# Zips'),
    });
    const dataset = await opened('ada/zips');
    if (dataset.kind !== 'image') throw new Error(dataset.kind);
    expect(dataset.classes).toEqual(['cat', 'dog']);
    expect(dataset.samples.filter(({ part }) => part === 'test')).toHaveLength(6);
    const train = dataset.samples.filter(({ part }) => part === 'train').map(({ id }) => id);
    expect(train).toHaveLength(10);
    expect(train).toEqual(expect.arrayContaining(['train/dog/0.jpg', 'train/dog/train_2-0.jpg']));
    mirror.dataSets.set('ada/two', { 'cats.zip': Buffer.from('PK'), 'dogs.zip': Buffer.from('PK') });
    await expect(fetched('ada/two')).rejects.toMatchObject({ code: 'hub-data-choose' });
  });

  const cutTo = async (source: string) => {
    const file = await fetched(source, { MAX_DATASET_MIB: '1' });
    const dataset = await openDataset(file.local, { workDir: newFolder() });
    if (dataset.kind !== 'text') throw new Error(dataset.kind);
    const of = (code: string) => dataset.profile.problems.find((problem) => problem.code === code);
    return { dataset, file, parts: of('source-cut-parts'), files: of('source-cut-files') };
  };
  const wide = (from: number, n: number) =>
    Buffer.from(
      `text,label\n${Array.from({ length: n }, (_, i) => `row ${from + i} ${'x'.repeat(5_000)},${i % 2}`).join('\n')}\n`,
    );

  it('above the limit is its training files alone, and says so', async () => {
    mirror.dataSets.set('ada/parts', { 'train.csv': wide(0, 100), 'test.csv': wide(200, 150) });
    const { dataset, file, parts, files } = await cutTo('ada/parts');
    expect(file.local.name).toMatch(/\.zip$/);
    expect(dataset.samples).toHaveLength(100);
    expect(dataset.samples.every(({ part }) => part === undefined)).toBe(true);
    expect(parts?.message).toContain('more than 1.0 MiB');
    expect(files).toBeUndefined();
  });

  it('above the limit even so is as many training files as fit, evenly spaced', async () => {
    const shards = Array.from({ length: 6 }, (_, i) => [`data/train-${i}-of-6.csv`, wide(i * 100, 60)]);
    mirror.dataSets.set('ada/many-shards', {
      ...Object.fromEntries(shards),
      'data/validation.csv': wide(0, 9),
    });
    const { dataset, parts, files } = await cutTo('ada/many-shards');
    expect(files?.message).toContain('Only 3 of the 6 training files');
    expect(parts).toBeDefined();
    const first = dataset.samples.map(({ text }) => Number(text.split(' ')[1]));
    expect([...new Set(first.map((row) => Math.floor(row / 100)))]).toEqual([0, 2, 4]);
  });

  it('takes the named configuration, and asks where several are there', async () => {
    mirror.dataSets.set('ada/many', { 'en/train.csv': csv(0, 20), 'de/train.csv': csv(0, 12) });
    await expect(fetched('ada/many')).rejects.toMatchObject({
      code: 'hub-data-choose',
      message: expect.stringContaining('en, de'),
    });
    expect((await opened('ada/many:de')).profile.sampleCount).toBe(12);
    await expect(fetched('ada/many:fr')).rejects.toMatchObject({ code: 'hub-data-path' });
  });

  it('is refused where it is damaged, too large, unknown, gated, or made by a script', async () => {
    mirror.dataSets.set('ada/script', { 'script.py': Buffer.from('print()') });
    await expect(fetched('ada/script')).rejects.toMatchObject({ code: 'hub-data-none' });
    await expect(fetched('ada/none')).rejects.toMatchObject({ code: 'hub-data-not-found' });
    await expect(fetched('ada/large@old')).rejects.toMatchObject({ code: 'hub-revision-not-found' });
    mirror.dataSets.set('ada/huge', { 'huge.csv': Buffer.alloc(2 ** 20 + 1) });
    await expect(fetched('ada/huge', { MAX_DATASET_MIB: '1' })).rejects.toMatchObject({
      code: 'hub-data-too-large',
      context: { limit: '1.0' },
    });
    mirror.bend.gated = 'ada/large';
    await expect(fetched('ada/large')).rejects.toMatchObject({ code: 'hub-data-gated' });
    delete mirror.bend.gated;
    await expect(fetched('ada/large', { HF_ENDPOINT: 'http://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'hub-data-unreachable',
    });
  });
});

describe('the two ways together', () => {
  it('are one too many, and none is too few', async () => {
    const dataset = { url: `http://${host}/reviews.csv`, name: 'reviews.csv', bytes: 10 };
    const ask = (request: Parameters<typeof fetchDataset>[1]) =>
      fetchDataset(services(), request, newFolder());
    await expect(ask({ dataset, source: 'ada/reviews' })).rejects.toMatchObject({ code: 'one-data-source' });
    await expect(ask({})).rejects.toMatchObject({ code: 'no-data-source' });
    await expect(ask({ source: 'reviews' })).rejects.toMatchObject({ code: 'bad-source' });
    expect((await ask({ dataset })).local.name).toBe('reviews.csv');
  });
});

describe('a Hub that does not answer', () => {
  it('ends in time with a word for the person, and not with a command that hangs', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const fetching = fetchHubDataSet(parseDataSetRef('ada/reviews', endpoint)!, {
      ...{ cacheDir: join(dir, 'cache'), hub: { endpoint }, folder: dir, limitBytes: 2 ** 20 },
      totalMs: 300,
    });
    await expect(fetching).rejects.toMatchObject({
      code: 'source-unreachable',
      context: { reason: 'it took too long' },
    });
    silent.closeAllConnections();
    silent.close();
  });
});
