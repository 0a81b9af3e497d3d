/** "Recommend a model for this" in a message's Apps menu: its text is the description, its file the data set. */
import { messageCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { newConsultation } from '../../src/recommend/consultation.ts';
import { startConsultation } from './answer.ts';

const DESCRIPTION_CHARS = 2_000;

export const recommendThis = messageCommand({
  definition: { kind: 'message', name: 'recommend', where: 'anywhere' },
  async run(context, message) {
    const [dataset = null, ...others] = message.attachments;
    if (others.length > 0 || (!dataset && message.content.trim() === '')) {
      throw new UserError('nothing-to-recommend', {
        files: message.attachments.length,
        characters: message.content.trim().length,
      });
    }
    await context.respond.defer();
    const asker = { guildId: context.guildId, userId: context.person.id };
    const description = message.content.slice(0, DESCRIPTION_CHARS);
    await startConsultation(
      context,
      newConsultation(asker, { description, options: {} }),
      { dataset },
      {
        dataOptional: description.trim() !== '',
      },
    );
  },
});
