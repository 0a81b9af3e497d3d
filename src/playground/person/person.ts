/**
 * A person at the playground, as a program: the client of the API below `/person`. Used by `say`, the demo and the
 * tests; the page uses the same endpoints. Every act resolves when the bot has answered (or has not within 3 s).
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { APIMessage } from 'discord-api-types/v10';
import type { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { MessageEvent, PlaygroundEvent } from '../discord/hub.ts';
import { OptionType } from '../discord/option-type.ts';
import { findSlashCommand, type OptionValue, optionsAt } from '../schemas/command-data.ts';
import type { Choice, Command } from '../schemas/command-schema.ts';
import { parseLine } from './parse-line.ts';
import type { Answer } from './person-acts.ts';
import { callPlayground, type Entrance, entranceOf } from './person-call.ts';
import { listenToEvents } from './person-events.ts';
import type { Session, sessionRequest } from './person-schema.ts';

export type { Answer } from './person-acts.ts';
export type { Session } from './person-schema.ts';
export type Message = APIMessage;
export type ChannelEvent = Pick<MessageEvent, 'kind' | 'message' | 'result'>;

export interface CommandCall {
  name: string;
  /** `[subcommand]` or `[group, subcommand]`. */
  path?: readonly string[];
  options?: Record<string, string | number | boolean>;
  /** Attachment options: option name → local path. */
  attachments?: Record<string, string>;
}

/** "Only you can see this". */
export const isEphemeral = (message: Message): boolean => ((message.flags ?? 0) & 64) !== 0;
/** "is thinking…": deferred and not yet answered. */
export const isThinking = (message: Message): boolean => ((message.flags ?? 0) & 128) !== 0;
/** Id of the interaction that the message answers, or null. */
export const interactionOf = (message: Message): string | null => message.interaction_metadata?.id ?? null;

export class Person {
  readonly session: Session;
  /** Resolves when the stream of events has ended: after `close`, or because the playground is gone. */
  readonly closed: Promise<void>;
  #onClosed: () => void = () => {};
  readonly #entrance: Entrance;
  readonly #stop = new AbortController();
  readonly #messageListeners = new Set<(event: ChannelEvent) => void>();
  readonly #eventListeners = new Set<(event: PlaygroundEvent) => void>();

