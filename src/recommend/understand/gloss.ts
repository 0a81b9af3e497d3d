/**
 * A description in a language with a vocabulary → the same with its known words in English, which is what the cues and
 * the quantities read; what is not known stays as it is. Keeps which words stood where, so that an answer quotes the
 * person. One pass over the text with one expression a language. Next: `understand.ts`.
 */
import type { Vocabulary } from '../../../knowledge/vocabulary/schema.ts';
import type { Knowledge } from '../../catalogue/knowledge.ts';
import { mendSpelling } from './spelling.ts';
import { findWrittenLanguage } from './written-language.ts';

interface Glossed {
  text: string;
  language: string | null;
  /** The person's own words for words of `text`. */
  original(evidence: string): string;
}

/** A stretch of the gloss and the stretch of the text that it stands for. */
interface Piece {
  glossAt: number;
  glossEnd: number;
  at: number;
  end: number;
  isCopy: boolean;
}

interface Compiled {
  /** One group for a number, then one for each of `english`. */
  expression: RegExp;
  english: string[];
}

const NUMBER_WITH_COMMA = String.raw`(?<![\d.,])\d{1,3}(?:[ .]\d{3})+(?![\d])|(?<![\d.,])\d+,\d{1,2}(?![\d])`;
/** No word is longer; the rest is cut, so that an expression that goes on within a word stays linear. */
const LONG_WORD = /((?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L}){40})\p{L}+/gu;
const NEVER = '(?!)';
/**
 * What `lowerOf` leaves of the letters of these languages, and of those beside them. As ranges, since each `\p{L}` is
 * compiled into some thousand comparisons, and there is one a word.
 */
const LETTERS = String.raw`a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u1fff\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3`;
/** How far apart the two words of `a … b` may stand. */
const GAP = String.raw`[^.!?。！？]{0,60}?`;

/** A letter that people write with its sign or without: "más" and "mas", "ё" and "е". */
const SIGNED = /[\u00c0-\u017f\u0401\u0451]/gu;
const plainLetter = (letter: string): string => letter.normalize('NFD').charAt(0);

/** Of the same length, so that places agree; without case and signs, so that the expression is a tenth as large. */
const lowerOf = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, (letter) =>
      letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
    )
    .replace(SIGNED, plainLetter);

const escapeExpression = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
/** German vowels may be written with an e behind them, and ß as ss. */
const SPELT: Readonly<Record<string, string>> = { ä: 'ae?', ö: 'oe?', ü: 'ue?', ß: '(?:ß|ss)' };
const letters = (text: string) =>
  lowerOf(escapeExpression(text).replace(/[äöüß]/g, (letter) => SPELT[letter] ?? letter)).replace(
    /\*/g,
    `[${LETTERS}]*`,
  );

/** One entry of a vocabulary as an expression. */
function compileWord(entry: string, isSpaced: boolean): string {
  const [word = '', ...following] = (entry.startsWith('#') ? entry.slice(1) : entry).split(' … ');
  const ahead = following.map((next) => `(?=${GAP}${letters(next)})`).join('');
  if (!isSpaced) return `${letters(word)}${ahead}`;
  const body = letters(word.startsWith('*') ? word.slice(1) : word);
  const end = word.endsWith('*') ? '' : `(?![${LETTERS}0-9])`;
  return `${body}${end}${ahead}`;
}

/**
 * What must stand before a word is asked once for all that need the same, and then only the words of the letter that
 * stands there are tried: most places of a text are done with at once, and the expression is compiled at once.
 */
