/**
 * Writes docs/commands.md: every command with its options, as Discord is told of them. In: the definitions of `commands`. Run it
 * after a change (`node --import tsx scripts/command-catalogue.ts`); a test says when the document is stale.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { commands } from '../commands/index.ts';
import type { ChatCommand } from '../src/discord/command.ts';
import type { Demands, OptionDefinition } from '../src/discord/define/definition.ts';
import { lookUp } from '../src/text/localise.ts';

const text = (key: string): string => lookUp('en', key) ?? '';
const cell = (words: string): string => words.replaceAll('|', '\\|');

function where({ where: place, needs = [], unlisted, forUsers }: Demands & { forUsers?: boolean }): string {
  const words = [
    place === 'guild' ? 'in servers' : 'in servers and direct messages',
    ...(needs.includes('managing') ? ['for those who manage the server'] : []),
    ...(needs.includes('training') ? ['for those who may train'] : []),
    ...(needs.includes('announcing') ? ['where the bot may post'] : []),
    ...(forUsers ? ['anywhere for whoever installed it for themselves'] : []),
    ...(unlisted ? ['even in servers that ALLOWED_GUILDS does not list'] : []),
  ];
  return `*${words.join(', ')}*`;
}

function limits(option: OptionDefinition): string {
  switch (option.type) {
    case 'string':
      return [
        option.choices ? option.choices.map((choice) => `\`${choice}\``).join(', ') : 'text',
        ...(option.maxLength ? [`up to ${option.maxLength} characters`] : []),
        ...(option.autocomplete ? ['suggested while you type'] : []),
      ].join(', ');
    case 'integer':
      return `whole number${option.min === undefined ? '' : ` from ${option.min}`}${option.max === undefined ? '' : ` to ${option.max}`}`;
    case 'boolean':
      return 'yes or no';
    case 'attachment':
      return 'file';
  }
}

const table = (of: string, options: readonly OptionDefinition[]): string[] =>
  options.length === 0
    ? []
    : [
        '| Option | Value | Meaning |',
        '| --- | --- | --- |',
        ...options.map((option) => {
          const name = `\`${option.name}\`${option.required ? ' (needed)' : ''}`;
          return `| ${name} | ${cell(limits(option))} | ${cell(text(`option.${of}.${option.name}`))} |`;
        }),
        '',
      ];

function chatSection({ definition }: ChatCommand): string[] {
  const { name, options = [], subcommands = [] } = definition;
  return [
    `## /${name}`,
    '',
    `${text(`command.${name}`)}. ${where(definition)}`.replace(/([.?!])\. /, '$1 '),
    '',
    ...table(name, options),
    ...subcommands.flatMap((sub) => [
      `### /${name} ${sub.name}`,
      '',
      text(`subcommand.${name}.${sub.name}`),
      '',
      ...table(`${name}.${sub.name}`, sub.options),
    ]),
  ];
}

/** The whole document. */
export const commandCatalogue = (): string =>
  [
    '# Commands',
    '',
    'Made from the definitions in `commands` by `scripts/command-catalogue.ts`. Discord shows names and texts in the',
    'language of the reader; what is typed in scripts is what stands here.',
    '',
    ...commands.chat.flatMap(chatSection),
    '## On a message',
    '',
    'In the menu *Apps* of a message:',
    '',
    ...commands.message.map(
      ({ definition }) => `- **${text(`message-command.${definition.name}`)}**, ${where(definition)}`,
    ),
    '',
  ].join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(new URL('../docs/commands.md', import.meta.url), commandCatalogue());
