/** Who may train, and what the bot needs in a channel to announce a Run there. */
import { PermissionFlagsBits, type PermissionsBitField } from 'discord.js';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import type { ServerSettings } from '../runs/servers/settings.ts';
import type { Person } from './command.ts';

const NEEDED = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Embed Links': PermissionFlagsBits.EmbedLinks,
  'Attach Files': PermissionFlagsBits.AttachFiles,
} as const;

/**
 * @param permissions the bot's own permissions in the channel (`interaction.appPermissions`)
 * @throws UserError `bot-lacks-permission` naming what is missing.
 */
export function requireBotPermissions(
  permissions: Readonly<PermissionsBitField>,
  place: { isThread: boolean },
): void {
  const needed = Object.entries({
    ...NEEDED,
    ...(place.isThread ? { 'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads } : {}),
  }).filter(([name]) => !(place.isThread && name === 'Send Messages'));
  const missing = needed.filter(([, bit]) => !permissions.has(bit)).map(([name]) => name);
  if (missing.length === 0) return;
  throw new UserError('bot-lacks-permission', { missing: missing.join(', ') });
}

/**
 * The operator's roles are the operator's choice: who manages a server that the bot was invited to gains nothing by it. Those of
 * the server bind all but its managers, who could change them.
 * @throws UserError `not-a-trainer` when roles are named, there or here, and the person has none of them
 */
export function requireTrainer(
  person: Person,
  config: Pick<Config, 'trainerRoles'>,
  settings: Pick<ServerSettings, 'trainerRoles'>,
): void {
  requireRole(person, config.trainerRoles);
  if (!person.isManager) requireRole(person, settings.trainerRoles);
}

function requireRole(person: Person, roles: readonly string[]): void {
  if (roles.length === 0 || roles.some((role) => person.roles.includes(role))) return;
  throw new UserError('not-a-trainer', { roles: roles.map((role) => `<@&${role}>`).join(', ') });
}
