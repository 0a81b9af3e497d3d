/**
 * A description → the language it is written in (ISO 639-1), or null where nothing shows it. By script, and within the
 * Latin script by the small words of each vocabulary; English wins a tie. Next: `gloss.ts`.
 */
import type { Vocabulary } from '../../../knowledge/vocabulary/schema.ts';

/** Of the letters, so that a foreign name in a request does not decide. */
const ENOUGH = 0.3;
/** Japanese is written with kana among the Han characters; one borrowed sign in a Chinese text is not it. */
const ENOUGH_KANA = 0.1;

const SCRIPTS: readonly [string, RegExp][] = [
  ['ko', /\p{Script=Hangul}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['bn', /\p{Script=Bengali}/gu],
];

const count = (text: string, expression: RegExp): number => text.match(expression)?.length ?? 0;

function byScript(text: string): string | null {
  const enough = ENOUGH * count(text, /\p{L}/gu);
  const kana = count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const han = count(text, /\p{Script=Han}/gu);
  if (kana > 0 && kana + han >= enough && kana >= ENOUGH_KANA * (kana + han)) return 'ja';
  for (const [language, letters] of SCRIPTS) {
    const found = count(text, letters);
    if (found > 0 && found >= enough) return language;
  }
  if (han > 0) return 'zh';
  const cyrillic = count(text, /\p{Script=Cyrillic}/gu);
  if (cyrillic > 0 && cyrillic >= enough) return /[іїєґ]/iu.test(text) ? 'uk' : 'ru';
  return null;
}

/**
 * @param countGlosses how many words of the text a vocabulary knows that are no English words too
 */
export function findWrittenLanguage(
  text: string,
  vocabularies: readonly Vocabulary[],
  countGlosses: (vocabulary: Vocabulary) => number,
): string | null {
  const script = byScript(text);
  if (script) return script;
  const lower = text.toLowerCase();
  // "e-mails" is one word, and none of the letter e, which is a word of several languages.
  const words = lower.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
  const scores = vocabularies
    .filter((vocabulary) => vocabulary.script === null)
    .map((vocabulary) => {
      const signs = new Set(vocabulary.signs);
      const known = words.filter((word) => signs.has(word));
      // A single letter shows a language only beside a longer word of it.
      const own = known.some((word) => word.length > 1) ? known.length : 0;
      const letters = [...vocabulary.letters].filter((letter) => lower.includes(letter)).length;
      // Without a small word or a letter of its own, "image classification" would be French.
      const score = own + letters;
      return { code: vocabulary.code, score: score > 0 ? score + countGlosses(vocabulary) : 0 };
    });
  const best = scores.reduce((first, one) => (one.score > first.score ? one : first), { code: '', score: 0 });
  return best.score > 0 ? best.code : null;
}
