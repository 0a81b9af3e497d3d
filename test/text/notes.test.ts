import { describe, expect, it } from 'vitest';
import { notesZhCN } from '../../knowledge/locales/zh-CN/notes.ts';
import { note, noteText, storedNoteSchema, storedNotesSchema } from '../../src/text/notes.ts';
import { bracketed, placeholders, propertyNames, sourcesOf, splitArguments } from '../source-code.ts';

interface Emitted {
  path: string;
  code: string;
  /** Names of its values; null where the source does not spell them out. */
  values: string[] | null;
}

const CODE = /'([a-z][\w-]*)'/g;

/** Every `note(code, message, values)` of the sources. */
function notesIn({ path, text }: { path: string; text: string }): Emitted[] {
  return [...text.matchAll(/(?<![\w.])(?:note|removedNotes|leftOut|say)(?=\()/g)].flatMap((match) => {
    const given = splitArguments(bracketed(text, match.index + match[0].length));
    if (given[0]?.startsWith('severity') || given[0]?.includes(':')) return [];
    const [code = '', , values] = match[0] === 'say' ? given.slice(1) : given;
    const known = match[0] === 'note' || match[0] === 'say' ? propertyNames(values ?? '{}') : ['count'];
    return [...code.matchAll(CODE)].map(([, name]) => ({ path, code: name!, values: known }));
  });
}

/** Every problem of a data set: an object with severity and code. */
function problemsIn({ path, text }: { path: string; text: string }): Emitted[] {
  return [...text.matchAll(/\{\s*severity: /g)].flatMap((match) => {
    const literal = bracketed(text, match.index);
    const code = /code: '([\w-]+)'/.exec(literal)?.[1];
    const at = /\bvalues: \{/.exec(literal);
    const values = at ? propertyNames(bracketed(literal, at.index + at[0].length - 1)) : [];
    return code ? [{ path, code, values }] : [];
  });
}

const sources = sourcesOf(['src']).filter(({ path }) => !/src.(notes\.ts|recommend)/.test(path));
const emitted = [
  ...sources.flatMap(notesIn),
  ...sources.filter(({ path }) => path.includes('datasets')).flatMap(problemsIn),
];

describe('notes', () => {
  it('have a Chinese text each', () => {
    expect(new Set(emitted.map(({ code }) => code)).size).toBeGreaterThan(100);
    expect(emitted.filter(({ code }) => !(code in notesZhCN))).toEqual([]);
  });

  it('give every value that the Chinese text names', () => {
    const lacking = emitted.filter(
      ({ code, values }) =>
        values && !placeholders(notesZhCN[code] ?? '').every((name) => values.includes(name)),
    );
    expect(lacking).toEqual([]);
    expect(emitted.filter(({ values }) => values === null).length).toBeLessThan(emitted.length / 5);
  });

  it('have no text that nothing says', () => {
    const all = sources.map(({ text }) => text).join('\n');
    expect(Object.keys(notesZhCN).filter((code) => !all.includes(`'${code}'`))).toEqual([]);
  });
});

describe('the text of a note', () => {
  const few = note('few-test-samples', 'The test part has only 9 samples.', { count: 9 });

  it('is Chinese to a Chinese reader, with its values and without the English one', () => {
    expect(noteText('zh-TW', few)).toContain('只有 9 个样本');
    expect(noteText('zh-CN', few)).not.toMatch(/[a-z]{3}/);
    expect(noteText('de', few)).toBe(few.message);
  });

  it('says names of models and languages in Chinese too', () => {
    const values = { language: 'de', model: 'Majority class', languages: 'en, zh', code: 'de' };
    expect(noteText('zh-CN', note('unknown-language', '…', values))).toContain(
      '文本看起来是德语，而 多数类 不懂这种语言（它懂英语、中文）。',
    );
  });

  it('is the English one where an earlier version stored no values or no code', () => {
    expect(noteText('zh-CN', { code: 'duplicates', message: '3 files are copies.' })).toBe(
      '3 files are copies.',
    );
    const partly = note('class-imbalance', 'Nine to one.', { most: 9, least: 1 });
    expect(noteText('zh-CN', partly)).toBe('Nine to one.');
    expect(noteText('zh-CN', note('', 'Only text.'))).toBe('Only text.');
  });

  it('of an error is the error’s own', () => {
    const one = note('constant-reward-x', 'English.');
    expect(noteText('zh-CN', one)).toBe('English.');
    expect(noteText('zh-CN', note('nothing-to-unfreeze', 'English.', { name: 'X' }))).toBe(
      'X 没有可解冻的层。',
    );
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

const few = () => note('few-episodes', 'Only 3 episodes.', { count: 3 });