function compile({ glosses, spaced, decimalComma, between }: Vocabulary): Compiled {
  const numerals = glosses.filter(({ english }) => /^(\d+|thousand|million|万)$/u.test(english));
  const numbers = numerals.flatMap(({ words }) => words.map((word) => letters(word.replace(/[#*]/g, ''))));
  const counted = `(?<=(?:${['\\d', String.raw`\dk`, ...numbers].join('|')}) ?(?:(?:${between.join('|') || NEVER}) ?)?)`;
  const isCounted = (word: string) => word.startsWith('#');
  const isPart = (word: string) => !spaced || word.startsWith('*');
  const kinds: [before: string, isMeant: (word: string) => boolean][] = [
    [`(?<![${LETTERS}0-9])`, (word) => !isCounted(word) && !isPart(word)],
    [counted, isCounted],
    ['', (word) => !isCounted(word) && isPart(word)],
  ];
  const alternatives = (isMeant: (word: string) => boolean): Alternative[] =>
    glosses.flatMap(({ english, words }) => {
      const own = words.filter(isMeant);
      return own.length > 0
        ? [{ english, group: `(${own.map((word) => compileWord(word, spaced)).join('|')})` }]
        : [];
    });
  const letterOf = (word: string) => letters(word.replace(/^[*#]+/, '')).charAt(0);
  const found = kinds.map(([before, isMeant]) => {
    const own = glosses.flatMap(({ words }) => words.filter(isMeant));
    const byLetter = [...new Set(own.map(letterOf))].map((letter) => ({
      letter,
      own: alternatives((word) => isMeant(word) && letterOf(word) === letter),
    }));
    return { before, byLetter };
  });
  const number = `(${decimalComma ? NUMBER_WITH_COMMA : NEVER})`;
  const words = found.map(
    ({ before, byLetter }) => `${before}(?:${byLetter.map(oneLetter).join('|') || NEVER})`,
  );
  return {
    expression: new RegExp([number, ...words].join('|'), 'gu'),
    english: found.flatMap(({ byLetter }) =>
      byLetter.flatMap(({ own }) => own.map(({ english }) => english)),
    ),
  };
}

interface Alternative {
  english: string;
  group: string;
}

interface ByLetter {
  letter: string;
  own: Alternative[];
}

/** A letter, or a sign of an expression where the words begin with a choice. */
const oneLetter = ({ letter, own }: ByLetter): string => {
  const words = own.map(({ group }) => group).join('|');
  return /[\p{L}\p{N}]/u.test(letter) ? `(?=${letter})(?:${words})` : words;
};

const compiled = new WeakMap<Vocabulary, Compiled>();

function compiledOf(vocabulary: Vocabulary): Compiled {
  let own = compiled.get(vocabulary);
  if (!own) {
    own = compile(vocabulary);
    compiled.set(vocabulary, own);
  }
  return own;
}

/** "1.200" and "1 200" → 1200, "0,5" → 0.5. */
const plainNumber = (number: string): string =>
  number.includes(',') ? number.replace(',', '.') : number.replace(/[ .]/g, '');

function gloss(text: string, vocabulary: Vocabulary): { text: string; pieces: Piece[] } {
  const { expression, english } = compiledOf(vocabulary);
  const pieces: Piece[] = [];
  let glossed = '';
  let at = 0;
  const add = (words: string, end: number, isCopy: boolean) => {
    const glossAt = glossed.length;
    glossed += words;
    pieces.push({ glossAt, glossEnd: glossed.length, at, end, isCopy });
    at = end;
  };
  for (const match of lowerOf(text).matchAll(expression)) {
    if (match.index > at) add(text.slice(at, match.index), match.index, true);
    if (glossed !== '' && !glossed.endsWith(' ')) glossed += ' ';
    const group = match.slice(1).findIndex((one) => one !== undefined);
    const words = group === 0 ? plainNumber(match[0]) : (english[group - 1] ?? '');
    const end = match.index + match[0].length;
    add(words, end, false);
    if (/[\p{L}\p{N}]/u.test(text.charAt(end))) glossed += ' ';
  }
  if (at < text.length) add(text.slice(at), text.length, true);
  return { text: glossed, pieces };
}

function originalOf(text: string, { text: glossed, pieces }: { text: string; pieces: Piece[] }) {
  const lower = glossed.toLowerCase();
  return (evidence: string): string => {
    const from = lower.indexOf(evidence.toLowerCase());
    if (from < 0 || evidence === '') return evidence;
    const to = from + evidence.length;
    const touched = pieces.filter(({ glossAt, glossEnd }) => glossAt < to && glossEnd > from);
    const first = touched[0];
    const last = touched.at(-1);
    if (!first || !last) return evidence;
    const start = first.isCopy ? first.at + Math.max(0, from - first.glossAt) : first.at;
    const end = last.isCopy ? Math.min(last.end, last.at + to - last.glossAt) : last.end;
    return text.slice(start, end).trim();
  };
}

/** Characters that show the language of a request well enough. */
const RECOGNISED_BY = 300;

/** How many known words are no English words as well. */
function countGlosses(text: string, vocabulary: Vocabulary, english: ReadonlySet<string>): number {
  const { expression } = compiledOf(vocabulary);
  return [...lowerOf(text.slice(0, RECOGNISED_BY)).matchAll(expression)].filter(
    ([word]) => /\p{L}/u.test(word) && !english.has(word.toLowerCase()),
  ).length;
}

/** Makes ready what the first request in each language would wait for, a language a turn of the event loop. */
export function prepareVocabularies(vocabularies: readonly Vocabulary[]): void {
  const [first, ...rest] = vocabularies.filter(({ glosses }) => glosses.length > 0);
  if (!first) return;
  gloss(
    first.glosses
      .slice(0, 8)
      .flatMap(({ words }) => words)
      .join(' '),
    first,
  );
  setImmediate(() => prepareVocabularies(rest));
}

/** English, and what is taken for it: only its slips are mended. */
function readAsItIs(text: string, language: string | null, vocabularies: readonly Vocabulary[]): Glossed {
  const english = vocabularies.find(({ code }) => code === 'en');
  const isEnglish = language === null || language === 'en';
  const [meant = text] = english && isEnglish ? mendSpelling([text], english, lowerOf) : [text];
  return { text: meant, language, original: (evidence) => evidence };
}

/** A text and its gloss, the slips mended in what the vocabulary does not know. */
function glossMended(text: string, vocabulary: Vocabulary): [string, ReturnType<typeof gloss>] {
  const glossed = gloss(text, vocabulary);
  const copies = glossed.pieces.filter(({ isCopy }) => isCopy);
  const mended = mendSpelling(
    copies.map(({ at, end }) => text.slice(at, end)),
    vocabulary,
    lowerOf,
  );
  const meant = glossed.pieces
    .map((piece) => mended[copies.indexOf(piece)] ?? text.slice(piece.at, piece.end))
    .join('');
  return meant === text ? [text, glossed] : [meant, gloss(meant, vocabulary)];
}

export function glossRequest(description: string, { vocabularies }: Knowledge): Glossed {
  const text = description
    .normalize('NFKC')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(LONG_WORD, '$1')
    .trim();
  const english = new Set(vocabularies.find(({ code }) => code === 'en')?.signs);
  const language = findWrittenLanguage(text, vocabularies, (one) => countGlosses(text, one, english));
  const vocabulary = vocabularies.find(({ code }) => code === language);
  if (!vocabulary || vocabulary.glosses.length === 0) return readAsItIs(description, language, vocabularies);
  const [meant, glossed] = glossMended(text, vocabulary);
  const quote = originalOf(meant, glossed);
  return {
    text: glossed.text,
    language,
    original: (evidence) => evidence.split(', ').map(quote).join(', '),
  };
}
