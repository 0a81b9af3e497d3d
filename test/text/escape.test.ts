import { describe, expect, it } from 'vitest';
import { block, code, plain, plainLines, safeFileName, truncate } from '../../src/text/escape.ts';

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
