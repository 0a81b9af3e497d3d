/** "Fine-tune on this" in a message's Apps menu: a Run on the file somebody already posted, with the defaults. */
import { messageCommand } from '../../src/discord/command.ts';
import { UserError } from '../../src/errors.ts';
import { RUN_DEMANDS } from './request.ts';
import { startFinetune } from './start-finetune.ts';

export const finetuneOnThis = messageCommand({
  definition: { kind: 'message', name: 'finetune', ...RUN_DEMANDS },
  async run(context, message) {
    const [dataset, ...others] = message.attachments;
    if (!dataset || others.length > 0) {
      throw new UserError('one-attachment', { count: message.attachments.length });
    }
    await startFinetune(context, { dataset, description: message.content });
  },
});
