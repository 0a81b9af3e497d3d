import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { commandCatalogue } from '../../scripts/command-catalogue.ts';
import { commandsJson } from '../../src/discord/define/command-json.ts';

it('docs/commands.md is what scripts/command-catalogue.ts writes', async () => {
  const document = await readFile(new URL('../../docs/commands.md', import.meta.url), 'utf8');
  expect(document).toBe(commandCatalogue());
});

it('tells of every command and option that Discord is told of', () => {
  const document = commandCatalogue();
  for (const { name, type, options = [] } of commandsJson(commands) as Registered[]) {
    expect(document).toContain(type === 3 ? `**${name}**` : `## /${name}\n`);
    for (const option of options) {
      const under = option.options ?? [option];
      for (const one of under) expect(document, name).toContain(`| \`${one.name}\``);
    }
  }
});

interface Registered {
  name: string;
  type: number;
  options?: { name: string; options?: { name: string }[] }[];
}

/** https://docs.discord.com/developers/interactions/application-commands: names, descriptions and values of one command. */
const MOST_CHARACTERS = 8_000;

it.each([null, 'zh-CN'])('no command is longer than Discord takes, in the language %s', (locale) => {
  for (const command of commandsJson(commands)) {
    const length = countCharacters(command, locale);
    expect(length, command.name).toBeGreaterThan(0);
    expect(length, command.name).toBeLessThanOrEqual(MOST_CHARACTERS);
  }
});

/** Of names, descriptions and values; of translations that of the language, where there is one. */
function countCharacters(node: unknown, locale: string | null): number {
  if (Array.isArray(node)) return node.reduce((sum: number, one) => sum + countCharacters(one, locale), 0);
  if (typeof node !== 'object' || node === null) return 0;
  const fields = new Map<string, unknown>(Object.entries(node));
  const word = (key: string) => {
    const translations = fields.get(`${key}_localizations`);
    const translated =
      locale !== null && typeof translations === 'object' && translations !== null
        ? new Map<string, unknown>(Object.entries(translations)).get(locale)
        : undefined;
    return String(translated ?? fields.get(key) ?? '').length;
  };
  const value = typeof fields.get('value') === 'string' ? String(fields.get('value')).length : 0;
  const below = ['options', 'choices'].map((key) => countCharacters(fields.get(key), locale));
  return word('name') + word('description') + value + below.reduce((sum, one) => sum + one, 0);
}
