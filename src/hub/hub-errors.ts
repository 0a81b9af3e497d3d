/** Answers of the Hub, or none → UserErrors that say what to do. Used by everything that speaks with the Hub. */

import { UserError } from '../errors.ts';
import { timeLimit } from '../time-limit.ts';

export interface HubAccess {
  /** `https://huggingface.co` or a mirror of it. */
  endpoint: string;
  token?: string | undefined;
  /**
   * What the token may be used for: `owner/name`, `owner/*`, or `*`. Whoever may talk to the bot may name any repository,
   * so for the others it is not sent: what is private or gated to the operator's account is not there for them.
   */
  privateRepos?: readonly string[] | undefined;
}

/** Whether the operator's list (`owner/name`, `owner/*`, `*`) has this repository, whatever its revision. */
export function isListed(subject: Subject, list: readonly string[]): boolean {
  const [name = ''] = subject.toLowerCase().split('@', 1);
  return list.some((entry) => {
    const wanted = entry.toLowerCase();
    return (
      wanted === '*' || wanted === name || (wanted.endsWith('/*') && name.startsWith(wanted.slice(0, -1)))
    );
  });
}

/** Whether the operator's token is sent for it. */
export const mayOpen = (subject: Subject, access: HubAccess): boolean =>
  tokenFor(subject, access) !== undefined;

/** The token, for the repositories that the operator listed. */
const tokenFor = (subject: Subject, { token, privateRepos = [] }: HubAccess): string | undefined =>
  isListed(subject, privateRepos) ? token : undefined;

export type Fetch = typeof fetch;

/** What is being asked for: `owner/name`, or `owner/name@revision`. */
type Subject = string;

const isBelow = (input: Parameters<Fetch>[0], endpoint: string) =>
  new URL(input instanceof Request ? input.url : input).origin === new URL(endpoint).origin;

/** A request without a signal of its own (all but downloads) may take this long. */
const TIMEOUT_MS = 60_000;

interface HubFetchOptions {
  /** The person's own token is used to write. */
  writing?: boolean;
  signal?: AbortSignal | undefined;
}

/** `fetch`, with the token for what is listed, that throws a UserError for every answer that is no success, and for none. */
export function hubFetch(
  subject: Subject,
  access: HubAccess,
  { writing = false, signal }: HubFetchOptions = {},
): Fetch {
  const { endpoint } = access;
  const token = tokenFor(subject, access);
  return async (input, init) => {
    let response: Response;
    try {
      const headers = new Headers(init?.headers);
      // Files may lie elsewhere, and what lies elsewhere must not see the token.
      if (token !== undefined && isBelow(input, endpoint)) headers.set('authorization', `Bearer ${token}`);
      response = await fetch(input, {
        ...init,
        headers,
        signal: init?.signal ?? timeLimit(TIMEOUT_MS, ...(signal ? [signal] : [])),
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw hubUnreachable(subject, endpoint, cause);
    }
    // 416: the range begins at or behind the file's end; the download starts anew.
    if (response.ok || response.status === 416) return response;
    await response.body?.cancel();
    throw writing
      ? refusedWriting(subject, response.status)
      : refusedReading(subject, response, token !== undefined);
  };
}

const hubUnreachable = (subject: Subject, endpoint: string, cause: unknown) =>
  new UserError('hub-unreachable', { model: subject, endpoint, reason: reasonOf(cause) }, { cause });

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  if (inner instanceof Error && 'code' in inner) return String(inner.code);
  return cause.message;
}

function refusedReading(subject: Subject, response: Response, hasToken: boolean): UserError {
  const { status } = response;
  const code = response.headers.get('x-error-code');
  if (code === 'GatedRepo' || status === 403)
    return new UserError(hasToken ? 'hub-gated' : 'hub-gated-no-token', { model: subject, status });
  if (code === 'RevisionNotFound') return new UserError('hub-revision-not-found', { model: subject, status });
  if (status === 401 || status === 404) return new UserError('hub-not-found', { model: subject, status });
  return unwilling(subject, status);
}

function refusedWriting(subject: Subject, status: number): UserError {
  if (status === 401 || status === 403) return new UserError('hub-write-refused', { model: subject, status });
  return unwilling(subject, status);
}

const unwilling = (subject: Subject, status: number) =>
  new UserError(status === 429 ? 'hub-busy' : 'hub-error', { status, model: subject });
