/**
 * A promise of a library that works on bytes in memory → the same, but an error where it would never settle: a damaged archive
 * leaves some parsers waiting for the rest. In memory there is nothing to wait for, so a process that does nothing for a while
 * before the promise settles has been left. However long the work takes, it is not cut short.
 */
import { performance } from 'node:perf_hooks';

const IDLE_MS = 5_000;
/** Share of the time in which the event loop had something to do. */
const BUSY = 0.05;

/** @throws Error `it ends before its time` */
export async function whileBusy<T>(work: Promise<T>, idleMs = IDLE_MS): Promise<T> {
  let before = performance.eventLoopUtilization();
  let timer: NodeJS.Timeout | undefined;
  const left = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      if (utilization < BUSY) reject(new Error('it ends before its time'));
    }, idleMs);
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    clearInterval(timer);
  }
}
