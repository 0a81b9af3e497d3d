/** A chat-input interaction → the arguments its definition promises. */
import type { ChatInputCommandInteraction } from 'discord.js';
import type { ArgumentValue, ChatDefinition, OptionDefinition } from './definition.ts';

function read(interaction: ChatInputCommandInteraction, option: OptionDefinition): ArgumentValue {
  const required = option.required ?? false;
  switch (option.type) {
    case 'string':
      return interaction.options.getString(option.name, required) ?? undefined;
    case 'integer':
      return interaction.options.getInteger(option.name, required) ?? undefined;
    case 'boolean':
      return interaction.options.getBoolean(option.name, required) ?? undefined;
    case 'attachment': {
      const attachment = interaction.options.getAttachment(option.name, required);
      return attachment ? { url: attachment.url, name: attachment.name, bytes: attachment.size } : undefined;
    }
  }
}

/** Discord has checked the options against the registered definition; this only gathers them. */
export function readArguments(
  interaction: ChatInputCommandInteraction,
  definition: ChatDefinition,
): Record<string, ArgumentValue> {
  const subcommand = definition.subcommands?.find(
    ({ name }) => name === interaction.options.getSubcommand(false),
  );
  const options = subcommand?.options ?? definition.options ?? [];
  return {
    ...(subcommand ? { subcommand: subcommand.name } : {}),
    ...Object.fromEntries(options.map((option) => [option.name, read(interaction, option)])),
  };
}
