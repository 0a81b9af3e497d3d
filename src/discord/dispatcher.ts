/**
 * One interaction in, the command that answers it out: one branch an interaction kind. The only place that turns
 * errors into replies. `client.ts` calls `dispatch` for every interaction.
 */
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  Interaction,
  MessageComponentInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { isUserError, UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { truncate } from '../text/escape.ts';
import { lookUp, pickLocale } from '../text/localise.ts';
import type { CommandSet, Context, Services } from './command.ts';
import { readArguments } from './define/arguments.ts';
import type { Demands } from './define/definition.ts';
import { enforce } from './demands.ts';
import { contextOf, personOf, sightOf, situationOf } from './dispatch/context-of.ts';
import { FirstAnswers } from './dispatch/first-answers.ts';
import { errorReply } from './failure.ts';
import { modalJson, readModal } from './modal.ts';
import type { Observer } from './reply.ts';
import type { AnswerableInteraction } from './responder.ts';

interface Dispatcher {
  /** Never throws: what goes wrong is told to the person or logged. */
  dispatch(interaction: Interaction): Promise<void>;
}

export interface DispatcherOptions {
  commands: CommandSet;
  services: Services;
  log: Logger;
  observe: Observer;
  /** Hears how each interaction ended: its command, component or form by our name for it. */
  onAnswered?: (command: string, outcome: 'answered' | 'refused' | 'failed', seconds: number) => void;
}

/** What the functions below share. */
interface Edge extends DispatcherOptions {
  firstAnswers: FirstAnswers;
}

export function createDispatcher(dispatcherOptions: DispatcherOptions): Dispatcher {
  const options: Edge = { ...dispatcherOptions, firstAnswers: new FirstAnswers() };
  const atWork = new Set<string>();
  return {
    async dispatch(interaction) {
      if (interaction.isAutocomplete()) return autocomplete(interaction, options);
      if (interaction.isChatInputCommand()) return chat(interaction, options);
      if (interaction.isMessageContextMenuCommand()) return message(interaction, options);
      if (interaction.isMessageComponent()) return pressOnce(interaction, options, atWork);
      if (interaction.isModalSubmit()) return modal(interaction, options);
      options.log.warn({ type: interaction.type }, 'interaction of a kind we do not offer');
    },
  };
}

/** A second press while the first is at work is a slip of the finger: it is taken, and does nothing. */
async function pressOnce(
  interaction: MessageComponentInteraction,
  options: Edge,
  atWork: Set<string>,
): Promise<void> {
  const values = interaction.isStringSelectMenu() ? interaction.values : [];
  const press = JSON.stringify([interaction.user.id, interaction.message.id, interaction.customId, values]);
  if (atWork.has(press)) {
    await interaction
      .deferUpdate()
      .catch((err: unknown) => options.log.info({ err }, 'a second press was not acknowledged'));
    return;
  }
  atWork.add(press);
  try {
    await component(interaction, options);
  } finally {
    atWork.delete(press);
  }
}

const chat = (interaction: ChatInputCommandInteraction, options: Edge) =>
  answer(interaction, options, interaction.commandName, async (context, demand) => {
    const command = find(
      options.commands.chat,
      ({ definition }) => definition.name === interaction.commandName,
    );
    demand(command.definition);
    await command.run(context, readArguments(interaction, command.definition));
  });

const message = (interaction: MessageContextMenuCommandInteraction, options: Edge) =>
  answer(interaction, options, interaction.commandName, async (context, demand) => {
    const command = find(
      options.commands.message,
      ({ definition }) => lookUp('en', `message-command.${definition.name}`) === interaction.commandName,
    );
    demand(command.definition);
    const { id, url, content, attachments, author, webhookId } = interaction.targetMessage;
    await command.run(context, {
      id,
      url,
      author: { id: author.id, isBot: author.bot || author.system || webhookId !== null },
      content,
      attachments: attachments.map(({ url, name, size }) => ({ url, name, bytes: size })),
    });
  });

const component = (interaction: MessageComponentInteraction, options: Edge) => {
  const [name, argument] = splitId(interaction.customId);
  return answer(interaction, options, `component ${name}`, async (context, demand) => {
    const command = find(options.commands.components, (candidate) => candidate.name === name);
    demand(command);
    const form = await command.form?.(context, argument);
    if (form) return interaction.showModal(modalJson(form));
    await command.run(context, argument, interaction.isStringSelectMenu() ? interaction.values : []);
  });
};

const modal = (interaction: ModalSubmitInteraction, options: Edge) => {
  const [name, argument] = splitId(interaction.customId);
  return answer(interaction, options, `modal ${name}`, async (context, demand) => {
    const command = find(options.commands.modals, (candidate) => candidate.name === name);
    demand(command);
    const { fields, files } = readModal(interaction);
    await command.run(context, argument, fields, files);
  });
};

async function autocomplete(interaction: AutocompleteInteraction, options: DispatcherOptions): Promise<void> {
  try {
    const command = find(
      options.commands.chat,
      ({ definition }) => definition.name === interaction.commandName,
    );
    const focused = interaction.options.getFocused(true);
    const usable = command.definition.where === 'anywhere' || interaction.guildId !== null;
    const choices = await (usable ? command.autocomplete : undefined)?.({
      services: options.services,
      locale: pickLocale(interaction.locale),
      guildId: interaction.guildId,
      person: personOf(interaction),
      visibleChannels: sightOf(interaction),
      subcommand: interaction.options.getSubcommand(false),
      option: focused.name,
      typed: focused.value,
    });
    const shown = (choices ?? []).filter(({ value }) => value.length <= 100).slice(0, 25);
    await interaction.respond(shown.map(({ name, value }) => ({ name: truncate(name, 100), value })));
  } catch (error) {
    options.log.error({ err: error, command: interaction.commandName }, 'autocomplete failed');
  }
}

async function answer(
  interaction: AnswerableInteraction,
  options: Edge,
  command: string,
  run: (context: Context, demand: (demands: Demands) => void) => Promise<unknown>,
): Promise<void> {
  const log = options.log.child({ interactionId: interaction.id, command });
  options.firstAnswers.arrived(interaction.id);
  const context = await contextOf(interaction, { ...options, log });
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  try {
    await run(context, (demands) => enforce(demands, situationOf(interaction, context)));
    log.info({ ms: Math.round(seconds() * 1_000) }, 'command answered');
    options.onAnswered?.(command, 'answered', seconds());
  } catch (error) {
    options.onAnswered?.(command, isUserError(error) ? 'refused' : 'failed', seconds());
    await context.respond
      .sendPrivately(errorReply(error, context.locale, log))
      .catch((cause: unknown) => log.error({ err: cause }, 'the error could not be told'));
  } finally {
    options.firstAnswers.answered(interaction.id);
  }
}

const splitId = (customId: string): [name: string, argument: string] => {
  const colon = customId.indexOf(':');
  return colon < 0 ? [customId, ''] : [customId.slice(0, colon), customId.slice(colon + 1)];
};

function find<T>(list: readonly T[], matches: (item: T) => boolean): T {
  const found = list.find(matches);
  if (found) return found;
  throw new UserError('outdated-command');
}
