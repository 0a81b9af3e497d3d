/**
 * Somebody wants to use a message: its author may at once; for others a question to the author appears in the channel, with
 * buttons that the author alone may press. Discord's developer policy forbids training on what people wrote or attached
 * without their permission (https://support-dev.discord.com/hc/en-us/articles/8563934450327-Discord-Developer-Policy). Next: the author's
 * press, in `answer-consent.ts`.
 */
import type { Context, TargetMessage } from '../../src/discord/command.ts';
import type { ConsentRequest } from '../../src/discord/consent-requests.ts';
import { UserError } from '../../src/errors.ts';
import { keptDays } from '../../src/storage/kept-records.ts';
import { plain } from '../../src/text/escape.ts';

export const isOwn = ({ person }: Context, { author }: TargetMessage): boolean => author.id === person.id;

/** @throws UserError `author-cannot-agree` for messages of programs, and where the author is not at hand */
export async function askConsent(
  context: Context,
  message: TargetMessage,
  purpose: ConsentRequest['purpose'],
): Promise<void> {
  const { guildId, person, locale, respond, services, t } = context;
  const { author } = message;
  if (author.isBot || guildId === null) throw new UserError('author-cannot-agree');
  const asker = { guildId, userId: person.id, roles: [...person.roles], locale };
  const request = await services.consents.keep({ ...asker, purpose, message });
  const files = message.attachments.map(({ name }) => plain(name)).join(', ');
  await respond.send({
    content: t(files === '' ? 'consent.ask.words' : `consent.ask.${purpose}`, {
      author: `<@${author.id}>`,
      asker: `<@${person.id}>`,
      url: message.url,
      files,
      days: keptDays(),
    }),
    buttons: [
      { id: `consent-agree:${request.id}`, label: t('button.agree'), style: 'success' },
      { id: `consent-decline:${request.id}`, label: t('button.decline'), style: 'secondary' },
    ],
    calls: [author.id],
    result: { consent: 'asked', purpose, author: author.id, asker: person.id },
  });
}
