/** An outage in words for a person: which part is away, that nothing of theirs is lost, and what helps. */
import { isUserError, UserError } from '../errors.ts';
import { findOutage, type OutageKind } from './outage.ts';

export const outageError = (kind: OutageKind, cause?: unknown): UserError =>
  new UserError(kind, {}, { cause });

/** What an entry point prints before it ends: a stack only where the fault is ours. */
export function lastWords(error: unknown): string {
  if (isUserError(error)) return error.message;
  const outage = findOutage(error);
  if (outage) return `${outageError(outage.kind).message} (${outage.message})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
