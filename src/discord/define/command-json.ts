/** Command definitions → the JSON Discord registers, with names and descriptions in every locale we have. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { lookUp } from '../../text/localise.ts';
import type { ChatDefinition, Demands, MessageDefinition, OptionDefinition, Place } from './definition.ts';

const TYPES = {
  string: ApplicationCommandOptionType.String,
  integer: ApplicationCommandOptionType.Integer,
  boolean: ApplicationCommandOptionType.Boolean,
  attachment: ApplicationCommandOptionType.Attachment,
} as const;

/** English text and translations of one key. A definition without text is a bug, found by the tests. */
function texts(key: string): { text: string; localizations: { 'zh-CN': string } } {
  const text = lookUp('en', key);
  const chinese = lookUp('zh-CN', key);
  if (text === null || chinese === null) throw new Error(`no text for ${key} in knowledge/locales`);
  return { text, localizations: { 'zh-CN': chinese } };
}

const described = (key: string) => {
  const { text, localizations } = texts(key);
  return { description: text, description_localizations: localizations };
};

function optionJson(command: string, option: OptionDefinition) {
  const common = {
    name: option.name,
    name_localizations: texts(`option-name.${option.name}`).localizations,
    ...described(`option.${command}.${option.name}`),
    required: option.required ?? false,
  };
  switch (option.type) {
    case 'string':
      return {
        ...common,
        type: TYPES.string,
        ...(option.maxLength ? { max_length: option.maxLength } : {}),
        ...(option.autocomplete ? { autocomplete: true } : {}),
        ...(option.choices
          ? {
              choices: option.choices.map((value) => {
                const { text, localizations } = texts(`choice.${option.name}.${value}`);
                return { name: text, name_localizations: localizations, value };
              }),
            }
          : {}),
      };
    case 'integer':
      return {
        ...common,
        type: TYPES.integer,
        ...(option.min === undefined ? {} : { min_value: option.min }),
        ...(option.max === undefined ? {} : { max_value: option.max }),
      };
    case 'boolean':
    case 'attachment':
      return { ...common, type: TYPES[option.type] };
  }
}

/** Where a command is offered. https://docs.discord.com/developers/interactions/application-commands#contexts */
function contextsOf(where: Place, forUsers: boolean): InteractionContextType[] {
  if (where === 'guild') return [InteractionContextType.Guild];
  const ours = [InteractionContextType.Guild, InteractionContextType.BotDM];
  return forUsers ? [...ours, InteractionContextType.PrivateChannel] : ours;
}

const placed = ({ where, needs, forUsers = false }: Demands & { forUsers?: boolean }) => ({
  integration_types: forUsers
    ? [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall]
    : [ApplicationIntegrationType.GuildInstall],
  contexts: contextsOf(where, forUsers),
  // Everybody who may post in the channel, or who manages the server; a server's own settings override it.
  default_member_permissions: String(
    needs?.includes('managing') ? PermissionFlagsBits.ManageGuild : PermissionFlagsBits.SendMessages,
  ),
});

function chatCommandJson(definition: ChatDefinition) {
  return {
    type: ApplicationCommandType.ChatInput,
    name: definition.name,
    name_localizations: texts(`command-name.${definition.name}`).localizations,
    ...described(`command.${definition.name}`),
    ...placed(definition),
    options: [
      ...(definition.options ?? []).map((option) => optionJson(definition.name, option)),
      ...(definition.subcommands ?? []).map((subcommand) => ({
        type: ApplicationCommandOptionType.Subcommand,
        name: subcommand.name,
        name_localizations: texts(`subcommand-name.${definition.name}.${subcommand.name}`).localizations,
        ...described(`subcommand.${definition.name}.${subcommand.name}`),
        options: subcommand.options.map((option) =>
          optionJson(`${definition.name}.${subcommand.name}`, option),
        ),
      })),
    ],
  };
}

function messageCommandJson(definition: MessageDefinition) {
  const { text, localizations } = texts(`message-command.${definition.name}`);
  return {
    type: ApplicationCommandType.Message,
    name: text,
    name_localizations: localizations,
    ...placed(definition),
  };
}

/** All commands, as one registration. */
export const commandsJson = (commands: {
  chat: readonly { definition: ChatDefinition }[];
  message: readonly { definition: MessageDefinition }[];
}): RESTPostAPIApplicationCommandsJSONBody[] =>
  [
    ...commands.chat.map(({ definition }) => chatCommandJson(definition)),
    ...commands.message.map(({ definition }) => messageCommandJson(definition)),
  ] as RESTPostAPIApplicationCommandsJSONBody[];
