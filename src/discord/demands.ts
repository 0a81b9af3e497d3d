/**
 * What a command declares (`where`, `needs`) against who asks and where: nothing comes out when all holds, else the
 * UserError that says what is missing. Called by the dispatcher before every command, button, select and form.
 */
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import type { Person } from './command.ts';
import type { Demands } from './define/definition.ts';
import { requireTrainer } from './permissions.ts';

export interface Situation {
  guildId: string | null;
  person: Person;
  config: Pick<Config, 'trainerRoles'>;
  /** Throws a UserError when the bot lacks a permission it needs to announce a Run here. */
  requireBotPermissions: () => void;
}

/** @throws UserErrors `guild-only`, `not-a-trainer`, `bot-lacks-permission` */
export function enforce({ where, needs = [] }: Demands, situation: Situation): void {
  if (where === 'guild' && situation.guildId === null) throw guildOnly();
  if (needs.includes('training')) requireTrainer(situation.person, situation.config);
  if (needs.includes('announcing')) situation.requireBotPermissions();
}

const guildOnly = () => new UserError('guild-only');
