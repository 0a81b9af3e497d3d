/**
 * Between the trainer child's stream of events and the store: only the kinds a trainer may send, progress and epochs
 * at most one a second each (the newest wins), written one after the other. In: `push`. Out: calls of `write`.
 */
import type { ChildEvent } from '../child/events.ts';
import type { Logger } from '../log.ts';

const INTERVAL_MS = 1_000;

interface Relay {
  push(event: ChildEvent): void;
  /** Writes what waits and resolves when everything is written. */
  finish(): Promise<void>;
}

export function relayEvents(write: (event: ChildEvent) => Promise<void>, log: Logger): Relay {
  const waiting = new Map<ChildEvent['type'], ChildEvent>();
  let writing: Promise<void> = Promise.resolve();
  let lastFlush = 0;
  let timer: NodeJS.Timeout | undefined;

  const enqueue = (event: ChildEvent): void => {
    // A lost event is a gap in what is shown; a lost Run is worse.
    writing = writing
      .then(() => write(event))
      .catch((error: unknown) => log.warn({ err: error, type: event.type }, 'an event was not stored'));
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    lastFlush = Date.now();
    for (const event of waiting.values()) enqueue(event);
    waiting.clear();
  };

  return {
    push: (event) => {
      if (event.type === 'dataset') {
        enqueue(event);
        return;
      }
      waiting.set(event.type, event);
      timer ??= setTimeout(flush, Math.max(0, lastFlush + INTERVAL_MS - Date.now()));
    },
    finish: () => {
      flush();
      return writing;
    },
  };
}
