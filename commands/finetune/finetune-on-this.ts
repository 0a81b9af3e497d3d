/**
 * "Fine-tune on this" in a message's Apps menu: a Run on the file that was posted, with the defaults. Whose message it is
 * starts at once; others ask the author.
 */
import type { Consent } from '../../src/consent.ts';
import { type GuildContext, messageCommand, type TargetMessage } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { askConsent, isOwn } from '../consent/ask-consent.ts';
import { RUN_DEMANDS } from './request.ts';
import { startFinetune } from './start-finetune.ts';

export const finetuneOnThis = messageCommand({
  definition: { kind: 'message', name: 'finetune', ...RUN_DEMANDS },
  async run(context, message) {
    const { attachments } = message;
    if (attachments.length !== 1) throw new UserError('one-attachment', { count: attachments.length });
    if (isOwn(context, message)) return finetuneMessage(context, message, null);
    await askConsent(context, message, 'finetune');
  },
});

/** Of one's own, or with the consent of the author. */
export const finetuneMessage = (
  context: GuildContext,
  { content, attachments: [dataset] }: TargetMessage,
  consent: Consent | null,
): Promise<void> => startFinetune(context, { dataset, description: content, consent });
