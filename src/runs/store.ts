/**
 * Rows of Runs and their events: the only writer of both tables. In: a connection or transaction. Out: Runs and
 * RunEvents, checked. Every change of state appends its event in the same transaction, which also notifies.
 * `runs.ts` composes these into what the rest of the bot calls.
 */
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, max, or, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { type RunSpec, runSpecSchema } from '../child/run-spec.ts';
import type { Rows } from '../database/database.ts';
import { failureSchema } from '../failure.ts';
import { mayRun, remoteStateSchema } from '../remote/job-state.ts';
import { headlineSchema } from '../report/short/headline.ts';
import { type RunEvent, runEventSchema } from './events.ts';
import { type Run, type RunPlace, runPlaceSchema } from './run.ts';
import { runEvents, runs } from './schema.ts';

export type RunRow = typeof runs.$inferSelect;
type Changes = PgUpdateSetSource<typeof runs>;

export const EVENTS_CHANNEL = 'run_events';
export const CANCEL_CHANNEL = 'run_cancel';

export const RUN_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type RunStateName = (typeof RUN_STATES)[number];
export const ACTIVE_STATES = ['queued', 'running'];
const FINAL_STATES = ['succeeded', 'failed', 'cancelled'];

export interface StoredEvent {
  id: number;
  at: Date;
  event: RunEvent;
}

export async function insertRun(
  tx: Rows,
  values: { id: string; jobId: string; spec: RunSpec; place: RunPlace; chat: string | null },
): Promise<RunRow> {
  const { spec, place, id, jobId, chat } = values;
  const [row] = await tx
    .insert(runs)
    .values({
      id,
      jobId,
      chat,
      storedBytes: bytesOf(spec),
      state: 'queued',
      guildId: place.guildId,
      userId: place.userId,
      spec,
      place,
    })
    .returning();
  return row!;
}

/** Of its attached files. */
const bytesOf = ({ dataset, test, modelFile }: RunSpec): number =>
  [dataset, test, modelFile].reduce((sum, file) => sum + (file?.bytes ?? 0), 0);

/** The row, locked until the transaction ends, so that states and events of one Run have one order. */
export async function lockRow(tx: Rows, id: string): Promise<RunRow | null> {
  const [row] = await tx.select().from(runs).where(eq(runs.id, id)).for('update');
  return row ?? null;
}

export async function lockRowOfJob(tx: Rows, jobId: string): Promise<RunRow | null> {
  const [row] = await tx.select().from(runs).where(eq(runs.jobId, jobId)).for('update');
  return row ?? null;
}

export async function findRow(rows: Rows, id: string): Promise<RunRow | null> {
  const [row] = await rows.select().from(runs).where(eq(runs.id, id));
  return row ?? null;
}

export async function changeRow(tx: Rows, id: string, changes: Changes): Promise<RunRow> {
  const [row] = await tx.update(runs).set(changes).where(eq(runs.id, id)).returning();
  return row!;
}

/** With its events. */
export async function deleteRow(tx: Rows, id: string): Promise<void> {
  await tx.delete(runs).where(eq(runs.id, id));
}

export interface ListFilter {
  guildId: string;
  userId?: string;
  /** Only what this person may see: their own, and what is in channels that they see. */
  seenBy?: { userId: string; channels: ReadonlySet<string> };
  state?: RunStateName;
  limit: number;
  /** So many are passed over. */
  offset?: number;
}

/** Newest first. */
export function listRows(rows: Rows, filter: ListFilter): Promise<RunRow[]> {
  const { guildId, userId, seenBy, state, offset = 0 } = filter;
  const inState = state === undefined ? undefined : eq(runs.state, state);
  const ofUser = userId === undefined ? undefined : eq(runs.userId, userId);
  const seen =
    seenBy &&
    or(
      eq(runs.userId, seenBy.userId),
      inArray(sql<string>`${runs.place}->>'channelId'`, [...seenBy.channels]),
    );
  return rows
    .select()
    .from(runs)
    .where(and(eq(runs.guildId, guildId), ofUser, inState, seen))
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(filter.limit)
    .offset(offset);
}

/** Oldest first. */
export function rowsInStates(rows: Rows, states: string[]): Promise<RunRow[]> {
  return rows
    .select()
    .from(runs)
    .where(inArray(runs.state, states))
    .orderBy(asc(runs.createdAt), asc(runs.id));
}

/** Of a chat, whose end is not posted; those that ended since `since`, or all. Oldest first. */
export function unannouncedRows(rows: Rows, chat: string | null, since?: Date): Promise<RunRow[]> {
  const ofChat = chat === null ? isNull(runs.chat) : eq(runs.chat, chat);
  const recent = since && gt(runs.finishedAt, since);
  return rows
    .select()
    .from(runs)
    .where(and(inArray(runs.state, FINAL_STATES), eq(runs.announced, false), ofChat, recent))
    .orderBy(asc(runs.createdAt), asc(runs.id));
}

/** Runs of 0.1.0 belong to no chat: the bot takes those of the servers that it is in. */
export async function adoptRows(rows: Rows, chat: string, guildIds: readonly string[]): Promise<void> {
  if (guildIds.length === 0) return;
  await rows
    .update(runs)
    .set({ chat })
    .where(and(isNull(runs.chat), inArray(runs.guildId, [...guildIds])));
}

