import { describe, expect, it } from 'vitest';
import { type Code, en, LOCALES } from '../../knowledge/locales/index.ts';
import { render } from '../../src/text/render.ts';
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

describe('numbers in English', () => {
  /** What is never one: limits, sizes in pixels and bytes, figures with a fraction. */
  const NEVER_ONE =
    /^(limit|least|fewest\w+|share|size|seen|width|height|pixels|length|bytes|left|high|range|difference|score|rank)$/;
  /** What ends in s without being several. */
  const NOT_SEVERAL =
    /^(as|asks|compares|does|fuses|gives|has|hears|holds|is|its|lacks|leaves|less|ms|needs|pools|reads|sends|series|this|times|uses|was|waits|bytes|layers)$/;
  /** Values that are no numbers. */
  const WORDS = /^(media|network|layers)$/;

  const fixed = codes.flatMap((code) =>
    [...en[code].matchAll(/\{(\w+)\} (?:[a-z]+ )??([a-z]+s)\b/g)]
      .filter(([, name, word]) => !NEVER_ONE.test(name!) && !WORDS.test(name!) && !NOT_SEVERAL.test(word!))
      .map(([said]) => `${code}: ${said}`),
  );

  it('stand before a word that has a form for one and a form for several', () => {
    expect(fixed).toEqual([]);
  });

  it('take the form that fits', () => {
    const files = (count: number) => render('en', 'note.other-files', { count });
    expect(files(1)).toBe('1 file is of another kind and was left out.');
    expect(files(0)).toMatch(/^0 files are/);
    expect(files(21)).toMatch(/^21 files are/);
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
