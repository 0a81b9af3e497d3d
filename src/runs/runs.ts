/**
 * Runs as the rest of the bot sees them: create, look up, cancel, follow, announce; and, for a worker, take and
 * finish. In: Config. Out: `Runs`. The queue hands a Run to `work.ts`; the announcer follows with `subscribe`.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { RunSpec } from '../child/run-spec.ts';
import type { Config } from '../config.ts';
import type { DataLock } from '../database/data-lock.ts';
import type { Database, Rows } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type EventNotice, openFeed } from './feed.ts';
import { keepJobsAlive } from './keep-jobs.ts';
import { openLifecycle, type RunLifecycle } from './lifecycle.ts';
import { openQueue, type Queue } from './queue.ts';
import { checkQuota } from './quota.ts';
import type { Run, RunPlace } from './run.ts';
import { makeRunId, normaliseRunId } from './run-id.ts';
import { openServers, type ServerStore } from './servers/settings.ts';
import * as store from './store.ts';
import { lockUploads, unusedUploads } from './stored-files.ts';

export interface Runs {
  /**
   * Stores and enqueues in one transaction. `ensureStored` sees that the attached files are in storage, while no Run that uses
   * the same is removed. Throws UserErrors `quota-user`, `quota-guild`, `quota-all`.
   */
  create(spec: RunSpec, place: RunPlace, ensureStored?: () => Promise<unknown>): Promise<Run>;
  /** Before anything is fetched for a Run. Throws UserErrors `quota-user`, `quota-guild`, `quota-all`. */
  checkQuota(place: Pick<RunPlace, 'guildId' | 'userId'>): Promise<void>;
  get(id: string): Promise<Run | null>;
  /** For what people ask: the id as typed, only within their guild. Throws UserError `run-unknown`. */
  getInGuild(typedId: string, guildId: string): Promise<Run>;
  /** Newest first. */
  list(filter: store.ListFilter): Promise<Run[]>;
  /** Of everybody: state and number. */
  countByState(): Promise<[string, number][]>;
  /** What is set for servers. */
  servers: ServerStore;
  /** Queued and running Runs, oldest first. */
  active(): Promise<Run[]>;
  /**
   * A queued Run is cancelled at once; a running one, and one with a job at a service, by its worker (the event tells). A final one is
   * returned as it is. `by` is the user's id.
   */
  cancel(id: string, by: string): Promise<Run>;
  /**
   * Removes the row and the events of a Run that is over, after `before`, while nobody else can change it; `dropUpload` is
   * called for each attached file that no other Run uses, while none is made that does. Throws UserError `run-active` or
   * `run-unknown`.
   */
  remove(id: string, drop: RemoveOptions): Promise<void>;
  /** Over since before then. */
  expired(before: Date): Promise<Run[]>;
  /** Of a person, in whatever server: what they asked for, and what was made of their messages with their consent. */
  ofPerson(userId: string): Promise<Run[]>;
  /**
   * Calls `drop` for each of the files that no Run uses, or only such as ended before then, while none is made that does.
   * Returns how many they were.
   */
  dropUnused(
    hashes: readonly string[],
    drop: (sha256: string) => Promise<void>,
    endedBefore?: Date,
  ): Promise<number>;
  setProgressMessage(id: string, messageId: string): Promise<void>;
  markAnnounced(id: string): Promise<void>;
  /** Final Runs of this chat whose end has not been posted, oldest first: all, or those that ended since then. */
  unannounced(since?: Date): Promise<Run[]>;
  /**
   * From now on Runs that are made belong to this chat, and its alone are announced; with them those of 0.1.0 in the
   * servers that it is in.
   */
  serve(chat: string, guildIds: readonly string[]): Promise<void>;
  /** See `Database.claim`. */
  claim: Database['claim'];
  /** In order; `afterId` skips what was seen. Of progress only the newest is kept. */
  events(runId: string, afterId?: number): Promise<store.StoredEvent[]>;
  /** Calls the listener for every new event of any Run, from any process. Returns the function that ends it. */
  subscribe(listener: (notice: EventNotice) => void): () => void;
  /** Measuring of candidates by a worker. */
  measures: Queue['measures'];
  /** For the worker, see `Queue.work`. */
  work: Queue['work'];
  /** For the worker: begin, events and end of a Run. */
  lifecycle: RunLifecycle;
  /** The lock of the data folder; null on PostgreSQL. `lock.update({ url })` publishes the page's address. */
  lock: DataLock | null;
  close(): Promise<void>;
}

interface RemoveOptions {
  before: () => Promise<void>;
  dropUpload: (sha256: string) => Promise<void>;
}

interface OpenRunsOptions {
  config: Config;
  log: Logger;
  /** A `worker` shares the database with the bot, so it needs DATABASE_URL. */
  role: 'bot' | 'worker';
}

