import { expect, test } from 'vitest';
import { pickables, readLine } from '../../src/playground/page/compose/read-line.ts';
import { commandsSchema } from '../../src/playground/schemas/command-schema.ts';

const run = { type: 3, name: 'run', description: 'Id', required: true };
const commands = commandsSchema
  .parse([
    {
      type: 1,
      name: 'recommend',
      description: 'Finds a model',
      options: [
        { type: 3, name: 'description', description: 'Words' },
        { type: 3, name: 'licence', description: 'What it allows' },
      ],
    },
    {
      type: 1,
      name: 'runs',
      description: 'Runs',
      options: [
        { type: 1, name: 'list', description: 'All' },
        { type: 1, name: 'show', description: 'One', options: [run] },
      ],
    },
  ])
  .map((body, index) => ({ ...body, id: String(index), application_id: '1', version: '1' }));
const all = pickables(commands);

const read = (line: string) => {
  const found = readLine(line, all);
  return (
    found && {
      label: found.picked.label,
      values: Object.fromEntries([...found.values].map(([option, value]) => [option.name, value])),
      rest: found.rest,
    }
  );
};

test.each([
  [
    '/recommend description:"sort: my mails" licence:any',
    { description: 'sort: my mails', licence: 'any' },
    '',
  ],
  ['/recommend description:sort my mails licence:any', { description: 'sort my mails', licence: 'any' }, ''],
  ['/recommend description:"the \\"right\\" one"', { description: 'the "right" one' }, ''],
  ['/recommend description:“把邮件分类” licence：any', { description: '把邮件分类', licence: 'any' }, ''],
  ['/recommend description:"never closed', { description: '"never closed' }, ''],
  ['/recommend sort: my mails', {}, 'sort: my mails'],
  ['/Recommend sort my mails licence:any', { licence: 'any' }, 'sort my mails'],
  ['/recommend description:"a" and more', { description: 'a' }, 'and more'],
])('%s is read', (line, values, rest) => {
  expect(read(line)).toEqual({ label: 'recommend', values, rest });
});

test('a subcommand is found by its whole name, and a beginning of a name is none', () => {
  expect(read('/runs show run:AB12')).toEqual({ label: 'runs show', values: { run: 'AB12' }, rest: '' });
  expect(read('/runs')).toBeNull();
  expect(read('/recommendation of a model')).toBeNull();
  expect(read('recommend something')).toBeNull();
});
