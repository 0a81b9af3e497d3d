/**
 * A Run in the hands of a worker: begin an attempt, report events, end it. Every step is fenced by the attempt's
 * number: a worker that was given up and comes back changes nothing. In: an open Database. Out: RunLifecycle, used
 * by `work.ts`.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database, Rows } from '../database/database.ts';
import type { Failure } from '../failure.ts';
import type { Logger } from '../log.ts';
import type { RemoteState } from '../remote/job-state.ts';
import type { Headline } from '../report/short/headline.ts';
import type { RunEvent } from './events.ts';
import type { Queue, QueueJob } from './queue.ts';
import { MOST_LOST, pauseAfterLoss, planRetry, type RetryCause, workerLost } from './retry.ts';
import type { Run } from './run.ts';
import * as store from './store.ts';

/** One start of a Run by one worker. */
export interface Attempt {
  run: Run;
  number: number;
  /** Aborted when a person cancels the Run. */
  cancelled: AbortSignal;
}

export type Ending =
  | { type: 'succeeded'; artifactKey: string; bytes: number; headline: Headline | null }
  | { type: 'failed'; failure: Failure }
  | { type: 'cancelled' }
  /** Back into the queue, whoever takes it. */
  | { type: 'retried'; reason: string; cause: RetryCause };

/** A Run, and the job by which it was taken; where none is named, any. */
export type Taken = Pick<QueueJob, 'runId'> & Partial<Pick<QueueJob, 'id'>>;

