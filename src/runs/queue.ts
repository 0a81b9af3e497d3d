/**
 * The queue of Runs: pg-boss on the store's own database. In: an open Database. Out: a Queue that enqueues inside
 * the caller's transaction and hands jobs to workers. A job carries only the Run's id; the row is the truth.
 */
import { sql } from 'drizzle-orm';
import { fromDrizzle, type Job, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Database, Rows } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { type Measures, openMeasures } from './measuring/measures.ts';

const QUEUE = 'runs';
/** Jobs that used up their retries: their Runs get a new job, since only the Run's row counts what ends it. */
const LOST = 'runs-lost';
const RETRY_LIMIT = 1_000;
/** A worker that is silent this long has lost its job. */
const HEARTBEAT_SECONDS = 30;
/** pg-boss's maximum, above the longest deadline (`work.ts`). */
const EXPIRE_SECONDS = 86_400;
/** Jobs that wait are kept a year, those that ended an hour: the Run's row is what people look at. */
const KEEP_WAITING_SECONDS = 365 * 86_400;
const KEEP_ENDED_SECONDS = 3_600;

const LIVE_STATES: readonly string[] = ['created', 'retry', 'active', 'blocked'];

const jobDataSchema = z.object({ runId: z.string() });

export interface QueueJob {
  id: string;
  runId: string;
  /** Aborted when the job was given to another worker or the queue stops. */
  signal: AbortSignal;
}

export interface Queue {
  /** Adds a job inside the transaction `tx`, so that Run and job exist both or neither. */
  enqueue(tx: Rows, job: { runId: string; id: string; delaySeconds?: number }): Promise<void>;
  /** Takes a waiting job out of the queue inside the transaction. */
  cancel(tx: Rows, jobId: string): Promise<void>;
  /**
   * The handler resolves when the Run is final and throws to have it delivered again. Resolves to a function that
   * takes no more jobs and waits for those at work.
   */
  work(concurrency: number, handler: (job: QueueJob) => Promise<void>): Promise<() => Promise<void>>;
  /** Those of the jobs that will not be delivered any more, whatever became of them; not those that wait or are at work. */
  gone(jobIds: readonly string[]): Promise<string[]>;
  /** Called for each Run whose job used up its retries. */
  onLost(handler: (runId: string) => Promise<void>): Promise<void>;
  /**
   * Ends jobs of a process that ended and returns them. Only for the embedded store at its opening: its one process is
   * this one, so whatever is active is dead. On a shared PostgreSQL it may be alive in another worker; there the
   * heartbeat tells.
   */
  endDead(jobIds: readonly string[]): Promise<string[]>;
  /** Measuring for `/recommend`. */
  measures: Measures;
  stop(): Promise<void>;
}

export async function openQueue(database: Database, log: Logger): Promise<Queue> {
  const boss = new PgBoss({
    ...database.queueConnection,
    schedule: false,
    registerInstance: false,
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  boss.on('error', (error) => log.error({ err: error }, 'the queue reported an error'));
  boss.on('warning', (warning) => log.debug({ warning: warning.message }, 'the queue reported a warning'));
  await boss.start();
  await boss.createQueue(LOST, { notify: true });
  await boss.createQueue(QUEUE, {
    notify: true,
    deadLetter: LOST,
    retryLimit: RETRY_LIMIT,
    retryDelay: 1,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: EXPIRE_SECONDS,
    retentionSeconds: KEEP_WAITING_SECONDS,
    deleteAfterSeconds: KEEP_ENDED_SECONDS,
  });
  const measures = await openMeasures(boss, database, log);
  return {
    measures,
    enqueue: async (tx, { runId, id, delaySeconds = 0 }) => {
      const db = fromDrizzle(tx, sql);
      await boss.send(QUEUE, { runId }, { id, singletonKey: runId, startAfter: delaySeconds, db });
    },
    cancel: async (tx, jobId) => {
      await boss.cancel(QUEUE, jobId, { db: fromDrizzle(tx, sql) });
    },
    work: async (concurrency, handler) => {
      const options = {
        localConcurrency: concurrency,
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 1,
      };
      await boss.work(QUEUE, options, async (jobs: Job<unknown>[]) => {
        for (const { id, data, signal } of jobs) await handler({ id, ...jobDataSchema.parse(data), signal });
      });
      return () => boss.offWork(QUEUE, { wait: true });
    },
    onLost: async (handler) => {
      await boss.work(LOST, { pollingIntervalSeconds: 5 }, async (jobs: Job<unknown>[]) => {
        for (const job of jobs) await handler(jobDataSchema.parse(job.data).runId);
      });
    },
    gone: async (jobIds) => {
      const gone: string[] = [];
      for (const id of jobIds) {
        const [job] = await boss.findJobs(QUEUE, { id });
        if (job === undefined || !LIVE_STATES.includes(job.state)) gone.push(id);
      }
      return gone;
    },
    endDead: async (jobIds) => {
      const dead: string[] = [];
      for (const id of jobIds) {
        const [job] = await boss.findJobs(QUEUE, { id });
        if (job?.state !== 'active') continue;
        await boss.cancel(QUEUE, id);
        log.warn({ jobId: id }, 'took back the job of a process that ended');
        dead.push(id);
      }
      return dead;
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 10_000 });
      await measures.close();
    },
  };
}
