import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { Outage } from '../../src/outage/outage.ts';
import { openRuns, type Runs } from '../../src/runs/runs.ts';
import { fetchArtifact } from '../../src/storage/artifact.ts';
import { type ObjectStore, openObjects } from '../../src/storage/objects.ts';
import { startWorker, type Worker } from '../../src/worker/work.ts';
import { makePlace, makeSpec } from '../runs/samples.ts';
import { makeStore, postgresServer, type TestStore } from '../runs/stores.ts';

const log = createLogger('silent');
const server = await postgresServer();
const stores = ['embedded', ...(server ? ['postgres' as const] : [])] as const;

/** Generous: a loaded machine starts a trainer in seconds. */
const WAIT_MS = 90_000;
/** For `vi.waitFor`: `expect.poll` knows only one test at a time, and these run side by side. */
const POLLING = { timeout: WAIT_MS, interval: 50 };

describe.each(stores)('the worker on the %s store', { timeout: 2 * WAIT_MS }, (name) => {
  let store: TestStore;
  let runs: Runs;
  let objects: ObjectStore;
  let worker: Worker;
  /** Puts of these keys are refused, so many times. */
  const away = new Map<RegExp, number>();
  const unreliable = (real: ObjectStore): ObjectStore => ({
    ...real,
    putFile: async (key, path) => {
      for (const [keys, left] of away) {
        if (!keys.test(key) || left === 0) continue;
        away.set(keys, left - 1);
        throw new Outage('storage-unreachable', 'connect ECONNREFUSED');
      }
      return real.putFile(key, path);
    },
  });
  const start = () =>
    startWorker({
      runs,
      objects: unreliable(objects),
      config: store.config,
      log,
      trainer: new URL('../runs/fixtures/trainer.ts', import.meta.url),
    });
  const ask = (target: string) => runs.create(makeSpec({ target }), makePlace());
  const reaches = (id: string, state: string) =>
    vi.waitFor(async () => expect((await runs.get(id))?.state).toBe(state), POLLING);
  const types = async (id: string) => (await runs.events(id)).map(({ event }) => event.type);
  const artifactKey = async (id: string) => {
    const run = await runs.get(id);
    return run?.state === 'succeeded' ? run.artifactKey : 'none/';
  };
  const reportOf = async (id: string) =>
    JSON.parse(Buffer.from(await objects.getBytes(`${await artifactKey(id)}report.json`)).toString());
  const workDir = (id: string) => join(store.config.dataDir, 'work', id);

  beforeAll(async () => {
    store = await makeStore(name, { WORKER_CONCURRENCY: '3' });
    objects = openObjects(store.config);
    await objects.putBytes('uploads/abc/tickets.csv', Buffer.from('text,label'.slice(0, 9)));
    runs = await openRuns({ config: store.config, log, role: 'bot' });
    await mkdir(workDir('0000DEAD'), { recursive: true });
    await mkdir(workDir('inspect'), { recursive: true });
    worker = await start();
  }, 120_000);
  afterAll(async () => {
    await worker.stop();
    await runs.close();
    await store.remove();
  });

  test.concurrent('trains a Run: data in, events on the way, artifact out, work folder gone', async () => {
    const run = await ask('succeed');
    await reaches(run.id, 'succeeded');
    expect(await runs.get(run.id)).toMatchObject({ artifactKey: `runs/${run.id}/1/` });
    expect(await reportOf(run.id)).toEqual({ text: 'text,labe', attempt: 1, name: 'tickets.csv' });
    expect(await types(run.id)).toEqual(['queued', 'started', 'succeeded']);
    await vi.waitFor(() => expect(existsSync(workDir(run.id))).toBe(false), POLLING);
    const names = ['charts/loss.png', 'manifest.json', 'report.json'];
    await vi.waitFor(
      async () =>
        expect(await objects.list(`runs/${run.id}`)).toEqual(names.map((name) => `runs/${run.id}/1/${name}`)),
      POLLING,
    );

    const copy = join(store.config.dataDir, 'copy');
    await fetchArtifact(objects, `runs/${run.id}/1/`, copy);
    expect(existsSync(join(copy, 'charts', 'loss.png'))).toBe(true);
  });

  test('removes work folders of Runs that are over, and nothing else', () => {
    expect(existsSync(workDir('0000DEAD'))).toBe(false);
    expect(existsSync(workDir('inspect'))).toBe(true);
  });

  test.concurrent('an artifact waits for a storage that is away; it is trained once', async () => {
    const run = await ask('succeed');
    away.set(new RegExp(`^runs/${run.id}/`), 3);
    await reaches(run.id, 'succeeded');
    expect(away.get([...away.keys()].find((keys) => keys.test(`runs/${run.id}/`))!)).toBe(0);
    expect(await reportOf(run.id)).toMatchObject({ attempt: 1 });
    expect(await types(run.id)).toEqual(['queued', 'started', 'succeeded']);
  });

  test.concurrent("a refusal of the trainer is the Run's failure, without a retry", async () => {
    const run = await ask('refuse');
    await reaches(run.id, 'failed');
    expect(await runs.get(run.id)).toMatchObject({
      failure: { code: 'nothing-to-unfreeze', context: { name: 'X' } },
    });
    expect(await types(run.id)).not.toContain('retried');
  });

  test.concurrent('after a crash the Run is retried from its checkpoint', async () => {
    const run = await ask('crash:1');
    await reaches(run.id, 'succeeded');
    expect(await reportOf(run.id)).toMatchObject({ attempt: 2 });
    expect(await types(run.id)).toEqual(['queued', 'started', 'retried', 'started', 'succeeded']);
  });

  test.concurrent('a trainer that crashes every time is given up after three', async () => {
    const run = await ask('crash:9');
    await reaches(run.id, 'failed');
    expect(await runs.get(run.id)).toMatchObject({
      failure: { code: 'trainer-crashed', context: { crashes: 3 } },
    });
    expect((await types(run.id)).filter((type) => type === 'started')).toHaveLength(3);
  });

  test.concurrent('a data set that is not stored any more is named', async () => {
    const dataset = { key: 'uploads/gone/x.csv', name: 'x.csv', bytes: 1, sha256: 'gone' };
    const run = await runs.create(makeSpec({ dataset }), makePlace());
    await reaches(run.id, 'failed');
    expect(await runs.get(run.id)).toMatchObject({ failure: { code: 'object-missing' } });
  });

  test.concurrent('cancel ends the child and the Run', async () => {
    const run = await ask('hang');
    await vi.waitFor(async () => expect(await types(run.id)).toContain('progress'), POLLING);
    await runs.cancel(run.id, 'me');
    await reaches(run.id, 'cancelled');
    expect(await types(run.id)).toEqual(['queued', 'started', 'cancelled']);
    await vi.waitFor(async () => expect(await objects.list(`runs/${run.id}`)).toEqual([]), POLLING);
  });

  test('a worker that stops puts its Runs back, and the next one resumes them', async () => {
    const run = await ask('hang-first');
    await vi.waitFor(async () => expect(await types(run.id)).toContain('progress'), POLLING);
    await worker.stop();
    expect(await runs.get(run.id)).toMatchObject({ state: 'queued' });
    worker = await start();
    await reaches(run.id, 'succeeded');
    expect(await reportOf(run.id)).toMatchObject({ attempt: 2 });
  });
});
