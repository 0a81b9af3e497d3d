/** The bot's registered commands: global and of a guild, replaced, created, edited, deleted, and who sees which. */
import type { Command, CommandBody } from '../schemas/command-schema.ts';
import { unknownCommand } from '../wire/discord-error.ts';
import type { NextId } from './snowflake.ts';
import { type Member, type Place, permissionsOf } from './world.ts';

export interface CommandBook {
  list(guildId?: string): Command[];
  get(id: string, guildId?: string): Command;
  /** Replaces all commands of a scope; a command of the same type and name keeps its id. */
  replace(bodies: readonly CommandBody[], guildId?: string): Command[];
  /** Creates, or overwrites the command of the same type and name. */
  upsert(body: CommandBody, guildId?: string): { command: Command; created: boolean };
  edit(id: string, body: CommandBody, guildId?: string): Command;
  delete(id: string, guildId?: string): void;
  /** Commands that a member may use in a guild's channel. */
  visibleTo(place: Place, member: Member): Command[];
}

export function createCommandBook(applicationId: string, nextId: NextId, onChange: () => void): CommandBook {
  const scopes = new Map<string, Command[]>();
  const list = (guildId?: string) => scopes.get(guildId ?? '') ?? [];
  const store = (commands: Command[], guildId?: string) => {
    scopes.set(guildId ?? '', commands);
    onChange();
  };
  const complete = (body: CommandBody, id: string, guildId?: string): Command => ({
    ...(body.type === 3 ? { description: '' } : {}),
    ...body,
    id,
    application_id: applicationId,
    ...(guildId ? { guild_id: guildId } : {}),
    version: nextId(),
  });
  const same = (a: CommandBody, b: CommandBody) => a.type === b.type && a.name === b.name;
  const get = (id: string, guildId?: string) => {
    const found = list(guildId).find((command) => command.id === id);
    if (!found) throw unknownCommand();
    return found;
  };

  return {
    list,
    get,
    replace(bodies, guildId) {
      const old = list(guildId);
      const commands = bodies.map((body) =>
        complete(body, old.find((one) => same(one, body))?.id ?? nextId(), guildId),
      );
      store(commands, guildId);
      return commands;
    },
    upsert(body, guildId) {
      const old = list(guildId).find((one) => same(one, body));
      const command = complete(body, old?.id ?? nextId(), guildId);
      store([...list(guildId).filter((one) => one !== old), command], guildId);
      return { command, created: !old };
    },
    edit(id, body, guildId) {
      const old = get(id, guildId);
      const command = complete(body, id, guildId);
      store(
        list(guildId).map((one) => (one === old ? command : one)),
        guildId,
      );
      return command;
    },
    delete(id, guildId) {
      const old = get(id, guildId);
      store(
        list(guildId).filter((one) => one !== old),
        guildId,
      );
    },
    visibleTo(place, member) {
      const bits = permissionsOf(place, member);
      return [...list(place.id), ...list()].filter((command) => {
        if (command.contexts && !command.contexts.includes(0)) return false;
        const needed = command.default_member_permissions;
        if (needed === null) return true;
        // "0" means: administrators only. They hold every bit, so bit 3 decides.
        const mask = BigInt(needed);
        return mask === 0n ? (bits & 8n) !== 0n : (bits & mask) === mask;
      });
    },
  };
}
