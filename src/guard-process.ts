/**
 * How an entry point ends. SIGINT and SIGTERM close it, then it leaves with 0; SIGUSR2 lets it finish its Runs first. An error that nobody caught may have left
 * anything half done: it is logged, everything is closed, and the process leaves with 1, to be started again by whoever
 * watches it. A rejection that nobody heard is logged, and the process goes on: it is one failed act, not a broken state.
 */
import type { Logger } from './log.ts';

/** Closing after an uncaught error must end, though what it waits for may be what broke. */
const LEAVE_MS = 20_000;

interface GuardOptions {
  log: Logger;
  /** Gives work back and closes what is open. */
  close: () => Promise<unknown>;
  onStop?: (signal: NodeJS.Signals) => void;
  /** Takes no more Runs and resolves when those at work are over; without it none are taken here. */
  drain?: () => Promise<unknown>;
}

/** @returns what closes and leaves with 1, for an end that the process itself decides on */
export function guardProcess({
  log,
  close,
  onStop = () => {},
  drain = async () => {},
}: GuardOptions): () => void {
  let leaving = false;
  const leave = (code: number): void => {
    leaving = true;
    if (code !== 0) setTimeout(() => process.exit(code), LEAVE_MS);
    close().then(
      () => process.exit(code),
      (error: unknown) => {
        log.fatal({ err: error }, 'not closed cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C leaves at once.
      if (leaving) process.exit(130);
      log.info({ signal }, 'stopping');
      onStop(signal);
      leave(0);
    });
  }
  let draining = false;
  process.on('SIGUSR2', () => {
    if (draining || leaving) return;
    draining = true;
    log.info('draining: no more Runs are taken; leaving when those at work are over');
    drain().then(
      () => leaving || leave(0),
      (error: unknown) => log.error({ err: error }, 'not drained; SIGTERM stops this process'),
    );
  });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an uncaught error; leaving');
    if (!leaving) leave(1);
  });
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'an unhandled rejection'));
  return () => {
    if (!leaving) leave(1);
  };
}