/** State and number of Runs, for each state that there is. */
export async function countByState(rows: Rows): Promise<[string, number][]> {
  const found = await rows.select({ state: runs.state, count: count() }).from(runs).groupBy(runs.state);
  return found.map(({ state, count }) => [state, count]);
}

/** Runs that wait or train, of a server, of a person, or of all. */
export async function countActive(tx: Rows, of: { guildId?: string; userId?: string }): Promise<number> {
  const ofGuild = of.guildId === undefined ? undefined : eq(runs.guildId, of.guildId);
  const ofUser = of.userId === undefined ? undefined : eq(runs.userId, of.userId);
  const [row] = await tx
    .select({ count: count() })
    .from(runs)
    .where(and(ofGuild, ofUser, inArray(runs.state, ACTIVE_STATES)));
  return row!.count;
}

/** What a person asked for anywhere, and what was made of their messages with their consent. */
export const rowsOfPerson = (rows: Rows, userId: string): Promise<RunRow[]> =>
  rows
    .select()
    .from(runs)
    .where(or(eq(runs.userId, userId), sql`${runs.place}->'consent'->>'userId' = ${userId}`))
    .orderBy(asc(runs.createdAt), asc(runs.id));

/** Over since before then, oldest first; what could not be announced within days of trying is not waited for. */
export async function expiredRows(rows: Rows, before: Date): Promise<RunRow[]> {
  return rows
    .select()
    .from(runs)
    .where(and(inArray(runs.state, FINAL_STATES), lt(runs.finishedAt, before)))
    .orderBy(asc(runs.finishedAt))
    .limit(500);
}

/** Appends and notifies. Only the newest progress of a Run is kept, so that the table grows with the Runs alone. */
export async function appendEvent(tx: Rows, runId: string, event: RunEvent): Promise<number> {
  if (event.type === 'progress' || FINAL_STATES.includes(event.type)) await dropProgress(tx, runId);
  const [row] = await tx.insert(runEvents).values({ runId, event }).returning({ id: runEvents.id });
  const { id } = row!;
  await notify(tx, EVENTS_CHANNEL, JSON.stringify({ runId, eventId: id }));
  return id;
}

export async function notify(tx: Rows, channel: string, payload: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${channel}, ${payload})`);
}

export async function listEvents(rows: Rows, runId: string, afterId: number): Promise<StoredEvent[]> {
  const found = await rows
    .select()
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), gt(runEvents.id, afterId)))
    .orderBy(asc(runEvents.id));
  return found.map((row) => ({ id: row.id, at: row.at, event: runEventSchema.parse(row.event) }));
}

/** Id of the newest event of all Runs, 0 before the first. */
export async function lastEventId(rows: Rows): Promise<number> {
  const [row] = await rows.select({ id: max(runEvents.id) }).from(runEvents);
  return row?.id ?? 0;
}

/** The newest event of each Run that has one after `afterId`, oldest first. */
export async function newestEvents(
  rows: Rows,
  afterId: number,
): Promise<{ runId: string; eventId: number }[]> {
  const newest = max(runEvents.id);
  const found = await rows
    .select({ runId: runEvents.runId, eventId: newest })
    .from(runEvents)
    .where(gt(runEvents.id, afterId))
    .groupBy(runEvents.runId)
    .orderBy(newest);
  return found.map(({ runId, eventId }) => ({ runId, eventId: eventId ?? afterId }));
}

/** Whether a job of it may be at work at a service: then only a worker ends the Run, which ends that too. */
export function hasRemoteJob({ remote }: Pick<RunRow, 'remote'>): boolean {
  const { data } = remoteStateSchema.safeParse(remote);
  return data !== undefined && mayRun(data);
}

export function toRun(row: RunRow): Run {
  const base = {
    id: row.id,
    createdAt: row.createdAt,
    spec: runSpecSchema.parse(row.spec),
    place: runPlaceSchema.parse(row.place),
    chat: row.chat,
    progressMessageId: row.progressMessageId,
    announced: row.announced,
    ...(row.remote === null ? {} : { remote: remoteStateSchema.parse(row.remote) }),
  };
  const at = row.finishedAt ?? row.createdAt;
  switch (row.state) {
    case 'queued':
      return { ...base, state: 'queued' };
    case 'running':
      return { ...base, state: 'running', startedAt: row.startedAt ?? row.createdAt, attempt: row.attempt };
    case 'succeeded':
      return {
        ...base,
        state: 'succeeded',
        finishedAt: at,
        artifactKey: row.artifactKey ?? '',
        headline: row.headline === null ? null : headlineSchema.parse(row.headline),
      };
    case 'failed':
      return { ...base, state: 'failed', finishedAt: at, failure: failureSchema.parse(row.failure) };
    case 'cancelled':
      return { ...base, state: 'cancelled', finishedAt: at };
    default:
      throw new Error(`Run ${row.id} has the unknown state ${row.state}.`);
  }
}

async function dropProgress(tx: Rows, runId: string): Promise<void> {
  await tx
    .delete(runEvents)
    .where(and(eq(runEvents.runId, runId), sql`${runEvents.event}->>'type' = 'progress'`));
}