export interface RunLifecycle {
  /**
   * Null when there is nothing to do: the Run is final, was cancelled or given up while its worker was lost, has another
   * job by now, or rests after many lost workers.
   */
  begin(job: Taken): Promise<Attempt | null>;
  /** False when the attempt is no longer the current one: stop working. */
  report(attempt: Attempt, event: RunEvent): Promise<boolean>;
  /** What is known of its job at a service. False when the attempt is no longer the current one. */
  keepRemote(attempt: Attempt, state: RemoteState): Promise<boolean>;
  /** False when the attempt is no longer the current one: nothing was changed. */
  end(attempt: Attempt, ending: Ending): Promise<boolean>;
  /** Gives new jobs to the Runs of these jobs that are not over. Returns how many there were. */
  renewJobs(goneJobIds: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

export async function openLifecycle(
  database: Database,
  queue: Pick<Queue, 'enqueue'>,
  log: Logger,
): Promise<RunLifecycle> {
  const { rows } = database;
  const running = new Map<string, AbortController>();

  const stop = await database.listen(
    store.CANCEL_CHANNEL,
    (runId) => running.get(runId)?.abort(),
    () => {
      recheck(rows, running).catch((error: unknown) =>
        log.error({ err: error }, 'cancels could not be looked up'),
      );
    },
  );

  const fenced = (attempt: Attempt, change: (tx: Rows, row: store.RunRow) => Promise<void>) =>
    rows.transaction(async (tx) => {
      const row = await store.lockRow(tx, attempt.run.id);
      if (row === null || row.state !== 'running' || row.attempt !== attempt.number) return false;
      await change(tx, row);
      return true;
    });

  return {
    begin: async (job) => {
      const { runId } = job;
      // Known before the row says `running`: from then on a cancel may come at any moment.
      const controller = new AbortController();
      running.set(runId, controller);
      const row = await rows.transaction((tx) => beginRow({ tx, queue }, job));
      if (row === null) {
        running.delete(runId);
        return null;
      }
      // Its job at a service is still to be ended.
      if (row.cancelBy !== null) controller.abort();
      return { run: store.toRun(row), number: row.attempt, cancelled: controller.signal };
    },
    report: (attempt, event) =>
      fenced(attempt, async (tx) => {
        await store.appendEvent(tx, attempt.run.id, event);
      }),
    keepRemote: (attempt, remote) =>
      fenced(attempt, async (tx) => {
        await store.changeRow(tx, attempt.run.id, { remote });
      }),
    end: async (attempt, ending) => {
      running.delete(attempt.run.id);
      return fenced(attempt, (tx, row) => endRow({ tx, row, queue }, ending));
    },
    renewJobs: async (goneJobIds) => {
      let renewed = 0;
      for (const jobId of goneJobIds) if (await renewJob(rows, queue, jobId)) renewed += 1;
      return renewed;
    },
    close: stop,
  };
}

interface Beginning {
  tx: Rows;
  queue: Pick<Queue, 'enqueue'>;
}

async function beginRow({ tx, queue }: Beginning, job: Taken): Promise<store.RunRow | null> {
  const row = await store.lockRow(tx, job.runId);
  // A job that was replaced may still be delivered once.
  if (row === null || !store.ACTIVE_STATES.includes(row.state) || row.jobId !== (job.id ?? row.jobId))
    return null;
  if (row.cancelBy !== null && !store.hasRemoteJob(row)) {
    await finishRow(tx, row, { type: 'cancelled' });
    return null;
  }
  // Still `running` at its beginning: the worker of the last attempt ended without a word.
  const lost = row.lost + (row.state === 'running' ? 1 : 0);
  if (lost >= MOST_LOST) {
    await finishRow(tx, row, { type: 'failed', failure: workerLost() });
    return null;
  }
  if (row.state === 'running')
    await store.appendEvent(tx, row.id, { type: 'retried', reason: 'The process that trained it ended.' });
  const pause = row.state === 'running' ? pauseAfterLoss(lost) : 0;
  if (pause > 0) {
    const jobId = randomUUID();
    await store.changeRow(tx, row.id, { state: 'queued', lost, jobId });
    await queue.enqueue(tx, { runId: row.id, id: jobId, delaySeconds: pause });
    return null;
  }
  const attempt = row.attempt + 1;
  const begun = await store.changeRow(tx, row.id, { state: 'running', attempt, lost, startedAt: sql`now()` });
  // Tries during one outage are one interruption.
  if (row.outages === 0 || row.state === 'running')
    await store.appendEvent(tx, row.id, { type: 'started', attempt });
  return begun;
}

/** A Run without a living job, because its job was ended by hand or used up its retries, would wait for ever. */
const renewJob = (rows: Rows, queue: Pick<Queue, 'enqueue'>, jobId: string): Promise<boolean> =>
  rows.transaction(async (tx) => {
    const row = await store.lockRowOfJob(tx, jobId);
    if (row === null || !store.ACTIVE_STATES.includes(row.state)) return false;
    const id = randomUUID();
    await store.changeRow(tx, row.id, { jobId: id });
    await queue.enqueue(tx, { runId: row.id, id });
    return true;
  });

interface EndingRow {
  tx: Rows;
  row: store.RunRow;
  queue: Pick<Queue, 'enqueue'>;
}

async function endRow({ tx, row, queue }: EndingRow, ending: Ending): Promise<void> {
  if (ending.type !== 'retried') return finishRow(tx, row, ending);
  if (row.cancelBy !== null && !store.hasRemoteJob(row)) return finishRow(tx, row, { type: 'cancelled' });
  const { changes, delaySeconds, failure } = planRetry(row, ending.cause, new Date());
  if (failure) return finishRow(tx, row, { type: 'failed', failure });
  // A job of its own, so that the queue's count of retries tells nothing: the row counts what matters.
  const jobId = randomUUID();
  await store.changeRow(tx, row.id, { ...changes, state: 'queued', jobId });
  await queue.enqueue(tx, { runId: row.id, id: jobId, delaySeconds });
  if (changes.outages === 0) await store.appendEvent(tx, row.id, { type: 'retried', reason: ending.reason });
  else
    await store.appendEvent(tx, row.id, {
      type: 'progress',
      step: ending.reason,
      fraction: 0,
      etaSeconds: null,
    });
}

async function finishRow(
  tx: Rows,
  row: store.RunRow,
  ending: Exclude<Ending, { type: 'retried' }>,
): Promise<void> {
  const finishedAt = sql`now()`;
  switch (ending.type) {
    case 'succeeded': {
      const { artifactKey, bytes, headline } = ending;
      const storedBytes = sql`stored_bytes + ${bytes}`;
      await store.changeRow(tx, row.id, {
        state: 'succeeded',
        artifactKey,
        finishedAt,
        storedBytes,
        headline,
      });
      await store.appendEvent(tx, row.id, { type: 'succeeded', artifactKey });
      return;
    }
    case 'failed': {
      const { failure } = ending;
      await store.changeRow(tx, row.id, { state: 'failed', failure, finishedAt });
      await store.appendEvent(tx, row.id, { type: 'failed', failure });
      return;
    }
    case 'cancelled':
      await store.changeRow(tx, row.id, { state: 'cancelled', finishedAt });
      await store.appendEvent(tx, row.id, { type: 'cancelled', by: row.cancelBy ?? row.userId });
  }
}

/** After a lost connection: obeys the cancels whose notice was missed. */
async function recheck(rows: Rows, running: ReadonlyMap<string, AbortController>): Promise<void> {
  for (const [runId, controller] of running) {
    const row = await store.findRow(rows, runId);
    if (row?.cancelBy) controller.abort();
  }
}
