/**
 * Measuring as jobs of the workers: pg-boss on the store's own database, beside the queue of Runs. In: a MeasureSpec. Out:
 * news while it goes on, by NOTIFY, and its outcome, which the job keeps. Who asked waits with an answer in a channel: a
 * job that nobody waits for any more is worth nothing, so none is kept for long.
 */
import { randomUUID } from 'node:crypto';
import type { Job, PgBoss } from 'pg-boss';
import { z } from 'zod';
import {
  type MeasureNews,
  type MeasureOutcome,
  type MeasureSpec,
  measureNewsSchema,
  measureOutcomeSchema,
  measureSpecSchema,
} from '../../child/measure-spec.ts';
import type { Database } from '../../database/database.ts';
import type { Logger } from '../../log.ts';
import { notify } from '../store.ts';

const QUEUE = 'measures';
const CHANNEL = 'tunesmith_measures';
/** A notice of PostgreSQL holds less than 8,000 bytes. */
const NOTICE_BYTES = 7_500;
const POLL_MS = 1_000;
const HEARTBEAT_SECONDS = 30;
const EXPIRE_SECONDS = 1_800;
const KEEP_SECONDS = 3_600;

const noticeSchema = z.object({ id: z.string(), news: measureNewsSchema.nullable() });
type Notice = z.infer<typeof noticeSchema>;

interface Asking {
  onNews: (news: MeasureNews) => void;
  /** When it is given up. */
  signal: AbortSignal;
}

interface MeasureJob {
  id: string;
  spec: MeasureSpec;
  /** Aborted when the job was given to another worker or the queue stops. */
  signal: AbortSignal;
  tell: (news: MeasureNews) => void;
}

export interface Measures {
  /** @throws the reason of `signal`; an Error when no worker could do it */
  ask(spec: MeasureSpec, asking: Asking): Promise<MeasureOutcome>;
  /** For a worker: one at a time. Resolves to a function that takes no more and waits for the one at work. */
  work(handler: (job: MeasureJob) => Promise<MeasureOutcome>): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export async function openMeasures(boss: PgBoss, database: Database, log: Logger): Promise<Measures> {
  await boss.createQueue(QUEUE, {
    notify: true,
    retryLimit: 1,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: EXPIRE_SECONDS,
    retentionSeconds: KEEP_SECONDS,
    deleteAfterSeconds: KEEP_SECONDS,
  });
  const waiting = new Map<string, (notice: Notice) => void>();
  const stop = await database.listen(
    CHANNEL,
    (payload) => {
      const notice = noticeSchema.parse(JSON.parse(payload));
      waiting.get(notice.id)?.(notice);
    },
    // The outcome is looked up anyway.
    () => {},
  );
  const tell = async (notice: Notice): Promise<void> => {
    const text = JSON.stringify(notice);
    if (Buffer.byteLength(text) > NOTICE_BYTES) return;
    await notify(database.rows, CHANNEL, text).catch((error: unknown) =>
      log.warn({ err: error }, 'news of a measuring were not told'),
    );
  };
  return {
    ask: async (spec, { onNews, signal }) => {
      const id = randomUUID();
      let look = () => {};
      waiting.set(id, ({ news }) => (news ? onNews(news) : look()));
      try {
        await boss.send(QUEUE, measureSpecSchema.parse(spec), { id });
        for (;;) {
          const outcome = await outcomeOf(boss, id);
          if (outcome) return outcome;
          await new Promise<void>((resolve) => {
            look = resolve;
            setTimeout(resolve, POLL_MS);
          });
          if (signal.aborted) await boss.cancel(QUEUE, id);
          signal.throwIfAborted();
        }
      } finally {
        waiting.delete(id);
      }
    },
    work: async (handler) => {
      const options = { localConcurrency: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };
      await boss.work(QUEUE, options, async ([job]: Job<unknown>[]) => {
        if (!job) return {};
        const { id, data, signal } = job;
        const spec = measureSpecSchema.parse(data);
        const outcome = await handler({ id, spec, signal, tell: (news) => void tell({ id, news }) });
        // Seen once the job is over: a moment from now.
        setTimeout(() => void tell({ id, news: null }), 100).unref();
        return outcome;
      });
      return () => boss.offWork(QUEUE, { wait: true });
    },
    close: stop,
  };
}

async function outcomeOf(boss: PgBoss, id: string): Promise<MeasureOutcome | null> {
  const [job] = await boss.findJobs(QUEUE, { id });
  if (job === undefined || job.state === 'failed' || job.state === 'cancelled')
    throw new Error(`the measuring ${id} is ${job?.state ?? 'gone'}: ${JSON.stringify(job?.output ?? null)}`);
  return job.state === 'completed' ? measureOutcomeSchema.parse(job.output) : null;
}
