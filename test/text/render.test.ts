import { describe, expect, it } from 'vitest';
import { fill, pickLocale, render, renderStored } from '../../src/text/render.ts';
import { term } from '../../src/text/term.ts';

describe('a text', () => {
  it('takes the form that fits a number, in the language’s own forms', () => {
    const template = '{count} {count|Run|Runs}';
    expect([0, 1, 2].map((count) => fill('en', template, { count }))).toEqual(['0 Runs', '1 Run', '2 Runs']);
    expect(fill('zh-CN', '{count} 个{count|任务}', { count: 1 })).toBe('1 个任务');
  });

  it('says Terms, languages and lists in the reader’s language', () => {
    const values = { wanted: [term('word.pictures'), { language: 'de' }, 'x.csv', 3] };
    expect(fill('en', '{wanted}', values)).toBe('pictures, German, x.csv, 3');
    expect(fill('zh-CN', '{wanted}', values)).toBe('图片、德语、x.csv、3');
  });

  it('says Terms inside Terms', () => {
    const column = term('word.the-column', { name: term('word.sound') });
    expect(render('en', 'error.labels-empty', { column })).toContain('The column "sound" has no labels');
  });

  it('leaves a placeholder without a value visible, and a value with braces as it is', () => {
    expect(fill('en', '{a} {b}', { a: '{b}' })).toBe('{b} {b}');
    expect(fill('en', '{a}', { a: '$& {a}' })).toBe('$& {a}');
  });

  it('of a stored file is null where its code is unknown or a value is missing', () => {
    expect(renderStored('en', 'error.no-such', {})).toBeNull();
    expect(renderStored('en', 'error.nothing-to-unfreeze', {})).toBeNull();
    expect(renderStored('en', 'toString', {})).toBeNull();
    expect(renderStored('en', 'error.nothing-to-unfreeze', { name: 'X' })).toContain('X has no layers');
  });
});

it('reads a locale code by its beginning, and English where there is none', () => {
  expect(['zh-TW', 'zh', 'en-GB', 'fr', '', null].map(pickLocale)).toEqual([
    'zh-CN',
    'zh-CN',
    'en',
    'en',
    'en',
    'en',
  ]);
});
