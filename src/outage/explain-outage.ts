/** An outage in words for a person: which part is away, that nothing of theirs is lost, and what helps. */
import { isUserError, UserError } from '../errors.ts';
import { findOutage, type OutageKind } from './outage.ts';

const MESSAGES = {
  'storage-unreachable':
    'My file storage cannot be reached at the moment, so I cannot take or give files. Nothing that was stored is lost; ' +
    "try again in some minutes. If this lasts, the bot's operator finds the reason in the log and checks STORAGE_URL.",
  'disk-full':
    'My disk is full, so I cannot take or make files at the moment. Nothing that was stored is lost; try again later. ' +
    "If this lasts, the bot's operator has to free space in DATA_DIR.",
  'database-away':
    'My database cannot be reached at the moment. Runs that were started are safe and go on when it is back; try ' +
    "again in some minutes. If this lasts, the bot's operator checks the server behind DATABASE_URL.",
} as const satisfies Record<OutageKind, string>;

export const outageError = (kind: OutageKind, cause?: unknown): UserError =>
  new UserError(kind, MESSAGES[kind], { cause });

/** What an entry point prints before it ends: a stack only where the fault is ours. */
export function lastWords(error: unknown): string {
  if (isUserError(error)) return error.message;
  const outage = findOutage(error);
  if (outage) return `${outageError(outage.kind).message} (${outage.message})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
