/**
 * A Consultation: one `/recommend` with everything that a later button, select or form of its reply needs, kept as
 * objects for some days. It outlives a restart and serves several bot processes; who may use it is checked here. The
 * id begins with the day, so what has expired is found by its key alone.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { datasetProfileSchema } from '../datasets/dataset.ts';
import { UserError } from '../errors.ts';
import { failureSchema } from '../failure.ts';
import { storedFileSchema } from '../files.ts';
import type { ObjectStore } from '../storage/objects.ts';
import { measuredResultSchema } from './rank/measured.ts';
import { hintsSchema } from './understand/hints.ts';
import { recommendOptionsSchema } from './understand/options.ts';

export const KEPT_DAYS = 7;
const ROOT = 'recommendations';
const DAY_MS = 86_400_000;
const ID = /^(\d{5})-([0-9a-f]{16})$/;

const consultationSchema = z.object({
  id: z.string().regex(ID),
  guildId: z.string().nullable(),
  userId: z.string(),
  description: z.string(),
  options: recommendOptionsSchema,
  /** What a chat model read in the description. */
  hints: hintsSchema.nullable(),
  dataset: storedFileSchema.nullable(),
  profile: datasetProfileSchema.nullable(),
  measured: measuredResultSchema.nullable(),
  /** Why the data could not be measured; it is not tried again. */
  measureFailure: failureSchema.nullable(),
});
export type Consultation = z.infer<typeof consultationSchema>;

/** Who asks, and where. */
export interface Asker {
  guildId: string | null;
  userId: string;
}

/** Where a Consultation is looked for before storage; `recent-consultations.ts` is one. */
export interface Recent {
  find(id: string): Consultation | null;
  remember(consultation: Consultation): void;
}

const askerSchema = consultationSchema.pick({ guildId: true, userId: true });

const today = () => Math.floor(Date.now() / DAY_MS);
const folderOf = (id: string) => `${ROOT}/${id.slice(0, 5)}/${id}`;
const recordKey = (id: string) => `${folderOf(id)}/consultation.json`;
/** The attached data; it goes when the Consultation goes. */
export const dataKey = (id: string, name: string) => `${folderOf(id)}/data/${name}`;

export function newConsultation(
  asker: Asker,
  asked: Pick<Consultation, 'description' | 'options'>,
): Consultation {
  return {
    ...asker,
    ...asked,
    id: `${String(today()).padStart(5, '0')}-${randomUUID().replaceAll('-', '').slice(0, 16)}`,
    hints: null,
    dataset: null,
    profile: null,
    measured: null,
    measureFailure: null,
  };
}

/** Stores it, in place of its older state. */
export async function keepConsultation(objects: ObjectStore, consultation: Consultation): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(consultation), 'utf8');
  await objects.putBytes(recordKey(consultation.id), bytes);
}

/**
 * For one who may see it: anybody in its server; in a direct message, its owner.
 * @param recent where it is looked for before storage, by those who cannot wait for that
 * @throws UserError `recommendation-expired`, the same whether it is gone, was never there or belongs elsewhere
 */
export async function openConsultation(
  objects: ObjectStore,
  id: string,
  asker: Asker,
  recent?: Recent,
): Promise<Consultation> {
  const day = Number(ID.exec(id)?.[1] ?? Number.NaN);
  if (!(today() - day <= KEPT_DAYS)) throw expired();
  const consultation = recent?.find(id) ?? (await readStored(objects, id));
  recent?.remember(consultation);
  const { guildId, userId } = consultation;
  if (guildId !== asker.guildId || (guildId === null && userId !== asker.userId)) throw expired();
  return consultation;
}

async function readStored(objects: ObjectStore, id: string): Promise<Consultation> {
  if (!(await objects.exists(recordKey(id)))) throw expired();
  const text = Buffer.from(await objects.getBytes(recordKey(id))).toString('utf8');
  return consultationSchema.parse(JSON.parse(text));
}

/**
 * For one who may change it or use its data: its owner alone.
 * @throws UserErrors `recommendation-expired`, `not-your-recommendation`
 */
export async function openOwnConsultation(
  objects: ObjectStore,
  id: string,
  asker: Asker,
  recent?: Recent,
): Promise<Consultation> {
  const consultation = await openConsultation(objects, id, asker, recent);
  if (consultation.userId === asker.userId) return consultation;
  throw new UserError('not-your-recommendation');
}

/** Removes all of a person's in a server, with their data. @returns how many */
export async function removeConsultations(objects: ObjectStore, asker: Asker): Promise<number> {
  const records = (await objects.list(ROOT)).filter((key) => key.endsWith('/consultation.json'));
  let removed = 0;
  for (const key of records) {
    const bytes = await objects.getBytes(key);
    const owner = askerSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    if (!owner.success || owner.data.userId !== asker.userId || owner.data.guildId !== asker.guildId)
      continue;
    await objects.deletePrefix(key.slice(0, -'consultation.json'.length));
    removed++;
  }
  return removed;
}

/** Removes Consultations, and their data, older than `KEPT_DAYS`. */
export async function removeExpired(objects: ObjectStore): Promise<void> {
  const keys = await objects.list(ROOT);
  const days = new Set(keys.map((key) => key.split('/')[1] ?? ''));
  for (const day of days) if (today() - Number(day) > KEPT_DAYS) await objects.deletePrefix(`${ROOT}/${day}`);
}

const expired = () => new UserError('recommendation-expired', { days: KEPT_DAYS });
