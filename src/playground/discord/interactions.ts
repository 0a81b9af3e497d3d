/**
 * A person's act → an interaction sent to the bot → the bot's answers, with the rules Discord keeps: 3 s for the
 * first response, 15 minutes of token, one acknowledgement, ephemeral answers. Routes in rest/interaction-routes.ts
 * call `acknowledge`, `followUp`, `original`; person-api.ts calls `start` and awaits the outcome.
 */
import { randomBytes } from 'node:crypto';
import type { APIMessage } from 'discord-api-types/v10';
import type { Choice } from '../schemas/command-schema.ts';
import type { Modal } from '../schemas/component-schema.ts';
import { EPHEMERAL, LOADING, type MessageBody } from '../schemas/message-schema.ts';
import {
  alreadyAcknowledged,
  expiredToken,
  unknownInteraction,
  unknownWebhook,
} from '../wire/discord-error.ts';
import { type Callback, requireFitting } from './callback.ts';
import type { Hub } from './hub.ts';
import { describeInteraction, type InteractionStart, metadataOf } from './interaction-payload.ts';
import type { Limits } from './limits.ts';
import type { MessageStore, NewFile } from './message-store.ts';
import type { NextId } from './snowflake.ts';
import type { World } from './world.ts';

/** What the person learns once the bot has answered, or has not. */
export type Outcome =
  | { kind: 'replied' | 'deferred'; messageId: string }
  | { kind: 'updated' | 'update-deferred' }
  | { kind: 'modal'; modal: Modal }
  | { kind: 'choices'; choices: Choice[] }
  | { kind: 'failed'; reason: string };

interface Interaction extends InteractionStart {
  id: string;
  token: string;
  createdMs: number;
  state: 'waiting' | 'acknowledged' | 'expired';
  /** The message that `@original` means. */
  originalId: string | null;
  settle: (outcome: Outcome) => void;
  timer: NodeJS.Timeout;
}

export interface Interactions {
  start(input: InteractionStart): { id: string; outcome: Promise<Outcome> };
  acknowledge(
    id: string,
    token: string,
    callback: Callback,
  ): { interaction: Interaction; message: APIMessage | null };
  followUp(token: string, body: MessageBody, files: readonly NewFile[]): APIMessage;
  /** Id of the message that `@original` or an id means under this token; throws where there is none. */
  target(token: string, messageId: string): string;
  /** Whether a token is one of ours, expired or not. */
  gaveOut(token: string): boolean;
  close(): void;
}

interface InteractionParts {
  world: World;
  nextId: NextId;
  now: () => number;
  hub: Hub;
  messages: MessageStore;
  limits: Limits;
  /** Sends INTERACTION_CREATE; false when no bot is connected. */
  dispatch: (payload: Record<string, unknown>) => boolean;
}

