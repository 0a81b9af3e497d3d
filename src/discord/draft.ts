/**
 * A Draft: a `/finetune` that waits for the person's choice of a column, or for their yes to a price, with the files it came with, kept for some days.
 * In: the request, its files stored. Out: the same for its owner's click. Used by `commands/finetune`.
 */
import { z } from 'zod';
import { serviceJobSchema, UNFREEZE_MODES } from '../child/run-spec.ts';
import { consentSchema } from '../consent.ts';
import { UserError } from '../errors.ts';
import { storedFileSchema } from '../files.ts';
import { type Asker, KEPT_ID, keptDays, keptRecords, makeKeptId } from '../storage/kept-records.ts';
import type { ObjectStore } from '../storage/objects.ts';

const draftSchema = z.object({
  id: z.string().regex(KEPT_ID),
  guildId: z.string().nullable(),
  userId: z.string(),
  /** Names of the columns to choose from; a click says which by its place. */
  columns: z.array(z.string()),
  /** The options as they were given. */
  request: z.object({
    dataset: storedFileSchema,
    test: storedFileSchema.optional(),
    modelFile: storedFileSchema.optional(),
    task: z.string().optional(),
    model: z.string().optional(),
    unfreeze: z.enum(UNFREEZE_MODES).optional(),
    budget: z.string().optional(),
    seed: z.number().int().optional(),
    merge: z.boolean().optional(),
    target: z.string().optional(),
    consent: consentSchema.nullish(),
  }),
  /** What a job at a service may cost, as the person was asked. */
  agreed: serviceJobSchema.optional(),
});
export type Draft = z.infer<typeof draftSchema>;

const kept = keptRecords({ root: 'drafts', file: 'draft.json' }, draftSchema);

export const makeDraftId = makeKeptId;
export const { dataKey: draftKey, keep: keepDraft, remove: removeDraft } = kept;
/** Removes all of a person's in a server, with their files. @returns how many */
export const removeDrafts = kept.removeOf;
/** All that name a person, wherever they asked. @returns how many */
export const forgetDrafts = kept.forget;
export const removeExpiredDrafts = kept.removeExpired;

/** @throws UserErrors `draft-expired`, `not-your-draft` */
export async function openDraft(objects: ObjectStore, id: string, asker: Asker): Promise<Draft> {
  const draft = await kept.find(objects, id);
  if (draft === null || draft.guildId !== asker.guildId)
    throw new UserError('draft-expired', { days: keptDays() });
  if (draft.userId === asker.userId) return draft;
  throw new UserError('not-your-draft');
}
