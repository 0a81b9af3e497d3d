/**
 * The feed of new events: NOTIFY of the database → listeners in this process, whoever wrote the event. In: an open
 * Database. Out: `subscribe`. What was missed while a connection was lost is looked up when it is back.
 */
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { EVENTS_CHANNEL, lastEventId, newestEvents } from './store.ts';

const noticeSchema = z.object({ runId: z.string(), eventId: z.number().int() });
/** Says only that there is something new up to `eventId`: read it with `events(runId, lastSeen)`. */
export type EventNotice = z.infer<typeof noticeSchema>;

const POLL_MS = 15_000;

interface Feed {
  subscribe(listener: (notice: EventNotice) => void): () => void;
  close(): Promise<void>;
}

export async function openFeed(database: Database, log: Logger): Promise<Feed> {
  const listeners = new Set<(notice: EventNotice) => void>();
  let lastSeen = await lastEventId(database.rows);

  const publish = (notice: EventNotice): void => {
    lastSeen = Math.max(lastSeen, notice.eventId);
    for (const listener of listeners) {
      try {
        listener(notice);
      } catch (error) {
        log.error({ err: error, runId: notice.runId }, 'a listener of the event feed failed');
      }
    }
  };
  const catchUp = async (): Promise<void> => {
    for (const notice of await newestEvents(database.rows, lastSeen)) publish(notice);
  };

  const stop = await database.listen(
    EVENTS_CHANNEL,
    (payload) => publish(noticeSchema.parse(JSON.parse(payload))),
    () => {
      catchUp().catch((error: unknown) => log.error({ err: error }, 'missed events could not be looked up'));
    },
  );
  // A connection that is half open tells nothing; a missed notice is at most this late.
  const polling = setInterval(() => {
    catchUp().catch((error: unknown) => log.warn({ err: error }, 'events could not be looked up'));
  }, POLL_MS).unref();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      clearInterval(polling);
      await stop();
    },
  };
}
