/**
 * Answers to one interaction, in the order Discord allows: defer, then the reply (an edit of the deferred one),
 * then follow-ups. Every message is reported to the observer with its structured result.
 */
import {
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { ephemeralFlag, type Observer, payload, type Reply } from './reply.ts';

export type AnswerableInteraction =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

export interface Responder {
  /** Buys 15 minutes; must be called within 3 s. The person sees "thinking…", alone when `ephemeral`. Once is enough. */
  defer(options?: { ephemeral?: boolean }): Promise<void>;
  /** For buttons, selects and forms of a message: within 3 s; the answer then replaces that message. */
  deferUpdate(): Promise<void>;
  /** The answer; called again it edits the answer. `pending` tells scripts that a later edit completes it. */
  send(reply: Reply, options?: { ephemeral?: boolean; pending?: boolean }): Promise<void>;
  /** A further message. */
  followUp(reply: Reply, options?: { ephemeral?: boolean }): Promise<void>;
  /** For errors: only the person sees it, and a public "thinking…" disappears. */
  sendPrivately(reply: Reply): Promise<void>;
}

/** Invalid Webhook Token and Unknown Webhook: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const EXPIRED = [50_027, 10_015];
/** Interaction has already been acknowledged: the answer to our first request was lost. */
const ACKNOWLEDGED = 40_060;
/** Once more where the connection failed: whether Discord heard of it is not known, and twice is as good as once here. */
const askedAgain = <T>(request: () => Promise<T>): Promise<T> =>
  request().catch((error: unknown) => {
    if (error instanceof DiscordAPIError) throw error;
    return request();
  });

const isExpired = (error: unknown): boolean =>
  error instanceof DiscordAPIError && EXPIRED.includes(Number(error.code));

export class InteractionResponder implements Responder {
  readonly #interaction: AnswerableInteraction;
  readonly #observe: Observer;
  readonly #onAcknowledged: () => void;
  /** What stands in the channel: nothing, "thinking…", or a real answer. */
  #state: 'none' | 'deferred-public' | 'deferred-private' | 'deferred-update' | 'sent' = 'none';

  #isPublic = false;

  constructor(interaction: AnswerableInteraction, observe: Observer, onAcknowledged: () => void = () => {}) {
    this.#interaction = interaction;
    this.#observe = observe;
    this.#onAcknowledged = onAcknowledged;
  }

  async defer({ ephemeral = false }: { ephemeral?: boolean } = {}): Promise<void> {
    if (this.#state !== 'none') return;
    await this.#acknowledge(() => this.#interaction.deferReply(ephemeralFlag(ephemeral)));
    this.#state = ephemeral ? 'deferred-private' : 'deferred-public';
    this.#isPublic = !ephemeral;
  }

  async deferUpdate(): Promise<void> {
    const interaction = this.#interaction;
    if (interaction.isCommand() || (interaction.isModalSubmit() && !interaction.isFromMessage()))
      return this.defer();
    await this.#acknowledge(() => interaction.deferUpdate());
    this.#state = 'deferred-update';
  }

  /** Whoever asked is served by one process, so what was acknowledged already was so by us: then null. */
  async #acknowledge<T>(answer: () => Promise<T>): Promise<T | null> {
    let response: T | null = null;
    try {
      response = await askedAgain(answer);
    } catch (error) {
      if (!(error instanceof DiscordAPIError) || error.code !== ACKNOWLEDGED) throw error;
      // As discord.js notes it after a deferral that it heard of; without it no answer may follow.
      this.#interaction.deferred = true;
    }
    this.#onAcknowledged();
    return response;
  }

  async send(reply: Reply, { ephemeral = false, pending = false } = {}): Promise<void> {
    if (this.#state === 'none') {
      const response = await this.#acknowledge(() =>
        this.#interaction.reply({ ...payload(reply), ...ephemeralFlag(ephemeral), withResponse: true }),
      );
      this.#state = 'sent';
      if (response) return this.#report(response.resource?.message?.id, reply, pending);
    }
    const messageId = await askedAgain(() => this.#interaction.editReply(payload(reply))).then(
      ({ id }) => id,
      (error: unknown) => this.#sendLate(reply, error),
    );
    this.#state = 'sent';
    this.#report(messageId, reply, pending);
  }

  /** After 15 minutes only the bot's own right to post remains; what one person alone may see is not told with it. */
  async #sendLate(reply: Reply, error: unknown): Promise<string> {
    const { channel } = this.#interaction;
    if (!this.#isPublic || !isExpired(error) || !channel?.isSendable()) throw error;
    return (await channel.send(payload(reply))).id;
  }

  async followUp(reply: Reply, { ephemeral = false } = {}): Promise<void> {
    const message = await this.#interaction.followUp({ ...payload(reply), ...ephemeralFlag(ephemeral) });
    this.#report(message.id, reply, false);
  }

  async sendPrivately(reply: Reply): Promise<void> {
    switch (this.#state) {
      case 'none':
      case 'deferred-private':
        return this.send(reply, { ephemeral: true });
      case 'deferred-public':
        return this.#replaceThinking(reply);
      case 'deferred-update':
      case 'sent':
        return this.followUp(reply, { ephemeral: true });
    }
  }

  /** A follow-up to a public "thinking…" would take its place, in public: it goes first. */
  async #replaceThinking(reply: Reply): Promise<void> {
    const refused = await this.#interaction.deleteReply().then(
      () => null,
      (error: unknown) => error,
    );
    this.#state = 'sent';
    if (refused === null) return this.followUp(reply, { ephemeral: true });
    // Better in the channel than never: the answer would have stood there.
    this.#report(await this.#sendLate(reply, refused), reply, false);
  }

  #report(messageId: string | undefined, reply: Reply, pending: boolean): void {
    if (messageId) this.#observe(messageId, { ...reply.result, ...(pending ? { pending: true } : {}) });
  }
}
