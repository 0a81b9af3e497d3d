/**
 * What a command declares (`where`, `needs`) against who asks and where: nothing comes out when all holds, else the
 * UserError that says what is missing. Called by the dispatcher before every command, button, select and form.
 */
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import type { ServerSettings } from '../runs/servers/settings.ts';
import type { Person } from './command.ts';
import type { Demands } from './define/definition.ts';
import { requireTrainer } from './permissions.ts';

export interface Situation {
  guildId: string | null;
  /** The bot is in the server; a person may bring its commands along where it is not. */
  isMember: boolean;
  person: Person;
  config: Pick<Config, 'trainerRoles' | 'allowedGuilds'>;
  settings: Pick<ServerSettings, 'trainerRoles'>;
  /** Throws a UserError when the bot lacks a permission it needs to announce a Run here. */
  requireBotPermissions: () => void;
}

/** @throws UserErrors `guild-not-allowed`, `guild-only`, `not-a-member`, `not-a-manager`, `not-a-trainer`, `bot-lacks-permission` */
export function enforce({ where, needs = [], unlisted }: Demands, situation: Situation): void {
  if (!unlisted) requireAllowed(situation);
  if (where === 'guild' && situation.guildId === null) throw guildOnly();
  if (where === 'guild' && !situation.isMember) throw new UserError('not-a-member');
  if (needs.includes('managing') && !situation.person.isManager) throw new UserError('not-a-manager');
  if (needs.includes('training')) requireTrainer(situation.person, situation.config, situation.settings);
  if (needs.includes('announcing')) situation.requireBotPermissions();
}

/** Where the operator lists servers, nothing is done for others, nor in direct messages. */
function requireAllowed({ guildId, config: { allowedGuilds } }: Situation): void {
  if (allowedGuilds.length === 0 || (guildId !== null && allowedGuilds.includes(guildId))) return;
  throw new UserError('guild-not-allowed');
}

const guildOnly = () => new UserError('guild-only');
