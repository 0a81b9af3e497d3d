import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Demands } from '../../src/discord/define/definition.ts';
import { enforce, type Situation } from '../../src/discord/demands.ts';
import { isUserError, UserError } from '../../src/errors.ts';

const stranger = { id: '1', roles: ['7'], isManager: false };
const here: Situation = {
  guildId: '9',
  isMember: true,
  person: stranger,
  config: { trainerRoles: [], allowedGuilds: [] },
  settings: { trainerRoles: [] },
  requireBotPermissions: () => {},
};

function refusal(demands: Demands, situation: Partial<Situation>): string | null {
  try {
    enforce(demands, { ...here, ...situation });
    return null;
  } catch (error) {
    if (isUserError(error)) return error.code;
    throw error;
  }
}

const all: { name: string; demands: Demands }[] = [
  ...[...commands.chat, ...commands.message].map(({ definition }) => ({
    name: `${definition.kind} ${definition.name}`,
    demands: definition,
  })),
  ...commands.components.map((one) => ({ name: `component ${one.name}`, demands: one })),
  ...commands.modals.map((one) => ({ name: `modal ${one.name}`, demands: one })),
];
const declared = (wanted: (demands: Demands) => boolean) =>
  all
    .filter(({ demands }) => wanted(demands))
    .map(({ name }) => name)
    .sort();

describe('enforce', () => {
  it('serves the servers that the operator lists, where any are listed', () => {
    const config = { trainerRoles: [], allowedGuilds: ['9'] };
    expect(refusal({ where: 'anywhere' }, { config })).toBeNull();
    for (const guildId of ['8', null])
      expect(refusal({ where: 'anywhere' }, { config, guildId })).toBe('guild-not-allowed');
  });

  it('serves everywhere what people must always be able to do', () => {
    const config = { trainerRoles: [], allowedGuilds: ['9'] };
    for (const guildId of ['8', null])
      expect(refusal({ where: 'anywhere', unlisted: true }, { config, guildId })).toBeNull();
    const always = declared(({ unlisted }) => unlisted ?? false);
    expect(always).toEqual([
      'chat forget-me',
      'chat privacy',
      'component forget-me',
      'component forget-nothing',
    ]);
  });

  it('refuses in a direct message what is declared for servers, before it asks anything else', () => {
    const outside = { guildId: null, config: { trainerRoles: ['8'], allowedGuilds: [] } };
    expect(refusal({ where: 'guild', needs: ['training'] }, outside)).toBe('guild-only');
    expect(refusal({ where: 'anywhere' }, outside)).toBeNull();
  });

  it('refuses what touches Runs where a person brought the commands to a server without the bot', () => {
    expect(refusal({ where: 'guild' }, { isMember: false })).toBe('not-a-member');
    expect(refusal({ where: 'anywhere' }, { isMember: false })).toBeNull();
  });

  it('asks for the right to train only where that is declared', () => {
    const limited = { config: { trainerRoles: ['8'], allowedGuilds: [] } };
    expect(refusal({ where: 'guild', needs: ['training'] }, limited)).toBe('not-a-trainer');
    expect(refusal({ where: 'guild' }, limited)).toBeNull();
    const trainer = { ...limited, person: { ...stranger, roles: ['8'] } };
    expect(refusal({ where: 'guild', needs: ['training'] }, trainer)).toBeNull();
  });

  it('asks who manages the server only where that is declared', () => {
    expect(refusal({ where: 'guild', needs: ['managing'] }, {})).toBe('not-a-manager');
    const manager = { person: { ...stranger, isManager: true } };
    expect(refusal({ where: 'guild', needs: ['managing'] }, manager)).toBeNull();
    expect(declared(({ needs }) => needs?.includes('managing') ?? false)).toEqual(['chat settings']);
  });

  it('asks for the permissions to announce only where that is declared', () => {
    const mute = {
      requireBotPermissions: () => {
        throw new UserError('bot-lacks-permission', { missing: 'Send Messages' });
      },
    };
    expect(refusal({ where: 'guild', needs: ['announcing'] }, mute)).toBe('bot-lacks-permission');
    expect(refusal({ where: 'guild' }, mute)).toBeNull();
  });
});

describe('the commands', () => {
  it('that start a Run all ask for the right to train and the permissions to announce', () => {
    const starting = [
      'chat finetune',
      'component finetune-column',
      'component finetune-merge',
      'component finetune-service',
      'component recommend-finetune',
      'component run-again',
      'message finetune',
    ];
    expect(declared(({ needs }) => needs?.includes('training') ?? false)).toEqual(starting);
    expect(declared(({ needs }) => needs?.includes('announcing') ?? false)).toEqual(starting);
  });

  it('that advise serve direct messages; all that touch Runs do not', () => {
    expect(declared(({ where }) => where === 'anywhere')).toEqual(
      [
        'chat forget-me',
        'chat help',
        'chat models',
        'chat privacy',
        'component forget-me',
        'component forget-nothing',
        'chat recommend',
        'chat start',
        'component help',
        'component models',
        'component start',
        'component recommend-change',
        'component recommend-column',
        'component recommend-compare',
        'component recommend-correct',
        'component recommend-measure',
        'component recommend-open',
        'component recommend-task',
        'component recommend-why',
        'message recommend',
        'modal recommend-correct',
      ].sort(),
    );
  });
});
