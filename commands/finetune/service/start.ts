/** "Start for about $X" under the plan of a job at a service: its person's press, once, starts the Run. */
import { componentCommand } from '../../../src/discord/command.ts';
import { openDraft, removeDraft } from '../../../src/discord/draft.ts';
import { UserError } from '../../../src/errors.ts';
import { RUN_DEMANDS } from '../request.ts';
import { startFinetune } from '../start-finetune.ts';

/** Presses under way: a second one would be a second bill. */
const pressed = new Set<string>();

export const finetuneService = componentCommand({
  name: 'finetune-service',
  ...RUN_DEMANDS,
  async run(context, id) {
    const { services, guildId, person, respond } = context;
    await respond.deferUpdate();
    const draft = await openDraft(services.objects, id, { guildId, userId: person.id });
    if (!draft.agreed || pressed.has(id)) throw new UserError('outdated-command');
    pressed.add(id);
    try {
      await startFinetune(context, { ...draft.request, agreed: draft.agreed });
      await removeDraft(services.objects, id);
    } finally {
      pressed.delete(id);
    }
  },
});
