import { PermissionsBitField } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { requireBotPermissions, requireTrainer } from '../../src/discord/permissions.ts';

const person = (roles: string[], isManager = false) => ({ id: '1', roles, isManager });

describe('requireTrainer', () => {
  it('lets everybody train where no roles are configured', () => {
    expect(() => requireTrainer(person([]), { trainerRoles: [] }, { trainerRoles: [] })).not.toThrow();
  });
  it('wants one of the roles, of a manager too', () => {
    const config = { trainerRoles: ['7', '8'] };
    expect(() => requireTrainer(person(['8']), config, { trainerRoles: [] })).not.toThrow();
    for (const other of [person(['9']), person([], true)])
      expect(() => requireTrainer(other, config, { trainerRoles: [] })).toThrow(
        expect.objectContaining({ code: 'not-a-trainer' }),
      );
  });
});

describe('the roles of a server', () => {
  it('bind all but its managers, beside those of the operator', () => {
    const here = { trainerRoles: ['5'] };
    const may = (one: ReturnType<typeof person>, config: string[] = []) => {
      try {
        requireTrainer(one, { trainerRoles: config }, here);
        return true;
      } catch {
        return false;
      }
    };
    expect(may(person(['5']))).toBe(true);
    expect(may(person(['6']))).toBe(false);
    expect(may(person([], true))).toBe(true);
    expect(may(person(['5']), ['7'])).toBe(false);
    expect(may(person(['5', '7']), ['7'])).toBe(true);
  });
});

describe('requireBotPermissions', () => {
  it('names what is missing', () => {
    const some = new PermissionsBitField(['ViewChannel', 'SendMessages']);
    expect(() => requireBotPermissions(some, { isThread: false })).toThrow(/Embed Links, Attach Files/);
  });
  it('asks for the thread permission in a thread', () => {
    const channel = new PermissionsBitField(['ViewChannel', 'SendMessages', 'EmbedLinks', 'AttachFiles']);
    expect(() => requireBotPermissions(channel, { isThread: false })).not.toThrow();
    expect(() => requireBotPermissions(channel, { isThread: true })).toThrow(/Send Messages in Threads/);
  });
});
