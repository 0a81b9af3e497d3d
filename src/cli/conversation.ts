/**
 * One line said to the bot, and everything it answers until it is done: the reply, and for a Run its final report.
 * In: a Person and a line. Out: messages, each in its last form, handed to `onMessage` as they are complete. What
 * is complete is told by the structured result of each message (`pending`, `follow`, `final`, `error`).
 */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import {
  type Answer,
  type ChannelEvent,
  interactionOf,
  isThinking,
  type Message,
  type Person,
} from '../playground/person/person.ts';

const resultSchema = z.looseObject({
  /** A later edit of the same message completes it. */
  pending: z.boolean().optional(),
  /** The Run with this id goes on: its final message completes the answer. */
  follow: z.boolean().optional(),
  runId: z.string().optional(),
  state: z.string().optional(),
  final: z.boolean().optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
});
type MessageResult = z.infer<typeof resultSchema>;

type MessageRole = 'reply' | 'progress' | 'report';
export interface SaidMessage {
  role: MessageRole;
  message: Message;
  result: MessageResult;
}

interface ConversationOptions {
  /** Complete messages, in order. */
  onMessage: (said: SaidMessage) => void | Promise<void>;
  /** Each edit of a progress message. */
  onProgress?: (said: SaidMessage) => void;
}

/** How often it is asked whether the bot is still there. */
const PULSE_MS = 10_000;

/** @returns whether the bot answered without an error. Throws UserErrors when it could not be asked or went away. */
export async function say(
  person: Person,
  act: (person: Person) => Promise<Answer>,
  options: ConversationOptions,
): Promise<boolean> {
  const events: ChannelEvent[] = [];
  let wake = () => {};
  const stop = person.onMessage((event) => {
    events.push(event);
    wake();
  });
  let lost: unknown = null;
  const pulse = setInterval(() => {
    person.commands().catch((error: unknown) => {
      lost = error;
      wake();
    });
  }, PULSE_MS);
  // A playground that lives on may have cut the stream: nothing more would be heard.
  void person.closed.then(() => {
    lost ??= new UserError('playground-closed');
    wake();
  });
  try {
    const answer = await act(person);
    const listener = new Listener(answer, options);
    for (;;) {
      const event = events.shift();
      if (event) {
        const done = await listener.take(event);
        if (done !== null) return done;
        continue;
      }
      if (lost) throw lost;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (events.length > 0 || lost) resolve();
      });
    }
  } finally {
    stop();
    clearInterval(pulse);
  }
}

/** Says a line such as `/finetune dataset:./x.zip budget:90s`. */
export const sayLine = (person: Person, line: string, options: ConversationOptions): Promise<boolean> =>
  say(person, (one) => one.runLine(line), options);

class Listener {
  readonly #interactionId: string;
  readonly #options: ConversationOptions;
  #runId: string | null = null;
  /** What was heard of Runs before the reply said which one is ours. */
  readonly #early: SaidMessage[] = [];
  #progress: SaidMessage | null = null;

  constructor(answer: Answer, options: ConversationOptions) {
    if (answer.kind === 'failed') throw new UserError('no-answer', { reason: answer.reason });
    if (answer.kind === 'modal') {
      throw new UserError('form-opened');
    }
    this.#interactionId = answer.interactionId;
    this.#options = options;
  }

  /** @returns whether all went well, once the answer is complete; null before. */
  async take(event: ChannelEvent): Promise<boolean | null> {
    if (event.kind === 'delete' || event.result === undefined || isThinking(event.message)) return null;
    const result = resultSchema.parse(event.result);
    const { message } = event;
    if (interactionOf(message) === this.#interactionId)
      return this.#takeReply({ role: 'reply', message, result });
    if (result.runId === undefined) return null;
    const said: SaidMessage = { role: result.final ? 'report' : 'progress', message, result };
    if (this.#runId === null) this.#early.push(said);
    return this.#runId === result.runId ? this.#takeRun(said) : null;
  }

  async #takeReply(said: SaidMessage): Promise<boolean | null> {
    // Edits after the first complete form (a button's new state) add nothing.
    if (said.result.pending || this.#runId !== null) return null;
    await this.#options.onMessage(said);
    if (said.result.error) return false;
    if (!said.result.follow || said.result.runId === undefined) return true;
    this.#runId = said.result.runId;
    for (const early of this.#early.filter(({ result }) => result.runId === this.#runId)) {
      const done = await this.#takeRun(early);
      if (done !== null) return done;
    }
    return null;
  }

  async #takeRun(said: SaidMessage): Promise<boolean | null> {
    if (said.role === 'progress') {
      this.#progress = said;
      this.#options.onProgress?.(said);
      return null;
    }
    if (this.#progress) await this.#options.onMessage(this.#progress);
    await this.#options.onMessage(said);
    return said.result.state === 'succeeded';
  }
}
