/**
 * The tables of the store, as drizzle sees them. In: nothing. Out: `runs` and `runEvents`, used by `store.ts`;
 * `servers`, used by `servers/`.
 * After a change run `npx drizzle-kit generate --dialect postgresql --schema src/runs/schema.ts --out
 * src/database/migrations`; `database.ts` applies the folder at every start.
 */
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** One row a Run. JSON columns are checked with the zod schemas of `run.ts` when they are read. */
export const runs = pgTable(
  'runs',
  {
    id: text('id').primaryKey(),
    state: text('state').notNull(),
    guildId: text('guild_id').notNull(),
    userId: text('user_id').notNull(),
    place: jsonb('place').notNull(),
    spec: jsonb('spec').notNull(),
    /** The pg-boss job, made in the same transaction. */
    jobId: uuid('job_id').notNull(),
    /** Counts the starts; the fence against a worker that was given up and comes back. */
    attempt: integer('attempt').notNull().default(0),
    /** Counts the attempts that ended with a crash of the trainer. */
    crashes: integer('crashes').notNull().default(0),
    /** Counts the attempts whose process, worker or child, ended without a word: killed from outside. */
    lost: integer('lost').notNull().default(0),
    /** Counts the outages in a row that stopped it; nobody's fault, so it waits and is tried again. */
    outages: integer('outages').notNull().default(0),
    outageSince: moment('outage_since'),
    /** Bytes that it keeps in storage: attached files, then its artifact too. */
    storedBytes: bigint('stored_bytes', { mode: 'number' }).notNull().default(0),
    /** Which bot took it, on Discord or on a playground, and announces it; null for those of 0.1.0. */
    chat: text('chat'),
    createdAt: moment('created_at').notNull().defaultNow(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    artifactKey: text('artifact_key'),
    failure: jsonb('failure'),
    /** The figure that lists show; null before the end, and of earlier versions. */
    headline: jsonb('headline'),
    /** User id of the person who asked to cancel a running Run; its worker obeys. */
    cancelBy: text('cancel_by'),
    /** Of a Run whose work a service does: its files and its job there; null before, and for all others. */
    remote: jsonb('remote'),
    progressMessageId: text('progress_message_id'),
    announced: boolean('announced').notNull().default(false),
  },
  (table) => [
    index('runs_by_guild').on(table.guildId, table.createdAt),
    index('runs_by_state').on(table.state, table.announced),
  ],
);

export const runEvents = pgTable(
  'run_events',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    runId: text('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    at: moment('at').notNull().defaultNow(),
    event: jsonb('event').notNull(),
  },
  (table) => [index('run_events_by_run').on(table.runId, table.id)],
);

/** One row a server that was welcomed or has settings of its own. */
export const servers = pgTable('servers', {
  guildId: text('guild_id').primaryKey(),
  /** Checked with the schema of `servers/settings.ts`. */
  settings: jsonb('settings').notNull(),
  welcomedAt: moment('welcomed_at'),
});
