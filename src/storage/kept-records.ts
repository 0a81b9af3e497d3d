/**
 * Records that somebody's later click needs: kept as objects for some days, then gone with their data. In: a place of its
 * own for each kind of record, and its schema. Out: keeping, finding, removing. The id begins with the day, so what has
 * expired is found by its key alone. Used by `recommend/consultation.ts`, `discord/draft.ts`,
 * `discord/kept/answer.ts` and `discord/consent-requests.ts`.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ObjectStore } from './objects.ts';

export const KEPT_ID = /^(\d{5})-([0-9a-f]{16})$/;
const DAY_MS = 86_400_000;
let days = 7;

/** KEEP_RECOMMENDATIONS_DAYS; once, at the start. */
export function keepRecordsFor(configuredDays: number): void {
  days = configuredDays;
}
/** For how long records are kept that have no time of their own. */
export const keptDays = (): number => days;

/** Who asked, and where: null in a direct message. */
export interface Asker {
  guildId: string | null;
  userId: string;
}

interface KeptRecord extends Asker {
  id: string;
}

interface KeptRecords<T extends KeptRecord> {
  /** Where data that go with the record lie. */
  dataKey(id: string, name: string): string;
  /** Stores it, in place of its older state. */
  keep(objects: ObjectStore, record: T): Promise<void>;
  /** Null when it is gone, was never there, or is no id. */
  find(objects: ObjectStore, id: string): Promise<T | null>;
  remove(objects: ObjectStore, id: string): Promise<void>;
  /** All of a person's in one place, with their data. @returns how many */
  removeOf(objects: ObjectStore, asker: Asker): Promise<number>;
  /** Those that name a person anywhere, as who asked or as who agreed, with their data. @returns how many */
  forget(objects: ObjectStore, userId: string): Promise<number>;
  /** Those older than their days, with their data. */
  removeExpired(objects: ObjectStore): Promise<void>;
}

/** What of any record, also an older version's, tells whose it is. */
const askerSchema = z.object({ guildId: z.string().nullable(), userId: z.string() });

const today = () => Math.floor(Date.now() / DAY_MS);

export const makeKeptId = (): string =>
  `${String(today()).padStart(5, '0')}-${randomUUID().replaceAll('-', '').slice(0, 16)}`;

/** False too for what is no id. */
export const isKeptStill = (id: string, ofDays = keptDays()): boolean =>
  today() - Number(KEPT_ID.exec(id)?.[1] ?? Number.NaN) <= ofDays;

/** @param place the folder of these records, the file of each within its own folder, and how long they are kept. */
export function keptRecords<T extends KeptRecord>(
  { root, file, ...own }: { root: string; file: string; days?: number },
  schema: z.ZodType<T>,
): KeptRecords<T> {
  const folderOf = (id: string) => `${root}/${id.slice(0, 5)}/${id}`;
  const recordKey = (id: string) => `${folderOf(id)}/${file}`;
  const read = async (objects: ObjectStore, key: string): Promise<unknown> =>
    JSON.parse(Buffer.from(await objects.getBytes(key)).toString('utf8'));
  return {
    dataKey: (id, name) => `${folderOf(id)}/data/${name}`,
    keep: (objects, record) =>
      objects.putBytes(recordKey(record.id), Buffer.from(JSON.stringify(record), 'utf8')),
    find: async (objects, id) => {
      if (!isKeptStill(id, own.days) || !(await objects.exists(recordKey(id)))) return null;
      return schema.parse(await read(objects, recordKey(id)));
    },
    remove: (objects, id) => objects.deletePrefix(folderOf(id)),
    removeOf: async (objects, asker) => {
      let removed = 0;
      for (const key of await objects.list(root)) {
        if (!key.endsWith(`/${file}`)) continue;
        const { data } = askerSchema.safeParse(await read(objects, key));
        if (data?.userId !== asker.userId || data.guildId !== asker.guildId) continue;
        await objects.deletePrefix(key.slice(0, -file.length));
        removed += 1;
      }
      return removed;
    },
    forget: async (objects, userId) => {
      let removed = 0;
      for (const key of await objects.list(root)) {
        if (!key.endsWith(`/${file}`)) continue;
        // As text, so that a record of an older version goes too.
        const text = Buffer.from(await objects.getBytes(key)).toString('utf8');
        if (!text.includes(JSON.stringify(userId))) continue;
        await objects.deletePrefix(key.slice(0, -file.length));
        removed += 1;
      }
      return removed;
    },
    removeExpired: async (objects) => {
      const kept = new Set((await objects.list(root)).map((key) => key.split('/')[1] ?? ''));
      for (const day of kept)
        if (today() - Number(day) > (own.days ?? keptDays())) await objects.deletePrefix(`${root}/${day}`);
    },
  };
}
