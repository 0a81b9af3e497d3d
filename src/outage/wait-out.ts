/**
 * Work that a storage, a database or a full disk interrupts → the same work, tried again until it succeeds, with waits
 * that double up to a quarter of a minute. Used by `work.ts` for what must
 * not be lost, the finished artifact and the Run's end, and at the start by database and storage.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { findOutage, type OutageKind } from './outage.ts';

const FIRST_WAIT_MS = 500;
/** A report is to be seen within a minute after the outage. */
const LONGEST_WAIT_MS = 15_000;

interface WaitOptions {
  signal: AbortSignal;
  log: Logger;
  /** After so long the outage is thrown. */
  limitMs: number;
  onOutage?: (kind: OutageKind) => void;
}

/** @throws what is no outage at once; the outage after the limit; the signal's reason when it is aborted meanwhile */
export async function waitOut<T>(work: () => Promise<T>, options: WaitOptions): Promise<T> {
  const startedAt = Date.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const outage = findOutage(error);
      if (outage === null || Date.now() - startedAt > options.limitMs) throw error;
      options.signal.throwIfAborted();
      const ms = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      options.log.warn({ outage: outage.kind, reason: outage.message, ms }, 'an outage; it is tried again');
      options.onOutage?.(outage.kind);
      await wait(ms, undefined, { signal: options.signal });
    }
  }
}
