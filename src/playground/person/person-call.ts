/** One request of the person's API in, its JSON answer out; refusals and an absent playground become UserErrors. */

import { Readable } from 'node:stream';
import { UserError } from '../../errors.ts';
import { failureSchema } from '../../failure.ts';
import { KEY_HEADER } from '../access.ts';

/** Where a playground is and what lets a person in. */
export interface Entrance {
  /** `http://127.0.0.1:PORT` */
  base: string;
  key: string;
}

/** From the page's address, which carries the key. */
export function entranceOf(address: string): Entrance {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) throw new UserError('bad-address', { address });
  return { base: url.origin, key: url.searchParams.get('key') ?? '' };
}

interface CallOptions {
  body?: unknown;
  stream?: Readable;
  session?: string;
}

/** `path` is below `/person`; `stream` is sent as it is, `body` as JSON. */
export async function callPlayground<T>(
  { base, key }: Entrance,
  method: string,
  path: string,
  options: CallOptions,
): Promise<T> {
  const headers: Record<string, string> = {
    [KEY_HEADER]: key,
    ...(options.session ? { 'x-session': options.session } : {}),
  };
  const init: RequestInit & { duplex?: 'half' } = { method, headers };
  if (options.stream) {
    headers['content-type'] = 'application/octet-stream';
    init.body = Readable.toWeb(options.stream) as ReadableStream;
    init.duplex = 'half';
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  const response = await fetch(`${base}/person${path}`, init).catch((error: unknown) => {
    throw new UserError('no-playground', { base }, { cause: error });
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  throw errorOf(answer) ?? new UserError('playground-error', { status: response.status });
}

/** The playground's UserErrors arrive as they were thrown; what else it refuses, with its words. */
function errorOf(answer: unknown): UserError | null {
  const failure = failureSchema.safeParse(answer).data;
  if (failure === undefined) return null;
  return UserError.restore(failure) ?? new UserError('playground-refused', { message: failure.message });
}
