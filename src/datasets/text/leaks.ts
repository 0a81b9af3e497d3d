/**
 * Does something in the text give the class away, which will not be there for new texts? Measured: the name of the class
 * in its texts, and rules of one word (`this word → this class`) that decide a whole class. Called by `open-text.ts`.
 */

import type { Problem } from '../dataset.ts';
import { problem } from '../problem.ts';

/** Texts that rules are measured on, and characters and words of each. */
const TEXTS = 2_000;
const CHARACTERS = 2_000;
const WORDS = 200;
/** A word that stands in so many texts of a class, and hardly anywhere else, decides it. */
const COVERED = 0.9;
const RIGHT = 0.98;
const LEAST_TEXTS = 8;
/** Texts that name their class; other classes are named in a fifth of that at most. */
const NAMED = 0.5;
const NAMED_OTHERS = 0.2;

export interface Labelled {
  text: string;
  label: number;
}

interface Rule {
  word: string;
  label: number;
  /** Share of the class that it covers. */
  share: number;
}

/** Writing without spaces, also beside numbers and Latin letters. */
const UNDIVIDED = /[\u3040-\u30ff\u3400-\u9fff]{2,}/g;

/** Words, and what stands between spaces, as written; pairs of signs where words are not divided. */
function wordsOf(text: string): Set<string> {
  const cut = text.slice(0, CHARACTERS);
  const words = (cut.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, WORDS);
  const chunks = cut.split(/\s+/, WORDS).filter((chunk) => chunk.length > 0 && chunk.length <= 40);
  const pairs = (cut.match(UNDIVIDED) ?? [])
    .slice(0, WORDS)
    .flatMap((word) => Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2)));
  return new Set([...words, ...chunks, ...pairs]);
}

const spread = <T>(items: readonly T[], count: number): readonly T[] => {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
};

/** The best rule of each class that has one. */
export function findRules(samples: readonly Labelled[], classCount: number): Rule[] {
  const sizes = new Int32Array(classCount);
  const counts = new Map<string, Map<number, number>>();
  for (const { text, label } of spread(samples, TEXTS)) {
    sizes[label]! += 1;
    for (const word of wordsOf(text)) {
      const own = counts.get(word) ?? new Map<number, number>();
      counts.set(word, own.set(label, (own.get(label) ?? 0) + 1));
    }
  }
  const best = new Map<number, Rule>();
  for (const [word, own] of counts) {
    const total = [...own.values()].reduce((sum, count) => sum + count, 0);
    for (const [label, count] of own) {
      const share = count / sizes[label]!;
      if (sizes[label]! < LEAST_TEXTS || share < COVERED || count < total * RIGHT) continue;
      const known = best.get(label);
      if (!known || share > known.share || (share === known.share && word.length > known.word.length))
        best.set(label, { word, label, share });
    }
  }
  return [...best.values()];
}

const percent = (share: number): number => Math.round(share * 100);

/** Texts that name their own class against those that name the next one. */
function namedShare(samples: readonly Labelled[], classes: readonly string[]): number {
  const keys = classes.map((name) => name.normalize('NFKC').toLowerCase());
  const isName = (key: string): boolean => key.length >= 3 || (key.length === 2 && /[^\p{ASCII}]/u.test(key));
  let own = 0;
  let other = 0;
  for (const { text, label } of samples) {
    const words = text.slice(0, CHARACTERS).normalize('NFKC').toLowerCase();
    const [mine, next] = [keys[label]!, keys[(label + 1) % keys.length]!];
    if (isName(mine) && words.includes(mine)) own += 1;
    if (isName(next) && words.includes(next)) other += 1;
  }
  return other > own * NAMED_OTHERS ? 0 : own / Math.max(1, samples.length);
}

function sayRules(rules: readonly Rule[], classes: readonly string[]): string[] {
  return rules
    .toSorted((a, b) => b.share - a.share || a.label - b.label)
    .slice(0, 10)
    .map(({ word, label, share }) => `${word} → ${classes[label]} (${percent(share)} %)`);
}

export interface LeakColumn {
  name: string;
  isRead: boolean;
  /** [n] cells of the kept samples. */
  cells: readonly string[];
}

/**
 * @param samples the texts as they are read.
 * @param columns the columns that the text is joined from, where there are several, and those left unread as written
 * after the fact.
 */
export function findLeaks(
  samples: readonly Labelled[],
  classes: readonly string[],
  columns: readonly LeakColumn[],
): Problem[] {
  const named = namedShare(samples, classes);
  if (named >= NAMED) return [namedProblem(named)];
  const leaking = columns.flatMap((column) => {
    const cells = column.cells.map((text, i) => ({ text, label: samples[i]!.label }));
    const rules = findRules(cells, classes.length);
    // One word that happens to mark one of many classes does not make the column an answer.
    return rules.length * 2 >= classes.length ? [columnProblem(column, sayRules(rules, classes))] : [];
  });
  if (leaking.length > 0) return leaking;
  const rules = findRules(samples, classes.length);
  return rules.length > 0 ? [wordProblem(sayRules(rules, classes))] : [];
}

const namedProblem = (share: number): Problem =>
  problem({
    severity: 'warning',
    code: 'class-in-text',
    values: { percent: percent(share) },
    items: [],
  });

const wordProblem = (items: string[]): Problem =>
  problem({
    severity: 'warning',
    code: 'leak-token',
    items,
  });

const columnProblem = ({ name, isRead }: LeakColumn, items: string[]): Problem => {
  const column = JSON.stringify(name);
  return isRead
    ? problem({
        severity: 'warning',
        code: 'leak-column',
        values: { column },
        items,
      })
    : problem({
        severity: 'note',
        code: 'leak-column-unread',
        values: { column },
        items,
      });
};
