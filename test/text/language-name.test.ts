import { expect, it } from 'vitest';
import { renderSentence } from '../../src/recommend/explain/explain.ts';

const sentence = (languages: string) => ({
  key: 'rule.language',
  params: { languages, modelLanguages: 'en' },
});

it.each([
  ['en', 'zh', 'Chinese'],
  ['zh-CN', 'zh', '中文'],
  // Not in our own list: the platform names it.
  ['en', 'ka', 'Georgian'],
  ['zh-CN', 'ka', '格鲁吉亚语'],
] as const)('names a language in the reader’s own (%s, %s)', (locale, code, name) => {
  const text = renderSentence(sentence(code), locale);
  expect(text).toContain(name);
  expect(text).not.toMatch(new RegExp(`\\b${code}\\b`));
});
