import { PermissionsBitField } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { requireBotPermissions, requireTrainer } from '../../src/discord/permissions.ts';

const person = (roles: string[], isManager = false) => ({ id: '1', roles, isManager });

describe('requireTrainer', () => {
  it('lets everybody train where no roles are configured', () => {
    expect(() => requireTrainer(person([]), { trainerRoles: [] })).not.toThrow();
  });
  it('wants one of the roles, of a manager too', () => {
    const config = { trainerRoles: ['7', '8'] };
    expect(() => requireTrainer(person(['8']), config)).not.toThrow();
    for (const other of [person(['9']), person([], true)])
      expect(() => requireTrainer(other, config)).toThrow(expect.objectContaining({ code: 'not-a-trainer' }));
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
