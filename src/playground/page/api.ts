/** The page's requests to the playground: JSON acts, uploads, the stream of events. */

import type { PlaygroundEvent } from '../discord/hub.ts';
import type { Answer } from '../person/person-acts.ts';
import type { Session } from '../person/person-schema.ts';
import type { OptionValue } from '../schemas/command-data.ts';
import type { Choice, Command } from '../schemas/command-schema.ts';
import type { Message } from './message/message-view.ts';

/** What the playground refused, in words for the person. */
class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface CommandCall {
  name: string;
  path: string[];
  options: Record<string, OptionValue>;
}

/** Whether the playground is one of another start, whose key this page does not have. */
export const lacksKey = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'playground-key';

let sessionId = '';

async function call<T>(method: string, path: string, body?: unknown, type = 'application/json'): Promise<T> {
  const headers: Record<string, string> = { 'x-session': sessionId };
  if (body !== undefined) headers['content-type'] = type;
  const payload = body instanceof Blob ? body : body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(`/person${path}`, { method, headers, body: payload });
  const answer = (await response.json()) as T & { code?: string; message?: string };
  if (!response.ok) throw new Refusal(answer.code ?? 'failed', answer.message ?? response.statusText);
  return answer;
}

/** Who is wished for: see `sessionRequest`; nobody named is the owner. */
export async function connect(
  locale: string,
  wish: { name?: string; admin?: boolean } = {},
): Promise<Session> {
  const session = await call<Session>('POST', '/session', { locale, ...wish });
  sessionId = session.id;
  return session;
}
export const changeLocale = (locale: string) => call('PATCH', '/session', { locale });
export const changeTier = (tier: number) =>
  call<{ tier: number; uploadLimitBytes: number }>('PATCH', '/guild', { tier });
export const getCommands = () => call<Command[]>('GET', '/commands');
export const getMessages = () => call<{ message: Message; result?: unknown }[]>('GET', '/messages');
export const runCommand = (input: CommandCall) => call<Answer>('POST', '/commands', input);
export const useComponent = (messageId: string, customId: string, values?: string[]) =>
  call<Answer>('POST', '/components', { messageId, customId, values });
export type FormValues = Record<string, string | string[]>;
export const submitModal = (interactionId: string, values: FormValues) =>
  call<Answer>('POST', '/modals', { interactionId, values });
export const useMessageCommand = (name: string, messageId: string) =>
  call<Answer>('POST', '/message-commands', { name, messageId });
export const post = (content: string, uploads: string[]) => call('POST', '/messages', { content, uploads });

export async function autocomplete(input: CommandCall & { focused: string }): Promise<Choice[]> {
  const answer = await call<Answer>('POST', '/autocomplete', input);
  return answer.kind === 'choices' ? answer.choices : [];
}

export async function upload(file: File): Promise<string> {
  const path = `/uploads?filename=${encodeURIComponent(file.name)}`;
  const { id } = await call<{ id: string }>('POST', path, file, 'application/octet-stream');
  return id;
}

/** Streams events; `onState` hears whether the stream flows. The browser reconnects by itself. */
export function listen(
  onEvent: (event: PlaygroundEvent) => void,
  onState: (open: boolean) => void,
): EventSource {
  const source = new EventSource(`/person/events?session=${sessionId}`);
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  source.onmessage = ({ data }: MessageEvent<string>) => onEvent(JSON.parse(data) as PlaygroundEvent);
  return source;
}
