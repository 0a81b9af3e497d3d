/**
 * Only the person knows which column they mean: a select of the candidates instead of a guess. The request waits as a Draft;
 * `choose-column.ts` goes on with it.
 */
import type { DatasetProfile } from '../../src/datasets/dataset.ts';
import type { GuildContext } from '../../src/discord/command.ts';
import { draftKey, keepDraft, makeDraftId } from '../../src/discord/draft.ts';
import type { Downloaded } from '../../src/fetch/downloads.ts';
import { plain, safeFileName } from '../../src/text/escape.ts';
import { linesField } from '../../src/text/fit-embed.ts';
import { columnLines, columnSelect, openColumns } from '../column-choice.ts';
import type { FetchedFiles, FinetuneRequest } from './request.ts';

/** Nothing is queued yet. */
export async function askColumn(
  context: GuildContext,
  request: FinetuneRequest,
  { files, profile }: { files: FetchedFiles; profile: DatasetProfile },
): Promise<void> {
  const { t, services, guildId, person } = context;
  const columns = openColumns(profile, null);
  const id = makeDraftId();
  const { task, model, unfreeze, budget, seed, merge, consent } = request;
  const store = (file: Downloaded) => file.store(draftKey(id, safeFileName(file.local.name)));
  await keepDraft(services.objects, {
    id,
    guildId,
    userId: person.id,
    columns: columns.map(({ column }) => column),
    request: {
      ...{ task, model, unfreeze, budget, seed, merge, consent },
      dataset: await store(files.dataset),
      ...(files.test ? { test: await store(files.test) } : {}),
      ...(files.modelFile ? { modelFile: await store(files.modelFile) } : {}),
    },
  });
  const lines = columnLines(columns, t).map((line) => plain(line, 300));
  const listed = linesField(t('column.title'), lines);
  await context.respond.send({
    content: t('column.ask', { name: plain(profile.name, 100) }),
    embeds: listed ? [{ fields: [listed] }] : [],
    selects: [columnSelect(`finetune-column:${id}`, columns, t)],
    result: { question: 'target', candidates: columns, profile },
  });
}
