/**
 * The rest of an answer that nothing else holds: its embeds and files, kept for some days for the button "All figures", for
 * anybody in its server. In: a Reply. Out: the same by its id. Used by `/evaluate`.
 */
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { type Asker, KEPT_ID, keptDays, keptRecords, makeKeptId } from '../../storage/kept-records.ts';
import type { ObjectStore } from '../../storage/objects.ts';
import type { Reply } from '../reply.ts';

const answerSchema = z.object({
  id: z.string().regex(KEPT_ID),
  guildId: z.string().nullable(),
  userId: z.string(),
  embeds: z.array(
    z.object({
      title: z.string().optional(),
      description: z.string().optional(),
      color: z.number().optional(),
      fields: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    }),
  ),
  files: z.array(z.object({ name: z.string(), alt: z.string().nullable() })),
});
type KeptAnswer = z.infer<typeof answerSchema>;

const kept = keptRecords({ root: 'answers', file: 'answer.json' }, answerSchema);
/** Removes all of a person's in a server, with their files. @returns how many */
export const removeAnswers = kept.removeOf;
/** All of a person's, wherever they asked. @returns how many */
export const forgetAnswers = kept.forget;
export const removeExpiredAnswers = kept.removeExpired;

/** @returns its id */
export async function keepAnswer(
  objects: ObjectStore,
  { guildId, userId }: Asker,
  { embeds = [], files = [] }: Pick<Reply, 'embeds' | 'files'>,
): Promise<string> {
  const id = makeKeptId();
  for (const { name, data } of files) {
    if (typeof data === 'string') await objects.putFile(kept.dataKey(id, name), data);
    else await objects.putBytes(kept.dataKey(id, name), data);
  }
  const answer: KeptAnswer = {
    ...{ id, guildId, userId },
    embeds: embeds.map(({ title, description, color, fields }) => ({ title, description, color, fields })),
    files: files.map(({ name, alt = null }) => ({ name, alt })),
  };
  await kept.keep(objects, answer);
  return id;
}

/** @throws UserError `answer-expired`, the same whether it is gone, was never there or belongs elsewhere */
export async function openAnswer(objects: ObjectStore, id: string, guildId: string): Promise<Reply> {
  const answer = await kept.find(objects, id);
  if (answer === null || answer.guildId !== guildId)
    throw new UserError('answer-expired', { days: keptDays() });
  const files = answer.files.map(async ({ name, alt }) => ({
    name,
    alt,
    data: Buffer.from(await objects.getBytes(kept.dataKey(id, name))),
  }));
  return { embeds: answer.embeds, files: await Promise.all(files) };
}
