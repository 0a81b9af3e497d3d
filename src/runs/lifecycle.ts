/**
 * A Run in the hands of a worker: begin an attempt, report events, end it. Every step is fenced by the attempt's
 * number: a worker that was given up and comes back changes nothing. In: an open Database. Out: RunLifecycle, used
 * by `work.ts`.
 */
import { sql } from 'drizzle-orm';
import type { Database, Rows } from '../database/database.ts';
import type { Failure } from '../failure.ts';
import type { Logger } from '../log.ts';
import type { RunEvent } from './events.ts';
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
  | { type: 'succeeded'; artifactKey: string }
  | { type: 'failed'; failure: Failure }
  | { type: 'cancelled' }
  /** Back into the queue; `crash` counts against the limit of crashes. */
  | { type: 'retried'; reason: string; crash: boolean };

export interface RunLifecycle {
  /** Null when there is nothing to do: the Run is final, or was cancelled while its worker was lost. */
  begin(runId: string): Promise<Attempt | null>;
  /** False when the attempt is no longer the current one: stop working. */
  report(attempt: Attempt, event: RunEvent): Promise<boolean>;
  /** False when the attempt is no longer the current one: nothing was changed. */
  end(attempt: Attempt, ending: Ending): Promise<boolean>;
  /** Crashes of the Run's trainer so far. */
  crashes(runId: string): Promise<number>;
  /** Fails a Run whose workers were lost too often. */
  giveUp(runId: string): Promise<void>;
  close(): Promise<void>;
}

const LOST_FAILURE: Failure = {
  code: 'worker-lost',
  message:
    'The process that trained this Run ended each time before it could finish, so it was given up. Start it again ' +
    'with /finetune; if this repeats, a smaller data set, budget or model needs less memory.',
  context: {},
};

export async function openLifecycle(database: Database, log: Logger): Promise<RunLifecycle> {
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
    begin: async (runId) => {
      // Known before the row says `running`: from then on a cancel may come at any moment.
      const controller = new AbortController();
      running.set(runId, controller);
      const row = await rows.transaction((tx) => beginRow(tx, runId));
      if (row === null) {
        running.delete(runId);
        return null;
      }
      return { run: store.toRun(row), number: row.attempt, cancelled: controller.signal };
    },
    report: (attempt, event) =>
      fenced(attempt, async (tx) => {
        await store.appendEvent(tx, attempt.run.id, event);
      }),
    end: async (attempt, ending) => {
      running.delete(attempt.run.id);
      return fenced(attempt, (tx, row) => endRow(tx, row, ending));
    },
    crashes: async (runId) => (await store.findRow(rows, runId))?.crashes ?? 0,
    giveUp: (runId) =>
      rows.transaction(async (tx) => {
        const row = await store.lockRow(tx, runId);
        if (row === null || !store.ACTIVE_STATES.includes(row.state)) return;
        await endRow(tx, row, { type: 'failed', failure: LOST_FAILURE });
      }),
    close: stop,
  };
}

async function beginRow(tx: Rows, runId: string): Promise<store.RunRow | null> {
  const row = await store.lockRow(tx, runId);
  if (row === null || !store.ACTIVE_STATES.includes(row.state)) return null;
  if (row.cancelBy !== null) {
    await endRow(tx, row, { type: 'cancelled' });
    return null;
  }
  // Still `running` at its beginning: the worker of the last attempt ended without a word.
  if (row.state === 'running') {
    await store.appendEvent(tx, runId, { type: 'retried', reason: 'The process that trained it ended.' });
  }
  const attempt = row.attempt + 1;
  const begun = await store.changeRow(tx, runId, { state: 'running', attempt, startedAt: sql`now()` });
  await store.appendEvent(tx, runId, { type: 'started', attempt });
  return begun;
}

async function endRow(tx: Rows, row: store.RunRow, ending: Ending): Promise<void> {
  const finishedAt = sql`now()`;
  switch (ending.type) {
    case 'succeeded': {
      const { artifactKey } = ending;
      await store.changeRow(tx, row.id, { state: 'succeeded', artifactKey, finishedAt });
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
      return;
    case 'retried': {
      if (row.cancelBy !== null) return endRow(tx, row, { type: 'cancelled' });
      const crashes = row.crashes + (ending.crash ? 1 : 0);
      await store.changeRow(tx, row.id, { state: 'queued', crashes });
      await store.appendEvent(tx, row.id, { type: 'retried', reason: ending.reason });
    }
  }
}

/** After a lost connection: obeys the cancels whose notice was missed. */
async function recheck(rows: Rows, running: ReadonlyMap<string, AbortController>): Promise<void> {
  for (const [runId, controller] of running) {
    const row = await store.findRow(rows, runId);
    if (row?.cancelBy) controller.abort();
  }
}