export function createInteractions(parts: InteractionParts): Interactions {
  const byId = new Map<string, Interaction>();
  const byToken = new Map<string, Interaction>();

  const expire = (interaction: Interaction) => {
    if (interaction.state !== 'waiting') return;
    interaction.state = 'expired';
    parts.hub.emit({
      type: 'interaction',
      userId: interaction.actor.member.user.id,
      interactionId: interaction.id,
      status: 'failed',
    });
    interaction.settle({ kind: 'failed', reason: 'The application did not respond' });
  };

  /** Forgets interactions whose token has run out. */
  const sweep = () => {
    for (const old of byId.values()) {
      if (parts.now() - old.createdMs < 2 * parts.limits.tokenMs) return;
      byId.delete(old.id);
      byToken.delete(old.token);
    }
  };

  const requireWaiting = (id: string, token: string): Interaction => {
    const interaction = byId.get(id);
    if (!interaction || interaction.token !== token || interaction.state === 'expired')
      throw unknownInteraction();
    if (interaction.state === 'acknowledged') throw alreadyAcknowledged();
    return interaction;
  };

  const requireToken = (token: string): Interaction => {
    const interaction = byToken.get(token);
    if (interaction?.state !== 'acknowledged') throw unknownWebhook();
    if (parts.now() - interaction.createdMs > parts.limits.tokenMs) throw expiredToken();
    return interaction;
  };

  /** Posts a message of the bot that answers this interaction. */
  const post = (interaction: Interaction, body: MessageBody, files: readonly NewFile[], flags: number) => {
    const ephemeral = ((body.flags ?? 0) | flags) & EPHEMERAL;
    return parts.messages.create({
      channelId: interaction.actor.place.channel.id,
      author: parts.world.bot,
      body,
      files,
      flags,
      visibleTo: ephemeral ? interaction.actor.member.user.id : null,
      extra: {
        application_id: parts.world.applicationId,
        webhook_id: parts.world.applicationId,
        interaction_metadata: metadataOf(interaction),
      },
    });
  };

  /** Carries out the first response; returns the message it made or changed, and what the person learns. */
  const respond = (
    interaction: Interaction,
    callback: Callback,
  ): { message: APIMessage | null; outcome: Outcome } => {
    switch (callback.type) {
      case 4: {
        const message = post(interaction, callback.body, callback.files, 0);
        interaction.originalId = message.id;
        return { message, outcome: { kind: 'replied', messageId: message.id } };
      }
      case 5: {
        const message = post(interaction, {}, [], LOADING | (callback.flags & EPHEMERAL));
        interaction.originalId = message.id;
        return { message, outcome: { kind: 'deferred', messageId: message.id } };
      }
      case 6:
        interaction.originalId = interaction.source?.id ?? null;
        return { message: null, outcome: { kind: 'update-deferred' } };
      case 7: {
        if (!interaction.source) throw unknownInteraction();
        interaction.originalId = interaction.source.id;
        const message = parts.messages.edit(interaction.source.id, callback.body, callback.files);
        return { message, outcome: { kind: 'updated' } };
      }
      case 8:
        return { message: null, outcome: { kind: 'choices', choices: callback.choices } };
      case 9:
        return { message: null, outcome: { kind: 'modal', modal: callback.modal } };
      case 1:
        throw unknownInteraction();
    }
  };

  return {
    start(input) {
      sweep();
      const id = parts.nextId();
      const token = randomBytes(48).toString('base64url');
      let settle: (outcome: Outcome) => void = () => {};
      const outcome = new Promise<Outcome>((resolve) => {
        settle = resolve;
      });
      const interaction: Interaction = {
        ...input,
        id,
        token,
        createdMs: parts.now(),
        state: 'waiting',
        originalId: null,
        settle,
        timer: setTimeout(() => expire(interaction), parts.limits.firstResponseMs),
      };
      byId.set(id, interaction);
      byToken.set(token, interaction);
      if (!parts.dispatch(describeInteraction(parts, interaction))) {
        clearTimeout(interaction.timer);
        expire(interaction);
      }
      return { id, outcome };
    },
    acknowledge(id, token, callback) {
      const interaction = requireWaiting(id, token);
      requireFitting(interaction, callback);
      const { message, outcome } = respond(interaction, callback);
      clearTimeout(interaction.timer);
      interaction.state = 'acknowledged';
      interaction.settle(outcome);
      return { interaction, message };
    },
    followUp(token, body, files) {
      const interaction = requireToken(token);
      // After a deferral the first follow-up fills the waiting message.
      const { originalId } = interaction;
      if (originalId && isLoading(parts, interaction)) return parts.messages.edit(originalId, body, files);
      return post(interaction, body, files, 0);
    },
    target(token, messageId) {
      const interaction = requireToken(token);
      if (messageId !== '@original') {
        const { message } = parts.messages.get(messageId);
        const own = message.webhook_id === parts.world.applicationId && message.author.bot;
        if (!own) throw unknownWebhook();
        return messageId;
      }
      if (!interaction.originalId) throw unknownWebhook();
      return interaction.originalId;
    },
    gaveOut: (token) => byToken.has(token),
    close() {
      for (const interaction of byId.values()) {
        clearTimeout(interaction.timer);
        expire(interaction);
      }
    },
  };
}

/** False as well where the deferred message was deleted: then the next follow-up is a message of its own. */
function isLoading(parts: InteractionParts, interaction: Interaction): boolean {
  const { originalId, actor } = interaction;
  const original = parts.messages
    .list(actor.place.channel.id)
    .find(({ message }) => message.id === originalId);
  return ((original?.message.flags ?? 0) & LOADING) !== 0;
}
