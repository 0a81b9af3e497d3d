/**
 * One request to a fine-tuning service: the key goes to its host alone, redirects are refused, answers are limited in
 * time and size. What can be asked again is asked again when the network or the service fails. In: a path, a body and a schema. Out: what the schema reads from the answer.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isUserError, UserError } from '../errors.ts';

export interface Endpoint {
  name: string;
  /** Without a slash at its end. */
  url: string;
  key: string;
  /** Before the second try; doubled each time. */
  retryMs?: number;
}

interface Asked {
  method?: 'GET' | 'POST' | 'DELETE';
  json?: unknown;
  form?: FormData;
  signal: AbortSignal;
  /** False for what must not be done twice. */
  again?: boolean;
}

const REQUEST_MS = 120_000;
const TRIES = 5;
const RETRY_MS = 1_000;
const MOST_BYTES = 64 * 2 ** 20;
const REASON_CHARS = 300;
/** Worth another try: too many requests, or the service's own fault. */
const PASSING = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** @throws UserErrors `service-unreachable`, `service-key`, `service-not-found`, `service-refused` */
export async function askService<T>(
  endpoint: Endpoint,
  path: string,
  schema: z.ZodType<T>,
  asked: Asked,
): Promise<T> {
  const tries = asked.again === false ? 1 : TRIES;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const read = schema.safeParse(await askOnce(endpoint, path, asked));
      if (read.success) return read.data;
      const { path: where, message } = read.error.issues[0]!;
      throw new UserError('service-refused', {
        name: endpoint.name,
        reason: `${where.join('.')}: ${message}`,
      });
    } catch (error) {
      asked.signal.throwIfAborted();
      if (attempt >= tries || !(isUserError(error) && error.code === 'service-unreachable')) throw error;
      await wait((endpoint.retryMs ?? RETRY_MS) * 2 ** (attempt - 1), null, { signal: asked.signal });
    }
  }
}

async function askOnce({ name, url, key }: Endpoint, path: string, asked: Asked): Promise<unknown> {
  const { method = 'GET', json, form, signal } = asked;
  const limit = limited(signal);
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(form ? { body: form } : {}),
      redirect: 'error',
      signal: limit.signal,
    });
    text = await readLimited(response);
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new UserError('service-unreachable', { name, reason: causeOf(error) }, { cause: error });
  } finally {
    limit.end();
  }
  if (!response.ok) throw refusal(name, response.status, text);
  return parse(name, text);
}

/** A signal of one request, which leaves no listener behind: a job is asked for thousands of times under one signal. */
function limited(signal: AbortSignal) {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new Error('it took too long')), REQUEST_MS);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refusal(name: string, status: number, text: string): UserError {
  const reason = reasonOf(text) || String(status);
  if (PASSING(status)) return new UserError('service-unreachable', { name, reason: `${status}: ${reason}` });
  if (status === 401 || status === 403) return new UserError('service-key', { name, reason });
  if (status === 404) return new UserError('service-not-found', { name, reason });
  return new UserError('service-refused', { name, reason });
}

/** `{"error": {"message": …}}` of both services, `{"message": …}` of some gateways, or the text. */
function reasonOf(text: string): string {
  const found = /"message"\s*:\s*"((?:[^"\\]|\\.){1,600})"/.exec(text.slice(0, 10_000))?.[1] ?? text;
  return found.replaceAll('\\n', ' ').replaceAll('\\"', '"').trim().slice(0, REASON_CHARS);
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('service-refused', { name, reason: `no JSON: ${text.slice(0, 80)}` });
  }
}

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};

/** One that is gone already is no error. */
export async function dropFile(endpoint: Endpoint, id: string, signal: AbortSignal): Promise<void> {
  try {
    await askService(endpoint, `/files/${encodeURIComponent(id)}`, z.unknown(), { method: 'DELETE', signal });
  } catch (error) {
    if (!(isUserError(error) && error.code === 'service-not-found')) throw error;
  }
}

export const fileForm = (name: string, bytes: Uint8Array, fields: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([Buffer.from(bytes)], { type: 'application/jsonl' }), name);
  return form;
};
