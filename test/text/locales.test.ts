import { describe, expect, it } from 'vitest';
import { type Code, en, LOCALES } from '../../knowledge/locales/index.ts';
import { sourcesOf } from '../source-code.ts';

/** Names that a text takes, each once; `{count|day|days}` takes the same as `{count}`. */
const names = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)[|}]/g)].map(([, name]) => name!))].sort();

const codes = Object.keys(en) as Code[];

describe.each(Object.entries(LOCALES))('the texts in %s', (_locale, { texts }) => {
  it('have every code of English and no other', () => {
    expect(Object.keys(texts).sort()).toEqual([...codes].sort());
  });

  it('are not empty, and take the values that English takes', () => {
    for (const code of codes) {
      if (code !== 'report.sentences.between') expect(texts[code], code).not.toBe('');
      expect(names(texts[code]), code).toEqual(names(en[code]));
    }
  });
});

describe('errors', () => {
  const sources = sourcesOf(['src', 'commands'])
    .map(({ text }) => text)
    .join('\n');

  it('have no text that nothing says', () => {
    const said = (code: Code) => sources.includes(`'${code.slice('error.'.length)}'`);
    expect(codes.filter((code) => code.startsWith('error.') && !said(code))).toEqual([]);
  });
});