/** Throws UserErrors `data-folder-in-use`, `database-unreachable`, `worker-needs-database`. */
export async function openRuns({ config, log, role }: OpenRunsOptions): Promise<Runs> {
  if (role === 'worker' && config.databaseUrl === undefined) throw needsDatabase();
  const database = await openDatabase(config, log);
  const { rows } = database;
  const queue = await openQueue(database, log);
  const feed = await openFeed(database, log);
  const lifecycle = await openLifecycle(database, queue, log);
  const stopRepairs = await keepJobsAlive({ database, queue, lifecycle, log });

  let chat: string | null = null;
  const create = (spec: RunSpec, place: RunPlace, ensureStored: () => Promise<unknown> = async () => {}) =>
    rows.transaction(async (tx) => {
      await checkQuota(tx, place, config.quota);
      await lockUploads(tx, attachedFiles(spec));
      await ensureStored();
      const row = await store.insertRun(tx, { id: makeRunId(), jobId: randomUUID(), spec, place, chat });
      await store.appendEvent(tx, row.id, { type: 'queued' });
      await queue.enqueue(tx, { runId: row.id, id: row.jobId });
      return store.toRun(row);
    });

  const cancel = (id: string, by: string) =>
    rows.transaction(async (tx) => {
      const row = await store.lockRow(tx, id);
      if (row === null) throw unknownRun(id);
      if (row.state === 'running' || (row.state === 'queued' && store.hasRemoteJob(row))) {
        await store.notify(tx, store.CANCEL_CHANNEL, id);
        return store.toRun(await store.changeRow(tx, id, { cancelBy: row.cancelBy ?? by }));
      }
      if (row.state !== 'queued') return store.toRun(row);
      await queue.cancel(tx, row.jobId);
      const changed = await store.changeRow(tx, id, { state: 'cancelled', finishedAt: sql`now()` });
      await store.appendEvent(tx, id, { type: 'cancelled', by });
      return store.toRun(changed);
    });

  const remove = (id: string, { before, dropUpload }: RemoveOptions) =>
    rows.transaction(async (tx) => {
      const row = await store.lockRow(tx, id);
      if (row === null) throw unknownRun(id);
      if (store.ACTIVE_STATES.includes(row.state)) throw activeRun(id);
      await before();
      const hashes = attachedFiles(store.toRun(row).spec);
      await lockUploads(tx, hashes);
      await store.deleteRow(tx, id);
      for (const sha256 of await unusedUploads(tx, hashes)) await dropUpload(sha256);
    });

  return {
    create,
    checkQuota: (place) => rows.transaction((tx) => checkQuota(tx, place, config.quota)),
    cancel,
    remove,
    get: async (id) => {
      const row = await store.findRow(rows, id);
      return row === null ? null : store.toRun(row);
    },
    expired: async (before) => readable(await store.expiredRows(rows, before), log),
    ofPerson: async (userId) => readable(await store.rowsOfPerson(rows, userId), log),
    dropUnused: async (hashes, drop, endedBefore) => {
      let dropped = 0;
      for (const hash of hashes) {
        dropped += await rows.transaction(async (tx) => {
          await lockUploads(tx, [hash]);
          const unused = await unusedUploads(tx, [hash], endedBefore);
          for (const sha256 of unused) await drop(sha256);
          return unused.length;
        });
      }
      return dropped;
    },
    getInGuild: async (typedId, guildId) => {
      const row = await store.findRow(rows, normaliseRunId(typedId));
      if (row === null || row.guildId !== guildId) throw unknownRun(typedId);
      return store.toRun(row);
    },
    list: async (filter) => readable(await store.listRows(rows, filter), log),
    servers: openServers(rows),
    countByState: () => store.countByState(rows),
    active: async () => readable(await store.rowsInStates(rows, store.ACTIVE_STATES), log),
    unannounced: async (since) => readable(await store.unannouncedRows(rows, chat, since), log),
    serve: async (name, guildIds) => {
      chat = name;
      await store.adoptRows(rows, name, guildIds);
    },
    claim: database.claim,
    setProgressMessage: (id, messageId) => change(rows, id, { progressMessageId: messageId }),
    markAnnounced: (id) => change(rows, id, { announced: true }),
    events: (runId, afterId = 0) => store.listEvents(rows, runId, afterId),
    subscribe: feed.subscribe,
    measures: queue.measures,
    work: queue.work,
    lifecycle,
    lock: database.lock,
    close: async () => {
      await stopRepairs();
      await queue.stop();
      await feed.close();
      await lifecycle.close();
      await database.close();
    },
  };
}

/** A row of another version, or written by hand, must not hide the others. */
function readable(found: readonly store.RunRow[], log: Logger): Run[] {
  return found.flatMap((row) => {
    try {
      return [store.toRun(row)];
    } catch (error) {
      log.error({ err: error, runId: row.id }, 'a Run cannot be read');
      return [];
    }
  });
}

/** SHA-256 of each, once. */
const attachedFiles = ({ dataset, test, modelFile }: RunSpec): string[] => [
  ...new Set([dataset, test, modelFile].flatMap((file) => (file ? [file.sha256] : []))),
];

async function change(rows: Rows, id: string, changes: Parameters<typeof store.changeRow>[2]): Promise<void> {
  await store.changeRow(rows, id, changes);
}

const needsDatabase = () => new UserError('worker-needs-database');

const activeRun = (id: string) => new UserError('run-active', { id });

/** The same words whether the Run is missing, belongs to another guild, or to a channel that one does not see. */
export const unknownRun = (typedId: string) => new UserError('run-unknown', { id: typedId.slice(0, 40) });
