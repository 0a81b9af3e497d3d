/**
 * Whatever a command throws → an ephemeral reply. A UserError is told in the person's language, an outage by the part
 * that is away; anything else is
 * a bug: logged with its stack under an id, and only the id is shown.
 */
import { randomBytes } from 'node:crypto';
import { isUserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { outageError } from '../outage/explain-outage.ts';
import { findOutage } from '../outage/outage.ts';
import { plainLines } from '../text/escape.ts';
import { describeUserError, type Locale, translator } from '../text/localise.ts';
import type { Reply } from './reply.ts';

/** The reply for `error`; logs bugs at `error` and refusals at `info`. */
export function errorReply(thrown: unknown, locale: Locale, log: Logger): Reply {
  const outage = isUserError(thrown) ? null : findOutage(thrown);
  if (outage) log.warn({ outage: outage.kind, reason: outage.message }, 'an outage');
  const error = outage ? outageError(outage.kind, thrown) : thrown;
  if (isUserError(error)) {
    log.info({ code: error.code }, 'request refused');
    const message = describeUserError(locale, error);
    return {
      content: `⚠️ ${plainLines(message, 1_900)}`,
      result: { error: { code: error.code, message } },
    };
  }
  const id = randomBytes(4).toString('hex');
  log.error({ err: error, errorId: id }, 'command failed');
  const message = translator(locale)('reply.bug', { id });
  return { content: `❌ ${message}`, result: { error: { code: 'bug', id, message } } };
}
