/**
 * Words that a language's vocabulary does not know → the one word of it that a slip of the keyboard is away: a letter
 * too many, too few, two swapped, and in long words another one. Whatever is known stays. A dictionary of the words
 * with each of their letters left out makes the work of a text the sum of its words. Used by `gloss.ts`.
 */
import type { Vocabulary } from '../../../knowledge/vocabulary/schema.ts';
import { editDistance } from '../../statistics/edit-distance.ts';

/** Shorter words are near too many others. */
const SHORTEST = 5;
/** Another letter makes another word more often than a slip: "sorgen" and "sorten". */
const SHORTEST_WITH_ANOTHER_LETTER = 7;
const SHORTEST_STEM = 6;
const LONGEST = 24;
/** Of one description. Who makes more slips writes in another language. */
const MOST = 12;

interface Dictionary {
  /** By the word and by the word without one of its letters. */
  whole: Map<string, Set<string>>;
  /** The same of what any ending may follow. */
  stems: Map<string, Set<string>>;
  known: Set<string>;
}

const withoutOne = (word: string): string[] =>
  Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));

function addTo(index: Map<string, Set<string>>, word: string): void {
  for (const key of [word, ...withoutOne(word)]) {
    const own = index.get(key) ?? new Set();
    index.set(key, own.add(word));
  }
}

function makeDictionary(
  { glosses, signs, spellings }: Vocabulary,
  lower: (text: string) => string,
): Dictionary {
  const dictionary: Dictionary = { whole: new Map(), stems: new Map(), known: new Set(signs.map(lower)) };
  const entries = [...spellings, ...glosses.flatMap(({ words }) => words)].map(lower);
  for (const entry of entries)
    for (const piece of entry.split(/[ …]+/)) {
      const word = piece.replace(/[*#]/g, '');
      dictionary.known.add(word);
      // Parts of longer entries are known, and no aim of a correction.
      if (!/^\p{L}+$/u.test(word) || piece !== entry || piece.startsWith('#')) continue;
      const isStem = piece.endsWith('*');
      if (word.length >= SHORTEST) addTo(dictionary.whole, word);
      if (isStem && word.length >= SHORTEST_STEM) addTo(dictionary.stems, word);
    }
  return dictionary;
}

const sorted = (word: string): string => [...word].toSorted().join('');

/** The one word that is a slip away, or null where there is none or more than one. */
function nearest(word: string, index: Map<string, Set<string>>, mayReplace: boolean): string | null {
  const near = new Set<string>();
  for (const key of [word, ...withoutOne(word)])
    for (const candidate of index.get(key) ?? []) {
      if (candidate === word || candidate[0] !== word[0]) continue;
      if (editDistance([...word], [...candidate], 1) > 1) continue;
      const isReplaced = candidate.length === word.length && sorted(candidate) !== sorted(word);
      // Another ending is another form of the word.
      const isForm = isReplaced && candidate.slice(-2) !== word.slice(-2);
      if (!isReplaced || (mayReplace && !isForm)) near.add(candidate);
    }
  const [only, other] = near;
  return only !== undefined && other === undefined ? only : null;
}

/** @param word as it is compared: without case and signs */
function corrected(word: string, { whole, stems, known }: Dictionary): string | null {
  if (word.length < SHORTEST || word.length > LONGEST || known.has(word)) return null;
  const other = nearest(word, whole, word.length >= SHORTEST_WITH_ANOTHER_LETTER);
  if (other !== null) return isEnding(word, other) ? null : other;
  for (let length = Math.min(word.length - 1, 14); length >= SHORTEST; length -= 1) {
    const beginning = word.slice(0, length);
    const stem = nearest(beginning, stems, false);
    if (stem !== null && !isEnding(beginning, stem)) return stem + word.slice(length);
  }
  return null;
}

/** One goes on where the other ends: another form, and no slip. */
const isEnding = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

const dictionaries = new WeakMap<Vocabulary, Dictionary>();

function dictionaryOf(vocabulary: Vocabulary, lower: (text: string) => string): Dictionary {
  let own = dictionaries.get(vocabulary);
  if (!own) {
    own = makeDictionary(vocabulary, lower);
    dictionaries.set(vocabulary, own);
  }
  return own;
}

/**
 * @param unknown stretches of a text that no entry of the vocabulary has taken
 * @param lower how words are compared; keeps their length
 * @returns the stretches with their slips mended
 */
export function mendSpelling(
  unknown: readonly string[],
  vocabulary: Vocabulary,
  lower: (text: string) => string,
): string[] {
  if (!vocabulary.spaced) return [...unknown];
  const dictionary = dictionaryOf(vocabulary, lower);
  let left = MOST;
  return unknown.map((stretch) =>
    stretch.replace(/(?<![\p{L}\p{N}_@#./-])\p{L}{5,24}(?![\p{L}\p{N}_@/-]|\.\p{L})/gu, (word) => {
      const other = left > 0 ? corrected(lower(word), dictionary) : null;
      if (other === null) return word;
      left -= 1;
      return other;
    }),
  );
}
