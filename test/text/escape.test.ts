import { describe, expect, it } from 'vitest';
import {
  block,
  code,
  inMarkdown,
  plain,
  plainLines,
  safeFileName,
  truncate,
  unmentioned,
} from '../../src/text/escape.ts';

describe('plain', () => {
  it.each([
    ['**bold** and `code`', '\\*\\*bold\\*\\* and \\`code\\`'],
    ['[click](https://evil.example)', '\\[click\\](https\\://evil.example)'],
    ['<@123> <#4> <t:1:R>', '\\<@\u200b123> \\<#4> \\<t:1:R>'],
    ['@everyone', '@\u200beveryone'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['_italic_ but snake_case_name.csv', '\\_italic\\_ but snake_case_name.csv'],
    ['||spoiler||', '\\|\\|spoiler\\|\\|'],
    ['line\nbreak\u202Eright-to-left', 'line break right-to-left'],
  ])('defuses %j', (given, expected) => {
    expect(plain(given)).toBe(expected);
  });

  it('leaves ordinary file names and sentences as they are', () => {
    expect(plain('my data-set (v2), 50 %.csv')).toBe('my data-set (v2), 50 %.csv');
  });

  it('cuts by characters and never through one', () => {
    expect(truncate('😀😀😀', 2)).toBe('😀…');
    expect([...plain('a'.repeat(500), 20)]).toHaveLength(20);
  });
});

it('keeps lines apart and drops those that do not fit', () => {
  expect(plainLines('one\ntwo\n# three', 100)).toBe('one\ntwo\n\\# three');
  expect(plainLines(`short\n${'x'.repeat(90)}`, 50)).toBe(`short`.padEnd(5));
});

it('keeps code inside its marks', () => {
  expect(code('a`b @here')).toBe('`aˋb @\u200bhere`');
  expect(block('x ``` y')).not.toContain('```');
});

it.each([
  ['../../etc/passwd', 'etc_passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['数据 集.zip', '数据_集.zip'],
  ['', 'file'],
  ['.hidden', 'hidden'],
])('makes %j a safe file name', (given, expected) => {
  expect(safeFileName(given)).toBe(expected);
});

describe('every way in which a text may stand', () => {
  const ways = { plain, inMarkdown, code, unmentioned: (text: string) => unmentioned(text, 200) };

  it.each(Object.entries(ways))('%s shows all that is there, on one line', (_way, way) => {
    const hidden = [
      '\u0000',
      '\u0007',
      '\u001b',
      '\u009b',
      '\u200b',
      '\u200f',
      '\u2028',
      '\u202e',
      '\u2066',
      '\ufeff',
      '\n',
    ];
    for (const sign of hidden) expect(way(`cat${sign}dog`), JSON.stringify(sign)).toMatch(/cat dog/);
  });

  it.each(Object.entries(ways))('%s mentions nobody', (_way, way) => {
    for (const text of ['@everyone', '<@1>', '<@&2>', '<@!3>']) expect(way(text)).not.toMatch(/@(?!\u200b)/);
  });

  it.each([
    ['plain', plain],
    ['inMarkdown', inMarkdown],
  ])('%s makes no link and no emphasis', (_way, way) => {
    expect(way('https://evil.example')).not.toContain('https://');
    expect(way('[here](x)')).not.toMatch(/(?<!\\)\[/);
    for (const mark of ['**a**', '__a__', '~~a~~', '`a`', '||a||', '# a', '> a'])
      expect(way(mark), mark).not.toMatch(/^(\*\*|__|~~|`|\|\||# |> )/);
  });
});
