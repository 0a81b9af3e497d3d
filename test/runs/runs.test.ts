import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import type { Attempt, Ending } from '../../src/runs/lifecycle.ts';
import type { QueueJob } from '../../src/runs/queue.ts';
import { RUN_ID } from '../../src/runs/run-id.ts';
import { openRuns, type Runs } from '../../src/runs/runs.ts';
import { sweep } from '../../src/runs/sweep.ts';
import { openObjects } from '../../src/storage/objects.ts';
import { makePlace, makeSpec } from './samples.ts';
import { makeStore, onServer, postgresServer, type TestStore } from './stores.ts';

const log = createLogger('silent');
const server = await postgresServer();
const stores = ['embedded', ...(server ? ['postgres' as const] : [])] as const;

/** Generous: machines may be loaded. */
const WAIT_MS = 60_000;

describe.each(stores)('Runs on the %s store', { timeout: 2 * WAIT_MS }, (name) => {
  let store: TestStore;
  let runs: Runs;
  /** What the handler does with a Run, by its id; without an entry it succeeds. */
  const plans = new Map<string, (attempt: Attempt, job: QueueJob) => Promise<Ending>>();
  const open = () => openRuns({ config: store.config, log, role: 'bot' });
  const work = (target: Runs) =>
    target.work(2, async (job) => {
      const attempt = await target.lifecycle.begin(job);
      if (attempt === null) return;
      const plan = plans.get(job.runId);
      const ending = plan ? await plan(attempt, job) : succeeded(job.runId);
      await target.lifecycle.end(attempt, ending);
    });
  const headline = { name: 'accuracy', value: 0.8 };
  const succeeded = (id: string): Ending => ({
    type: 'succeeded',
    artifactKey: `runs/${id}/1/`,
    bytes: 10,
    headline,
  });
  const types = async (id: string) => (await runs.events(id)).map(({ event }) => event.type);
  const finished = (id: string, state: string) =>
    expect.poll(async () => (await runs.get(id))?.state, { timeout: WAIT_MS, interval: 50 }).toBe(state);

  beforeAll(async () => {
    store = await makeStore(name, { RUNS_PER_USER: '2', RUNS_PER_GUILD: '3' });
    runs = await open();
  }, 120_000);
  afterAll(async () => {
    await runs.close();
    await store.remove();
  });

  test('a created Run is queued, found by its id, and has its first event', async () => {
    const place = makePlace();
    const run = await runs.create(makeSpec({ target: '标签 "x"' }), place);
    expect(run).toMatchObject({ state: 'queued', place, progressMessageId: null, announced: false });
    expect(run.id).toMatch(RUN_ID);
    expect(run.spec.target).toBe('标签 "x"');
    expect(await runs.get(run.id)).toEqual(run);
    expect(await types(run.id)).toEqual(['queued']);
    expect(await runs.get('00000000')).toBeNull();
    await runs.cancel(run.id, place.userId);
  });

  test('a Run that is over can be removed, with its events; files that another Run uses are not named', async () => {
    const place = makePlace();
    const file = (sha256: string) => ({ key: `uploads/${sha256}/a.csv`, name: 'a.csv', bytes: 1, sha256 });
    const shared = file('5ha2ed');
    const first = await runs.create(makeSpec({ dataset: shared, test: file('0nly') }), place);
    const second = await runs.create(makeSpec({ modelFile: shared }), place);
    const remove = async (id: string, before = async () => {}) => {
      const dropped: string[] = [];
      await runs.remove(id, { before, dropUpload: async (sha256) => void dropped.push(sha256) });
      return dropped;
    };
    await expect(remove(first.id)).rejects.toMatchObject({ code: 'run-active' });
    for (const run of [first, second]) await runs.cancel(run.id, place.userId);

    await expect(remove(first.id, () => Promise.reject(new Error('the disk resists')))).rejects.toThrow(
      'the disk resists',
    );
    expect(await runs.get(first.id)).not.toBeNull();
    expect(await remove(first.id)).toEqual(['0nly']);
    expect(await runs.get(first.id)).toBeNull();
    expect(await runs.events(first.id)).toEqual([]);
    await expect(remove(first.id)).rejects.toMatchObject({ code: 'run-unknown' });
    expect(await remove(second.id)).toContain('5ha2ed');
  });

  test('what no Run uses is swept, what one uses stays; Runs past their days go', async () => {
    const objects = openObjects({ dataDir: store.config.dataDir, storageUrl: undefined });
    const place = makePlace();
    const used = { key: 'uploads/used/a.csv', name: 'a.csv', bytes: 1, sha256: 'used' };
    for (const key of [used.key, 'uploads/orphan/a.csv']) await objects.putBytes(key, Buffer.from('x'));
    const run = await runs.create(makeSpec({ dataset: used }), place);
    const days = (ofRuns: number, ofUploads: number) => ({ runs: ofRuns, uploads: ofUploads });
    const go = (keepDays: ReturnType<typeof days>) =>
      sweep({ runs, objects, config: store.config, keepDays, log });
    await go(days(1, 1));
    expect(await objects.list('uploads')).toEqual([used.key]);
    await runs.cancel(run.id, place.userId);
    await go(days(1, 1));
    expect(await runs.get(run.id)).not.toBeNull();
    expect(await objects.list('uploads')).toEqual([used.key]);
  });

  test('after their days go the files of a Run, then the Run with its model; 0 keeps them', async () => {
    const objects = openObjects({ dataDir: store.config.dataDir, storageUrl: undefined });
    const place = makePlace();
    const file = (sha256: string) => ({ key: `uploads/${sha256}/a.csv`, name: 'a.csv', bytes: 1, sha256 });
    const old = await runs.create(makeSpec({ dataset: file('01d'), test: file('5hared') }), place);
    const fresh = await runs.create(makeSpec({ dataset: file('5hared') }), place);
    for (const key of ['uploads/01d/a.csv', 'uploads/5hared/a.csv', `runs/${old.id}/1/model.zip`])
      await objects.putBytes(key, Buffer.from('x'));
    await runs.cancel(old.id, place.userId);
    // So short a time is over at once.
    const later = (ofRuns: number, ofUploads: number) =>
      sweep({ runs, objects, config: store.config, keepDays: { runs: ofRuns, uploads: ofUploads }, log });
    const soon = 1 / 86_400_000;
    await later(0, 0);
    expect(await objects.list('uploads')).toContain('uploads/01d/a.csv');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await later(0, soon);
    expect(await objects.list('uploads')).not.toContain('uploads/01d/a.csv');
    expect(await objects.list('uploads')).toContain('uploads/5hared/a.csv');
    expect(await objects.list(`runs/${old.id}`)).toHaveLength(1);
    await later(soon, soon);
    expect(await runs.get(old.id)).toBeNull();
    expect(await objects.list(`runs/${old.id}`)).toEqual([]);
    expect((await runs.get(fresh.id))!.state).toBe('queued');
    await runs.cancel(fresh.id, place.userId);
  });

  test('the Runs of a person are theirs on every server, and those made of their messages', async () => {
    const mine = makePlace();
    const consent = {
      userId: mine.userId,
      at: new Date().toISOString(),
      messageUrl: 'https://discord.com/x',
    };
    const own = await runs.create(makeSpec(), mine);
    const elsewhere = await runs.create(makeSpec(), { ...mine, guildId: 'another' });
    const agreed = await runs.create(makeSpec(), makePlace({ consent }));
    const foreign = await runs.create(makeSpec(), makePlace());
    const found = (await runs.ofPerson(mine.userId)).map(({ id }) => id);
    expect(found.sort()).toEqual([own.id, elsewhere.id, agreed.id].sort());
    for (const { id } of [own, elsewhere, agreed, foreign]) await runs.cancel(id, 'u');
  });

  test('a person who keeps more than the limit in storage starts no further Run', async () => {
    const place = makePlace();
    const { dataset } = makeSpec();
    const large = { ...dataset, bytes: store.config.quota.bytes.user };
    const run = await runs.create(makeSpec({ dataset: large }), place);
    await runs.cancel(run.id, place.userId);
    await expect(runs.checkQuota(place)).rejects.toMatchObject({ code: 'quota-bytes-user' });
    await expect(runs.create(makeSpec(), { ...place, guildId: 'elsewhere' })).rejects.toMatchObject({
      code: 'quota-bytes-user',
    });
    await runs.remove(run.id, { before: async () => {}, dropUpload: async () => {} });
    await runs.checkQuota(place);
  });

  test.runIf(name === 'postgres')('a file is not removed while a Run is made that uses it', async () => {
    const other = await open();
    const place = makePlace();
    const file = { key: 'uploads/2ace/a.csv', name: 'a.csv', bytes: 1, sha256: '2ace' };
    const old = await runs.create(makeSpec({ dataset: file }), place);
    await runs.cancel(old.id, place.userId);
    const order: string[] = [];
    let isStored = true;
    const removal = runs.remove(old.id, {
      before: async () => {},
      dropUpload: async () => {
        order.push('drop');
        await new Promise((resolve) => setTimeout(resolve, 300));
        isStored = false;
      },
    });
    await expect.poll(() => order).toEqual(['drop']);
    const made = other.create(makeSpec({ dataset: file }), makePlace(), async () => {
      order.push(isStored ? 'there' : 'stored again');
      isStored = true;
    });
    const [run] = await Promise.all([made, removal]);
    expect(order).toEqual(['drop', 'stored again']);
    expect(isStored).toBe(true);
    await runs.cancel(run.id, 'x');
    await other.close();
  });

  test('a Run is shown in its own guild only, and ids forgive how people type them', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    const typed = ` ${run.id.toLowerCase().replaceAll('0', 'o').slice(0, 4)}-${run.id.slice(4)}`;
    expect((await runs.getInGuild(typed, run.place.guildId)).id).toBe(run.id);
    const foreign = await runs.getInGuild(run.id, 'elsewhere').catch((error: unknown) => error);
    const absent = await runs.getInGuild('00000000', 'elsewhere').catch((error: unknown) => error);
    expect(foreign).toMatchObject({ name: 'UserError', code: 'run-unknown' });
    expect(String(foreign).replace(run.id, '')).toBe(String(absent).replace('00000000', ''));
    await runs.cancel(run.id, 'user');
  });

  test('quotas refuse with the numbers, and a refused Run leaves nothing behind', async () => {
    const place = makePlace();
    const other = { ...place, userId: 'somebody-else' };
    const created = [await runs.create(makeSpec(), place), await runs.create(makeSpec(), place)];
    await expect(runs.create(makeSpec(), place)).rejects.toMatchObject({
      code: 'quota-user',
      context: { active: 2, limit: 2 },
    });
    created.push(await runs.create(makeSpec(), other));
    await expect(runs.create(makeSpec(), other)).rejects.toMatchObject({
      code: 'quota-guild',
      context: { active: 3, limit: 3 },
    });
    expect(await runs.list({ guildId: place.guildId, limit: 10 })).toHaveLength(3);
    for (const run of created) await runs.cancel(run.id, place.userId);
    await runs.cancel((await runs.create(makeSpec(), place)).id, place.userId);
  });

  test('a person has one quota on all servers together', async () => {
    const place = makePlace();
    const created = [await runs.create(makeSpec(), place)];
    created.push(await runs.create(makeSpec(), { ...makePlace(), userId: place.userId }));
    await expect(runs.create(makeSpec(), { ...makePlace(), userId: place.userId })).rejects.toMatchObject({
      code: 'quota-user',
      context: { active: 2, limit: 2 },
    });
    for (const run of created) await runs.cancel(run.id, place.userId);
  });

  test('of ten Runs asked for at once, no more than the quota are created', async () => {
    const place = makePlace();
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => runs.create(makeSpec(), place)));
    expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
    for (const run of await runs.list({ guildId: place.guildId, limit: 10 })) await runs.cancel(run.id, 'u');
  });

  test('lists newest first, of the guild or of one person in it', async () => {
    const place = makePlace();
    const first = await runs.create(makeSpec(), place);
    const second = await runs.create(makeSpec(), { ...place, userId: 'second' });
    const ids = async (userId?: string) =>
      (await runs.list({ guildId: place.guildId, userId, limit: 10 })).map((run) => run.id);
    expect(await ids()).toEqual([second.id, first.id]);
    expect(await ids('second')).toEqual([second.id]);
    for (const run of [first, second]) await runs.cancel(run.id, 'u');
  });

  test('a cancelled Run in the queue is never worked on', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    expect(await runs.cancel(run.id, 'by-me')).toMatchObject({ state: 'cancelled' });
    expect((await runs.events(run.id)).at(-1)?.event).toEqual({ type: 'cancelled', by: 'by-me' });
    const stop = await work(runs);
    const next = await runs.create(makeSpec(), makePlace());
    await finished(next.id, 'succeeded');
    expect(await runs.get(next.id)).toMatchObject({ headline });
    await stop();
    expect(await types(run.id)).toEqual(['queued', 'cancelled']);
    expect(await runs.cancel(run.id, 'again')).toMatchObject({ state: 'cancelled' });
  });

  test('listeners hear of every event in order; of progress only the newest is kept', async () => {
    const heard: { runId: string; eventId: number }[] = [];
    const unsubscribe = runs.subscribe((notice) => heard.push(notice));
    const run = await runs.create(makeSpec(), makePlace());
    plans.set(run.id, async (attempt) => {
      for (const fraction of [0.1, 0.2, 0.3]) {
        await runs.lifecycle.report(attempt, { type: 'progress', step: 'training', fraction, etaSeconds: 9 });
      }
      const kept = (await runs.events(run.id)).filter(({ event }) => event.type === 'progress');
      expect(kept.map(({ event }) => event)).toMatchObject([{ fraction: 0.3 }]);
      return succeeded(run.id);
    });
    const stop = await work(runs);
    await finished(run.id, 'succeeded');
    await expect
      .poll(() => heard.filter(({ runId }) => runId === run.id).length, { timeout: WAIT_MS })
      .toBe(6);
    await stop();
    unsubscribe();
    const ids = heard.filter(({ runId }) => runId === run.id).map(({ eventId }) => eventId);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(await types(run.id)).toEqual(['queued', 'started', 'succeeded']);
    const events = await runs.events(run.id);
    expect(await runs.events(run.id, events[1]!.id)).toEqual(events.slice(2));
  });

  test('a Run that is put back is worked on again, with the next attempt', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    const attempts: number[] = [];
    plans.set(run.id, async (attempt) => {
      attempts.push(attempt.number);
      return attempt.number === 1 ? { type: 'retried', reason: 'a test', cause: 'crash' } : succeeded(run.id);
    });
    const stop = await work(runs);
    await finished(run.id, 'succeeded');
    await stop();
    expect(attempts).toEqual([1, 2]);
    expect(await types(run.id)).toEqual(['queued', 'started', 'retried', 'started', 'succeeded']);
  });

  test('an outage is waited for, told as progress, and counts nothing against the Run', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    plans.set(run.id, async ({ number }) =>
      number <= 3 ? { type: 'retried', reason: 'Waiting', cause: 'storage-unreachable' } : succeeded(run.id),
    );
    const stop = await work(runs);
    await finished(run.id, 'succeeded');
    await stop();
    expect(await types(run.id)).toEqual(['queued', 'started', 'succeeded']);
  });

  test('a Run whose job is gone gets another, and the old job begins nothing', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    let first = '';
    const stop = await runs.work(1, async (job) => {
      first = job.id;
    });
    await expect.poll(() => first, { timeout: WAIT_MS }).not.toBe('');
    await stop();
    expect(await runs.lifecycle.renewJobs([first])).toBe(1);
    expect(await runs.lifecycle.renewJobs([first])).toBe(0);
    expect(await runs.lifecycle.begin({ runId: run.id, id: first })).toBeNull();
    const stopAgain = await work(runs);
    await finished(run.id, 'succeeded');
    await stopAgain();
  });

  test('cancelling a running Run reaches its worker, which ends it', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    let started = false;
    plans.set(run.id, async ({ cancelled }) => {
      started = true;
      await new Promise((resolve) => cancelled.addEventListener('abort', resolve));
      return { type: 'cancelled' };
    });
    const stop = await work(runs);
    await expect.poll(() => started, { timeout: WAIT_MS }).toBe(true);
    expect(await runs.cancel(run.id, 'the-boss')).toMatchObject({ state: 'running' });
    await finished(run.id, 'cancelled');
    await stop();
    expect((await runs.events(run.id)).at(-1)?.event).toEqual({ type: 'cancelled', by: 'the-boss' });
  });

  test('a worker that was given up and comes back changes nothing', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    const late = (await runs.lifecycle.begin({ runId: run.id }))!;
    const current = (await runs.lifecycle.begin({ runId: run.id }))!;
    expect([late.number, current.number]).toEqual([1, 2]);
    const progress = { type: 'progress', step: 'late', fraction: 0.5, etaSeconds: null } as const;
    expect(await runs.lifecycle.report(late, progress)).toBe(false);
    expect(await runs.lifecycle.end(late, { type: 'cancelled' })).toBe(false);
    expect(await runs.get(run.id)).toMatchObject({ state: 'running', attempt: 2 });
    expect(await runs.lifecycle.end(current, succeeded(run.id))).toBe(true);
    expect(await types(run.id)).toEqual(['queued', 'started', 'retried', 'started', 'succeeded']);
    expect(await runs.lifecycle.begin({ runId: run.id })).toBeNull();
  });

  test('a Run whose worker is lost again and again rests in the queue and keeps its tries', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    for (let losses = 0; losses <= 3; losses += 1)
      expect(await runs.lifecycle.begin({ runId: run.id })).not.toBeNull();
    expect(await runs.lifecycle.begin({ runId: run.id })).toBeNull();
    expect((await runs.get(run.id))?.state).toBe('queued');
    // However often the machine restarts while it rests.
    const after = (await runs.lifecycle.begin({ runId: run.id }))!;
    expect(after.number).toBe(5);
    expect(await runs.lifecycle.end(after, succeeded(run.id))).toBe(true);
  });

  test('finished Runs wait to be announced, once', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    await runs.setProgressMessage(run.id, '123');
    await runs.lifecycle.end((await runs.lifecycle.begin({ runId: run.id }))!, succeeded(run.id));
    const waiting = await runs.unannounced();
    expect(waiting.find(({ id }) => id === run.id)).toMatchObject({
      progressMessageId: '123',
      announced: false,
    });
    await runs.markAnnounced(run.id);
    expect((await runs.unannounced()).map(({ id }) => id)).not.toContain(run.id);
  });

  test('Runs outlive the process: a second opening works on what the first had taken', async () => {
    const run = await runs.create(makeSpec(), makePlace());
    if (name === 'embedded') {
      await runs.close();
      runs = await open();
    }
    const stop = await work(runs);
    await finished(run.id, 'succeeded');
    await stop();
  });

  test.runIf(name === 'embedded')('a second process is refused, by name', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'data-folder-in-use',
      message: expect.stringContaining(String(process.pid)),
    });
  });

  test.runIf(name === 'postgres')('two workers share one queue: each Run is worked on once', async () => {
    const second = await open();
    const seen = new Map<string, string[]>();
    const created = await Promise.all(Array.from({ length: 8 }, () => runs.create(makeSpec(), makePlace())));
    for (const { id } of created) {
      plans.set(id, async () => {
        await new Promise((resolve) => setTimeout(resolve, 150));
        return succeeded(id);
      });
    }
    const record = (who: string, target: Runs) =>
      target.work(1, async (job) => {
        seen.set(job.runId, [...(seen.get(job.runId) ?? []), who]);
        const attempt = (await target.lifecycle.begin(job))!;
        await new Promise((resolve) => setTimeout(resolve, 150));
        await target.lifecycle.end(attempt, succeeded(job.runId));
      });
    const stops = [await record('first', runs), await record('second', second)];
    for (const { id } of created) await finished(id, 'succeeded');
    for (const stop of stops) await stop();
    await second.close();
    expect(created.map(({ id }) => seen.get(id)?.length)).toEqual(created.map(() => 1));
    expect(new Set([...seen.values()].flat())).toEqual(new Set(['first', 'second']));
  });

  test.runIf(name === 'postgres')(
    'events are heard across processes, also after a lost connection',
    async () => {
      const other = await open();
      const heard = new Set<string>();
      other.subscribe(({ runId }) => heard.add(runId));
      const before = await runs.create(makeSpec(), makePlace());
      await expect.poll(() => heard.has(before.id), { timeout: WAIT_MS }).toBe(true);
      await onServer(
        'select pg_terminate_backend(pid) from pg_stat_activity where query like \'listen "run_events"%\'',
        store.config.databaseUrl,
      );
      const missed = await runs.create(makeSpec(), makePlace());
      await expect.poll(() => heard.has(missed.id), { timeout: WAIT_MS }).toBe(true);
      await other.close();
      for (const run of [before, missed]) await runs.cancel(run.id, 'u');
    },
  );

  test.runIf(name === 'postgres')('processes that start together migrate once', async () => {
    const fresh = await makeStore('postgres');
    const opened = await Promise.all(
      [1, 2, 3].map(() => openRuns({ config: fresh.config, log, role: 'worker' })),
    );
    const run = await opened[0]!.create(makeSpec(), makePlace());
    expect(await opened[2]!.get(run.id)).toMatchObject({ state: 'queued' });
    await Promise.all(opened.map((one) => one.close()));
    await fresh.remove();
  });
});

test('a worker of its own is refused without a database', async () => {
  const config = readConfig({ DATA_DIR: tmpdir() });
  await expect(openRuns({ config, log, role: 'worker' })).rejects.toMatchObject({
    code: 'worker-needs-database',
    message: expect.stringContaining('DATABASE_URL'),
  });
});

test('an unreachable database is named without its password', async () => {
  const config = readConfig({
    DATA_DIR: tmpdir(),
    DATABASE_URL: 'postgres://bot:hunter2@127.0.0.1:9/none',
    STARTUP_WAIT_SECONDS: '0',
  });
  const error: unknown = await openRuns({ config, log, role: 'bot' }).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: 'database-unreachable' });
  expect(String(error)).toContain('127.0.0.1:9');
  expect(String(error)).not.toContain('hunter2');
});
