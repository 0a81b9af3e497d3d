/**
 * The author's answer to the question of `ask-consent.ts`. "I agree" begins what was asked for, for the one who asked; the
 * consent is noted with the Run or the recommendation. "No" forgets the question.
 */
import type { Consent } from '../../src/consent.ts';
import { componentCommand, type GuildContext } from '../../src/discord/command.ts';
import type { ConsentRequest } from '../../src/discord/consent-requests.ts';
import { isUserError } from '../../src/errors.ts';
import { describeUserError, pickLocale, translator } from '../../src/text/localise.ts';
import { finetuneMessage } from '../finetune/finetune-on-this.ts';
import { recommendForMessage } from '../recommend/recommend-this.ts';

export const agreeButton = componentCommand({
  name: 'consent-agree',
  where: 'guild',
  async run(context, id) {
    await context.respond.deferUpdate();
    const request = await take(context, id);
    const { author, url } = request.message;
    const consent: Consent = { userId: author.id, at: new Date().toISOString(), messageUrl: url };
    context.log.info({ purpose: request.purpose, asker: request.userId, author: author.id }, 'consent given');
    await begin(forAsker(context, request), request, consent);
  },
});

export const declineButton = componentCommand({
  name: 'consent-decline',
  where: 'guild',
  async run(context, id) {
    await context.respond.deferUpdate();
    const { message } = await take(context, id);
    await context.respond.send({
      content: context.t('consent.declined', { author: `<@${message.author.id}>` }),
      result: { consent: 'declined', author: message.author.id },
    });
  },
});

const take = ({ services, guildId, person }: GuildContext, id: string): Promise<ConsentRequest> =>
  services.consents.take(id, { guildId, userId: person.id });

/** What comes now is theirs: their Run, their quota, their language. The right to train was asked for with the question. */
function forAsker(context: GuildContext, { userId, roles, ...asked }: ConsentRequest): GuildContext {
  const locale = pickLocale(asked.locale);
  const person = { id: userId, roles, isManager: false };
  return { ...context, person, locale, t: translator(locale) };
}

/** What stands in the way is told in the channel: the one who asked is not the one who pressed. */
async function begin(context: GuildContext, request: ConsentRequest, consent: Consent): Promise<void> {
  const { userId, message, purpose } = request;
  try {
    if (purpose === 'finetune') await finetuneMessage(context, message, consent);
    else await recommendForMessage(context, message, consent);
  } catch (error) {
    if (!isUserError(error)) throw error;
    const reason = describeUserError(context.locale, error);
    await context.respond.send({
      content: context.t('consent.in-vain', {
        author: `<@${consent.userId}>`,
        asker: `<@${userId}>`,
        reason,
      }),
      result: { error: { code: error.code, message: reason } },
    });
  }
}
