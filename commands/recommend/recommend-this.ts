/**
 * "Recommend a model for this" in a message's Apps menu: its text is the description, its file the data set. Whose message it
 * is gets the answer at once; others ask the author.
 */
import type { Consent } from '../../src/consent.ts';
import { type Context, messageCommand, type TargetMessage } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { newConsultation } from '../../src/recommend/consultation.ts';
import { askConsent, isOwn } from '../consent/ask-consent.ts';
import { startConsultation } from './answer.ts';

const DESCRIPTION_CHARS = 2_000;

export const recommendThis = messageCommand({
  definition: { kind: 'message', name: 'recommend', where: 'anywhere' },
  async run(context, message) {
    const { attachments, content } = message;
    const words = content.trim();
    if (attachments.length > 1 || (attachments.length === 0 && words === ''))
      throw new UserError('nothing-to-recommend', { files: attachments.length, characters: words.length });
    if (isOwn(context, message)) return recommendForMessage(context, message, null);
    await askConsent(context, message, 'recommend');
  },
});

/** Of one's own, or with the consent of the author. */
export async function recommendForMessage(
  context: Context,
  { content, attachments: [dataset] }: TargetMessage,
  consent: Consent | null,
): Promise<void> {
  await context.respond.defer();
  const asker = { guildId: context.guildId, userId: context.person.id };
  const description = content.slice(0, DESCRIPTION_CHARS);
  const consultation = { ...newConsultation(asker, { description, options: {} }), consent };
  await startConsultation(context, consultation, { dataset }, { dataOptional: description.trim() !== '' });
}
