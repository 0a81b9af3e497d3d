/**
 * A Consultation: one `/recommend` with everything that a later button, select or form of its reply needs, kept as
 * objects for some days. It outlives a restart and serves several bot processes; who may use it is checked here. The
 * id begins with the day, so what has expired is found by its key alone.
 */
import { z } from 'zod';
import { consentSchema } from '../consent.ts';
import { datasetProfileSchema } from '../datasets/dataset.ts';
import { UserError } from '../errors.ts';
import { failureSchema } from '../failure.ts';
import { storedFileSchema } from '../files.ts';
import {
  type Asker,
  isKeptStill,
  KEPT_ID,
  keptDays,
  keptRecords,
  makeKeptId,
} from '../storage/kept-records.ts';
import type { ObjectStore } from '../storage/objects.ts';
import { measuredResultSchema } from './rank/measured.ts';
import { hintsSchema } from './understand/hints.ts';
import { recommendOptionsSchema } from './understand/options.ts';

const consultationSchema = z.object({
  id: z.string().regex(KEPT_ID),
  guildId: z.string().nullable(),
  userId: z.string(),
  description: z.string(),
  options: recommendOptionsSchema,
  /** What a chat model read in the description. */
  hints: hintsSchema.nullable(),
  dataset: storedFileSchema.nullable(),
  /** The column of the classes, as the person chose it. */
  target: z.string().nullable().default(null),
  profile: datasetProfileSchema.nullable(),
  measured: measuredResultSchema.nullable(),
  /** Why the data could not be measured; it is not tried again. */
  measureFailure: failureSchema.nullable(),
  /** Of the author of the message, where somebody else asked. */
  consent: consentSchema.nullable().default(null),
});
export type Consultation = z.infer<typeof consultationSchema>;

/** Where a Consultation is looked for before storage; `recent-consultations.ts` is one. */
export interface Recent {
  find(id: string): Consultation | null;
  remember(consultation: Consultation): void;
}

const kept = keptRecords({ root: 'recommendations', file: 'consultation.json' }, consultationSchema);

/** The attached data; it goes when the Consultation goes. */
export const { dataKey, removeExpired } = kept;
/** Stores it, in place of its older state. */
export const keepConsultation = kept.keep;
/** Removes all of a person's in a server, with their data. @returns how many */
export const removeConsultations = kept.removeOf;
/** Removes all that name a person, as who asked or as who agreed. @returns how many */
export const forgetConsultations = kept.forget;

export function newConsultation(
  asker: Asker,
  asked: Pick<Consultation, 'description' | 'options'> & Partial<Pick<Consultation, 'target'>>,
): Consultation {
  return {
    target: null,
    ...asker,
    ...asked,
    id: makeKeptId(),
    hints: null,
    dataset: null,
    profile: null,
    measured: null,
    measureFailure: null,
    consent: null,
  };
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
  const consultation = (isKeptStill(id) && recent?.find(id)) || (await kept.find(objects, id));
  if (!consultation) throw expired();
  recent?.remember(consultation);
  const { guildId, userId } = consultation;
  if (guildId !== asker.guildId || (guildId === null && userId !== asker.userId)) throw expired();
  return consultation;
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

const expired = () => new UserError('recommendation-expired', { days: keptDays() });
