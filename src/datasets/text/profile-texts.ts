/** What to say about texts: lengths and language. Called by `open-text.ts`. */

import { detect } from 'tinyld';
import { term } from '../../text/term.ts';
import type { DatasetProfile, Problem, TextSample } from '../dataset.ts';
import { fact } from '../fact.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';

/** Texts and characters of each from which the language is told. */
const LANGUAGE_TEXTS = 200;
const LANGUAGE_CHARACTERS = 300;
/** Less text than this tells no language. */
const FEWEST_CHARACTERS = 120;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

/** Every k-th element, `count` of them at most. */
const spread = <T>(items: readonly T[], count: number): T[] => {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, i) => items[Math.floor(i * step)]!);
};

/**
 * Votes of a sample of texts, weighted by length.
 * @returns languages with their share of the votes, commonest first; empty when no text is long enough.
 */
function detectLanguages(texts: readonly string[]): { language: string; share: number }[] {
  const votes = new Map<string, number>();
  let total = 0;
  for (const text of spread(texts, LANGUAGE_TEXTS)) {
    const language = detect(text.slice(0, LANGUAGE_CHARACTERS));
    if (language === '') continue;
    const weight = Math.min(text.length, LANGUAGE_CHARACTERS);
    votes.set(language, (votes.get(language) ?? 0) + weight);
    total += weight;
  }
  if (total < FEWEST_CHARACTERS) return [];
  return [...votes]
    .map(([language, weight]) => ({ language, share: weight / total }))
    .toSorted((a, b) => b.share - a.share || (a.language < b.language ? -1 : 1));
}

export function describeTexts(samples: readonly TextSample[]): {
  facts: DatasetProfile['facts'];
  problems: Problem[];
  language: string | null;
} {
  const lengths = samples.map(({ text }) => text.length).toSorted((a, b) => a - b);
  const languages = detectLanguages([...new Set(samples.map(({ text }) => text))]);
  const main = languages[0];
  const cut = lengths.filter((length) => length >= LIMITS.textCharacters).length;
  const shown = languages.filter(({ share }) => share >= 0.1).slice(0, 3);
  return {
    facts: [
      fact(
        'text-length',
        term('detail.lengths', { median: quantile(lengths, 0.5), most: quantile(lengths, 0.95) }),
      ),
      ...(main && main.share >= 0.4
        ? [
            fact(
              'language',
              shown.map(({ language, share }) =>
                term('detail.language-share', { language: { language }, percent: Math.round(share * 100) }),
              ),
            ),
          ]
        : []),
    ],
    problems:
      cut === 0
        ? []
        : [
            problem({
              severity: 'note',
              code: 'long-texts',
              values: { count: cut, limit: LIMITS.textCharacters },
              items: [],
            }),
          ],
    language: main && main.share >= 0.5 && main.language.length === 2 ? main.language : null,
  };
}
