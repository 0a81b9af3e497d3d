import { describe, expect, it } from 'vitest';
import { en } from '../../knowledge/locales/index.ts';
import { UserError } from '../../src/errors.ts';
import { note, noteOfError, noteText, storedNoteSchema, storedNotesSchema } from '../../src/text/notes.ts';
import { sourcesOf } from '../source-code.ts';

const codes = Object.keys(en).filter((code) => code.startsWith('note.'));

it('there is no text that nothing says', () => {
  const all = sourcesOf(['src'])
    .map(({ text }) => text)
    .join('\n');
  const said = (code: string) => all.includes(`'${code.slice('note.'.length)}'`) || all.includes(`'${code}'`);
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !said(code))).toEqual([]);
});

describe('the text of a note', () => {
  const few = note('few-test-samples', { count: 9 });

  it('is in the language of the reader, with its values', () => {
    expect(noteText('zh-CN', few)).toContain('只有 9 个样本');
    expect(noteText('zh-CN', few)).not.toMatch(/[a-z]{3}/);
    expect(noteText('en', few)).toBe(few.message);
  });

  it('says one of one and several of several', () => {
    expect(note('rare-classes', { count: 1, rows: 1, limit: 5 }).message).toBe(
      '1 class has fewer than 5 samples and was left out, with 1 row.',
    );
    expect(note('rare-classes', { count: 2, rows: 3, limit: 5 }).message).toMatch(
      /^2 classes have .*, with 3 rows/,
    );
  });

  it('says names of models and languages in that language too', () => {
    const values = {
      language: { language: 'de' },
      model: { phrase: 'Majority class' },
      languages: [{ language: 'en' }, { language: 'zh' }],
      code: 'de',
    };
    expect(noteText('zh-CN', note('unknown-language', values))).toContain(
      '文本看起来是德语，而 多数类 不懂这种语言（它懂英语、中文）。',
    );
  });

  it('is the English one where an earlier version stored no values or no code', () => {
    expect(noteText('zh-CN', { code: 'duplicates', message: '3 files are copies.' })).toBe(
      '3 files are copies.',
    );
    const partly = { code: 'class-imbalance', message: 'Nine to one.', values: { most: 9, least: 1 } };
    expect(noteText('zh-CN', partly)).toBe('Nine to one.');
    expect(noteText('zh-CN', { code: '', message: 'Only text.' })).toBe('Only text.');
  });

  it('of an error is the error’s own', () => {
    const error = new UserError('nothing-to-unfreeze', { name: 'X' });
    expect(noteText('zh-CN', noteOfError(error))).toBe('X 没有可解冻的层。');
    expect(noteText('zh-CN', { code: 'of-a-later-version', message: 'English.' })).toBe('English.');
  });
});

it('reads what earlier versions stored: a text, none, or several', () => {
  const message = 'Drawn with seed 1.';
  expect(storedNotesSchema.parse(message)).toEqual([{ code: '', message, values: {} }]);
  expect(storedNotesSchema.parse('')).toEqual([]);
  expect(storedNotesSchema.parse([message])).toEqual([{ code: '', message, values: {} }]);
  expect(storedNoteSchema.parse('')).toBeNull();
  expect(storedNoteSchema.parse(few())).toEqual(few());
});

const few = () => note('few-episodes', { count: 3 });
