/**
 * Why an attempt of a Run ended before the Run was over → what its row counts, how long it waits, or the Failure that ends
 * it. Pure. Called by `lifecycle.ts`. Only what the Run itself does, again and again, makes it fail; an outage waits.
 */

import { UserError } from '../errors.ts';
import type { Failure } from '../failure.ts';
import { outageError } from '../outage/explain-outage.ts';
import type { OutageKind } from '../outage/outage.ts';
import type { RunRow } from './store.ts';

/** A trainer that crashes this often is given up: it would crash again. */
const MOST_CRASHES = 3;
/** Processes a Run may lose, killed from outside: one that exhausts a machine's memory would do so again. */
export const MOST_LOST = 30;
/** So many of them go on at once: of a restart or two, nobody is to notice. */
const LOST_FREELY = 3;
const LONGEST_PAUSE = 900;
/** Seconds between tries during an outage: doubled each time, and short enough that a report is seen within a minute. */
const LONGEST_DELAY = 15;
/** An outage that lasts this long is somebody's fault after all. */
const LONGEST_OUTAGE_MS = 24 * 3_600_000;

/**
 * `stop`: its worker was asked to end, or lost the Run; `crash`: a fault of the trainer; `killed`: the trainer was ended
 * from outside; an OutageKind: storage, disk or database did not serve.
 */
export type RetryCause = 'stop' | 'crash' | 'killed' | OutageKind;

/**
 * Seconds before a Run that lost so many processes is taken again. Doubled with each, to a quarter of an hour: a machine that
 * restarts every minute costs it a try a quarter of an hour and not one a minute, and a Run that ends its worker each time
 * leaves the worker alone in between.
 */
export const pauseAfterLoss = (lost: number): number =>
  lost <= LOST_FREELY ? 0 : Math.min(LONGEST_PAUSE, 2 ** Math.min(lost - LOST_FREELY, 10));

interface Retry {
  changes: { crashes: number; lost: number; outages: number; outageSince: Date | null };
  delaySeconds: number;
  /** Null: it is tried again. */
  failure: Failure | null;
}

type Counts = Pick<RunRow, 'id' | 'crashes' | 'lost' | 'outages' | 'outageSince'>;

export function planRetry(row: Counts, cause: RetryCause, now: Date): Retry {
  const calm = { crashes: row.crashes, lost: row.lost, outages: 0, outageSince: null };
  switch (cause) {
    case 'stop':
      return { changes: calm, delaySeconds: 0, failure: null };
    case 'crash': {
      const crashes = row.crashes + 1;
      const failure = crashes >= MOST_CRASHES ? crashedTooOften(row.id, crashes) : null;
      return { changes: { ...calm, crashes }, delaySeconds: 1, failure };
    }
    case 'killed': {
      const lost = row.lost + 1;
      return {
        changes: { ...calm, lost },
        delaySeconds: Math.max(1, pauseAfterLoss(lost)),
        failure: lost >= MOST_LOST ? workerLost() : null,
      };
    }
    default:
      return waitForEnd(row, cause, now);
  }
}

function waitForEnd(row: Counts, kind: OutageKind, now: Date): Retry {
  const outages = row.outages + 1;
  const outageSince = row.outageSince ?? now;
  const tooLong = now.getTime() - outageSince.getTime() > LONGEST_OUTAGE_MS;
  return {
    changes: { crashes: row.crashes, lost: row.lost, outages, outageSince },
    delaySeconds: Math.min(LONGEST_DELAY, 2 ** Math.min(row.outages, 10)),
    failure: tooLong ? toFailure(outageError(kind)) : null,
  };
}

const toFailure = ({ code, message, context }: UserError): Failure => ({ code, message, context });

const crashedTooOften = (runId: string, crashes: number) =>
  toFailure(new UserError('trainer-crashed', { crashes, id: runId }));

export const workerLost = (): Failure => toFailure(new UserError('worker-lost'));
