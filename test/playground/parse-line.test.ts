import { expect, test } from 'vitest';
import { parseLine } from '../../src/playground/person/parse-line.ts';

test('a line is a command with option:value pairs', () => {
  expect(parseLine('/finetune dataset:./x.zip budget:90s')).toEqual({
    name: 'finetune',
    path: [],
    options: { dataset: './x.zip', budget: '90s' },
  });
});

test('words before the options are the subcommand', () => {
  expect(parseLine('/runs show run:abc')).toEqual({ name: 'runs', path: ['show'], options: { run: 'abc' } });
});

test('quotes hold spaces, the other quote, escapes and colons', () => {
  const { options } = parseLine(
    String.raw`/x a:"sort it: now" b:'say "hi"' c:"a \"b\" \\ c" d:http://h:1/p e:it's f:""`,
  );
  expect(options).toEqual({
    a: 'sort it: now',
    b: 'say "hi"',
    c: String.raw`a "b" \ c`,
    d: 'http://h:1/p',
    e: "it's",
    f: '',
  });
});

test('a Windows path keeps its backslashes', () => {
  expect(parseLine(String.raw`/x file:C:\data\x.csv`).options.file).toBe(String.raw`C:\data\x.csv`);
  expect(parseLine(String.raw`/x file:"C:\my data\x.csv"`).options.file).toBe(String.raw`C:\my data\x.csv`);
});

test('a stray word names its place and the mend', () => {
  expect(() => parseLine('/x description:sort tickets top:3')).toThrow(
    '"tickets" belongs to no option. Write option:value, and put values with spaces in quotes: description:"sort tickets".',
  );
});

test.each([
  ['hello', 'starts with a command'],
  ['', 'starts with a command'],
  ['/x a:1 a:2', 'given twice'],
  ['/x a:"open', 'ends inside a quote'],
])('%j is refused', (line, message) => {
  expect(() => parseLine(line)).toThrow(message);
});
