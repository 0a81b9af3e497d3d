import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { commandsJson } from '../../src/discord/define/command-json.ts';
import { sameCommands } from '../../src/discord/define/register.ts';

const wanted = commandsJson(commands);
/** As Discord gives them back: with ids, versions, nulls for what was left out and defaults spelt out. */
const registered = wanted.map((command, index) => ({
  ...structuredClone(command),
  id: String(index),
  application_id: '1',
  version: '9',
  nsfw: false,
  dm_permission: true,
}));

it('finds no difference in what Discord gives back, in any order', () => {
  expect(sameCommands(wanted, [...registered].reverse())).toBe(true);
});

it.each([
  ['a description', (copy: typeof registered) => Object.assign(copy[0]!, { description: 'other' })],
  [
    'a translation',
    (copy: typeof registered) => Object.assign(copy[0]!, { name_localizations: { 'zh-CN': '别的' } }),
  ],
  ['a missing command', (copy: typeof registered) => copy.pop()],
  ['an option', (copy: typeof registered) => Object.assign(copy[1]!, { options: [] })],
  ['who may install it', (copy: typeof registered) => Object.assign(copy[1]!, { integration_types: [0] })],
  ['permissions', (copy: typeof registered) => Object.assign(copy[0]!, { default_member_permissions: '0' })],
])('notices %s', (_name, change) => {
  const copy = structuredClone(registered);
  change(copy);
  expect(sameCommands(wanted, copy)).toBe(false);
});

it('offers advice and rights to people who install it for themselves, and what touches Runs in servers alone', () => {
  const personal = wanted.filter(({ integration_types: types }) => types?.includes(1));
  expect(personal.map(({ name }) => name).sort()).toEqual([
    'forget-me',
    'help',
    'models',
    'privacy',
    'recommend',
  ]);
  for (const { contexts } of personal) expect(contexts).toEqual([0, 1, 2]);
  for (const command of wanted.filter((one) => !personal.includes(one)))
    expect(command.contexts, command.name).not.toContain(2);
});
