/** The select of columns under a `/finetune` that waits: the chosen one starts the Run, whose message replaces the question. */
import { componentCommand } from '../../src/discord/command.ts';
import { openDraft, removeDraft } from '../../src/discord/draft.ts';
import { UserError } from '../../src/errors.ts';
import { RUN_DEMANDS } from './request.ts';
import { startFinetune } from './start-finetune.ts';

export const finetuneColumn = componentCommand({
  name: 'finetune-column',
  ...RUN_DEMANDS,
  async run(context, id, [place]) {
    const { services, guildId, person, respond } = context;
    await respond.deferUpdate();
    const draft = await openDraft(services.objects, id, { guildId, userId: person.id });
    const target = draft.columns[Number(place)];
    if (target === undefined) throw new UserError('outdated-command');
    await startFinetune(context, { ...draft.request, target });
    await removeDraft(services.objects, id);
  },
});