  private constructor(entrance: Entrance, session: Session) {
    this.#entrance = entrance;
    this.session = session;
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve;
    });
  }

  /** Joins the playground at `url` (its page's address, with the key); throws a UserError where none answers. */
  static async connect(url: string, options: Partial<z.infer<typeof sessionRequest>> = {}): Promise<Person> {
    const entrance = entranceOf(url);
    const session = await callPlayground<Session>(entrance, 'POST', '/session', { body: options });
    const person = new Person(entrance, session);
    await listenToEvents(entrance, {
      session: session.id,
      signal: person.#stop.signal,
      onEvent: (event) => person.#receive(event),
      onEnd: () => person.#onClosed(),
    });
    return person;
  }

  commands(): Promise<Command[]> {
    return this.#call('GET', '/commands');
  }

  async messages(): Promise<{ message: Message; result?: unknown }[]> {
    return this.#call('GET', '/messages');
  }

  /** The level of the server's boosts, on which the size of files depends, as the page's switch sets it. */
  async boost(tier: 0 | 1 | 2 | 3): Promise<{ tier: number; uploadLimitBytes: number }> {
    return this.#call('PATCH', '/guild', { tier });
  }

  /** Runs a slash command; uploads the files of its attachment options first. */
  async runCommand(input: CommandCall): Promise<Answer> {
    return this.#call('POST', '/commands', { ...input, options: await this.#withUploads(input) });
  }

  /** Runs a line such as `/finetune dataset:./x.zip budget:90s`; attachment options name local files. */
  async runLine(line: string): Promise<Answer> {
    const { name, path, options } = parseLine(line);
    const known = optionsAt(findSlashCommand(await this.commands(), name), path);
    const isFile = (option: string) =>
      known.some((one) => one.name === option && one.type === OptionType.Attachment);
    const entries = Object.entries(options);
    return this.runCommand({
      name,
      path,
      options: Object.fromEntries(entries.filter(([option]) => !isFile(option))),
      attachments: Object.fromEntries(entries.filter(([option]) => isFile(option))),
    });
  }

  /** Choices for one option as it is being typed. */
  async autocomplete(input: CommandCall & { focused: string }): Promise<Choice[]> {
    const answer = await this.#call<Answer>('POST', '/autocomplete', input);
    return answer.kind === 'choices' ? answer.choices : [];
  }

  /** Presses a button, or chooses `values` of a select. */
  click(messageId: string, customId: string, values?: readonly string[]): Promise<Answer> {
    return this.#call('POST', '/components', { messageId, customId, values });
  }

  /** Sends the form that the interaction opened; field custom id → text, or chosen values; `files`: → local path. */
  async submitModal(
    interactionId: string,
    values: Record<string, string | string[]>,
    files: Record<string, string> = {},
  ): Promise<Answer> {
    const uploads: Record<string, string[]> = {};
    for (const [field, path] of Object.entries(files)) uploads[field] = [await this.#upload(path, field)];
    return this.#call('POST', '/modals', { interactionId, values: { ...values, ...uploads } });
  }

  useMessageCommand(name: string, messageId: string): Promise<Answer> {
    return this.#call('POST', '/message-commands', { name, messageId });
  }

  /** Posts a plain message with local files. */
  async post(content: string, files: readonly string[] = []): Promise<Message> {
    const uploads: string[] = [];
    for (const path of files) uploads.push(await this.#upload(path, 'file'));
    return this.#call('POST', '/messages', { content, uploads });
  }

  /** Hears of messages created, edited, deleted and annotated; returns the function that ends it. */
  onMessage(listener: (event: ChannelEvent) => void): () => void {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  }

  /** Hears of everything else too: command registration, the bot's coming and going, failed interactions. */
  onEvent(listener: (event: PlaygroundEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** Resolves with the first message, present or to come, for which `accept` says yes. */
  async waitForMessage(accept: (event: ChannelEvent) => boolean, timeoutMs = 10_000): Promise<ChannelEvent> {
    return new Promise((resolve, reject) => {
      const finish = (event: ChannelEvent) => {
        if (!accept(event)) return;
        stop();
        clearTimeout(timer);
        resolve(event);
      };
      const stop = this.onMessage(finish);
      const timer = setTimeout(() => {
        stop();
        reject(new UserError('no-message', { seconds: timeoutMs / 1000 }));
      }, timeoutMs);
      this.messages().then((all) => {
        for (const { message, result } of all) finish({ kind: 'update', message, result });
      }, reject);
    });
  }

  /** Resolves once the bot is connected and has registered a command. */
  async waitForCommands(timeoutMs = 10_000): Promise<Command[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const commands = await this.commands();
      if (commands.length > 0) return commands;
      if (Date.now() > deadline) {
        throw new UserError('no-commands', { seconds: timeoutMs / 1000 });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Saves an attachment to a local path, streaming. */
  async download(url: string, path: string): Promise<void> {
    const response = await fetch(url);
    if (!response.ok || !response.body) {
      throw new UserError('download-failed', { url, status: response.status });
    }
    await pipeline(
      Readable.fromWeb(response.body as import('node:stream/web').ReadableStream),
      createWriteStream(path),
    );
  }

  /** Leaves; the playground and its messages stay. */
  close(): void {
    this.#stop.abort();
  }

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return callPlayground<T>(this.#entrance, method, path, { body, session: this.session.id });
  }

  async #withUploads(input: CommandCall): Promise<Record<string, OptionValue>> {
    const options: Record<string, OptionValue> = { ...input.options };
    for (const [option, path] of Object.entries(input.attachments ?? {})) {
      options[option] = { upload: await this.#upload(path, option) };
    }
    return options;
  }

  async #upload(path: string, option: string): Promise<string> {
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) {
      const problem = found ? 'is not a file' : 'does not exist';
      throw new UserError('no-such-file', { option, path, problem });
    }
    const limit = this.session.uploadLimitBytes;
    if (found.size > limit) {
      throw new UserError('file-too-large', { path, size: found.size, limit });
    }
    const { id } = await callPlayground<{ id: string }>(
      this.#entrance,
      'POST',
      `/uploads?filename=${encodeURIComponent(basename(path))}`,
      { stream: createReadStream(path), session: this.session.id },
    );
    return id;
  }

  #receive(event: PlaygroundEvent): void {
    for (const listener of this.#eventListeners) listener(event);
    if (event.type !== 'message') return;
    const { kind, message, result } = event;
    for (const listener of this.#messageListeners)
      listener({ kind, message, ...(result === undefined ? {} : { result }) });
  }
}
