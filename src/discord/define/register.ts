/** Registers the commands with Discord, but only when what is registered differs: registration is rate-limited. */
import { isDeepStrictEqual } from 'node:util';
import { type REST, type RESTPostAPIApplicationCommandsJSONBody, Routes } from 'discord.js';
import type { Logger } from '../../log.ts';

/** Fields we set; Discord adds ids, versions and defaults around them. */
const COMPARED = [
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'options',
  'contexts',
  'integration_types',
  'default_member_permissions',
  'required',
  'choices',
  'autocomplete',
  'min_value',
  'max_value',
  'max_length',
  'value',
];

/** Only what is compared, without defaults (null, false, empty) that one side spells out and the other omits. */
function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== 'object' || value === null) return value;
  const isTranslations = !('name' in value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isTranslations || COMPARED.includes(key))
      .filter(([, field]) => field !== null && field !== undefined && field !== false && field !== '')
      .filter(([, field]) => !(Array.isArray(field) && field.length === 0))
      .map(([key, field]) => [key, normalise(field)] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

const byName = (commands: readonly { name: string; type?: number }[]) =>
  Object.fromEntries(commands.map((command) => [`${command.type ?? 1} ${command.name}`, normalise(command)]));

/** True when both lists mean the same commands, in whatever order. */
export const sameCommands = (
  wanted: readonly { name: string; type?: number }[],
  registered: readonly { name: string; type?: number }[],
): boolean => isDeepStrictEqual(byName(wanted), byName(registered));

/** @returns whether anything was sent. */
export async function registerCommands(options: {
  rest: REST;
  applicationId: string;
  commands: RESTPostAPIApplicationCommandsJSONBody[];
  log: Logger;
}): Promise<boolean> {
  const route = Routes.applicationCommands(options.applicationId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const registered = (await options.rest.get(route, { query })) as { name: string; type?: number }[];
  if (sameCommands(options.commands, registered)) return false;
  await options.rest.put(route, { body: options.commands });
  options.log.info({ commands: options.commands.map((command) => command.name) }, 'commands registered');
  return true;
}
