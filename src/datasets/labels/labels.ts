/**
 * Raw labels → classes and one class index a sample, with what had to be said about them. Shared by text, images
 * and audio. Rules: spellings that differ in case or spaces are one class; a class under `samplesPerClass` is left
 * out; fewer than two classes, or too many, refuse the set.
 */

import { UserError } from '../../errors.ts';
import type { Value } from '../../text/term.ts';
import type { Problem } from '../dataset.ts';
import { LIMITS } from '../limits.ts';
import { problem } from '../problem.ts';
import { isNumeric, MEASURED_VALUES } from '../tables/numbers.ts';
import { firstItems } from '../tables/table.ts';
import { mergedProblems, problemsOf } from './label-problems.ts';
import { findNearSpellings, followSlips, type NearSpelling, nearestSpelling } from './near-spellings.ts';

const MISSING = new Set(['', 'nan', 'null', '<na>', 'n/a', '-', '--', '–', '—', '?', '(blank)', '(empty)']);
/** What workbooks write where a formula failed, in any language: `#N/A`, `#NV`, `#WERT!`. */
const FAILED = /^#(?:n\/?[advp]|\p{L}{2,12}[!?]|div\/0!)$/iu;

/** R writes `NA`; in other letters it may be a name. */
export const isMissingLabel = (label: string): boolean => {
  const text = label.trim();
  return text === 'NA' || MISSING.has(text.toLowerCase()) || FAILED.test(text);
};

const compareNames = new Intl.Collator('en', { numeric: true }).compare;
/** Label order: numbers by value, names by alphabet; ties by code point, so that the order is always the same. */
export const compareLabels = (a: string, b: string): number =>
  compareNames(a, b) || (a < b ? -1 : a > b ? 1 : 0);

/** `1.0` is what some programs make of `1` when a column has gaps. */
const spellingKey = (label: string): string =>
  label
    .normalize('NFKC')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
    // Capitals of `ı`, `ß` and `ς` are those of other letters, and that of `i` may bear a dot.
    .replaceAll(/i\u0307|ı/g, 'i')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replace(/^(-?\d+)\.0+$/, '$1');

export interface Labels {
  classes: string[];
  /** Class index of each sample, −1 for a sample that is left out. */
  index: Int32Array;
  problems: Problem[];
}

/** One class a spelling key, named by its commonest spelling. */
function gatherSpellings(labels: readonly string[]): { names: Map<string, string>; merged: string[] } {
  const spellings = new Map<string, Map<string, number>>();
  for (const label of labels) {
    if (isMissingLabel(label)) continue;
    const key = spellingKey(label);
    const counts = spellings.get(key) ?? new Map<string, number>();
    counts.set(label, (counts.get(label) ?? 0) + 1);
    spellings.set(key, counts);
  }
  const names = new Map<string, string>();
  const merged: string[] = [];
  for (const [key, counts] of spellings) {
    const ordered = [...counts].toSorted((a, b) => b[1] - a[1] || compareLabels(a[0], b[0]));
    names.set(key, ordered[0]![0].trim().replaceAll(/\s+/g, ' '));
    if (ordered.length > 1) merged.push(ordered.map(([label]) => JSON.stringify(label)).join(' = '));
  }
  return { names, merged };
}

/** Whole numbers from 0 or 1 on without a gap number classes; measurements hardly fall so. */
function areClassNumbers(names: readonly string[]): boolean {
  const numbers = names.map(Number);
  const least = Math.min(...numbers);
  const isWhole = numbers.every((value) => Number.isInteger(value));
  return isWhole && (least === 0 || least === 1) && Math.max(...numbers) - least + 1 === names.length;
}

function refuseMeasurements(names: string[], column: Value): void {
  if (names.length <= MEASURED_VALUES || !names.every(isNumeric) || areClassNumbers(names)) return;
  throw new UserError('numeric-target', {
    column,
    distinct: names.length,
    examples: names.slice(0, 5).join(', '),
    limit: MEASURED_VALUES,
  });
}

function refuseCount(names: string[], sampleCount: number, column: Value): void {
  if (names.length > LIMITS.classes || (names.length > 20 && names.length > sampleCount / 2)) {
    throw new UserError('too-many-classes', {
      column,
      classes: names.length,
      samples: sampleCount,
      limit: LIMITS.classes,
    });
  }
}

/**
 * @param labels raw label of each sample; missing ones have been left out already.
 * @param column what holds the labels, for messages: `The column "label"`, `The class folder`.
 * @param options.numbersAreNames many different numbers are names of classes (folders), not measurements.
 * @throws UserError `numeric-target`, `too-many-classes`, `labels-empty`, `one-class`, `too-few-samples`.
 */
export function makeLabels(
  labels: readonly string[],
  column: Value,
  { numbersAreNames = false, mergeSpellings = false }: { numbersAreNames?: boolean } & Merging = {},
): Labels {
  if (mergeSpellings) return makeMerged(labels, column, { numbersAreNames });
  const { names, merged } = gatherSpellings(labels);
  const all = [...new Set(names.values())];
  if (!numbersAreNames) refuseMeasurements(all, column);
  refuseCount(all, labels.length, column);
  const counts = countKeys(labels);
  const rare = [...names].filter(([key]) => (counts.get(key) ?? 0) < LIMITS.samplesPerClass);
  const kept = [...names].filter(([key]) => (counts.get(key) ?? 0) >= LIMITS.samplesPerClass);
  refuseFew(kept.length, names, counts, column);
  const classes = kept.map(([, name]) => name).toSorted(compareLabels);
  const positions = new Map(kept.map(([key, name]) => [key, classes.indexOf(name)]));
  return {
    classes,
    index: Int32Array.from(labels, (label) => positions.get(spellingKey(label)) ?? -1),
    problems: problemsOf({
      merged,
      near: nearOf(names, counts),
      rare: rare.map(([key, name]) => ({ name, count: counts.get(key)! })),
    }),
  };
}

interface Merging {
  /** Rare classes spelt nearly like a common one are taken as it. */
  mergeSpellings?: boolean;
}

function countKeys(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) {
    const key = spellingKey(label);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const nearOf = (names: Map<string, string>, counts: Map<string, number>): NearSpelling[] =>
  findNearSpellings([...names].map(([key, name]) => ({ name, count: counts.get(key)! })));

/** As `makeLabels`, with slips written like what they are nearly spelt like. */
function makeMerged(labels: readonly string[], column: Value, options: { numbersAreNames: boolean }): Labels {
  const { names } = gatherSpellings(labels);
  const pairs = followSlips(nearOf(names, countKeys(labels)));
  const meant = new Map(pairs.map(({ rare, common }) => [spellingKey(rare.name), common.name]));
  const made = makeLabels(
    labels.map((label) => meant.get(spellingKey(label)) ?? label),
    column,
    options,
  );
  return { ...made, problems: [...mergedProblems(pairs), ...made.problems] };
}

function refuseFew(
  kept: number,
  names: Map<string, string>,
  counts: Map<string, number>,
  column: Value,
): void {
  if (kept >= 2) return;
  const listed = [...names].slice(0, 10).map(([key, name]) => `${JSON.stringify(name)}: ${counts.get(key)}`);
  if (names.size < 2) {
    throw listed[0] === undefined
      ? new UserError('labels-empty', { column })
      : new UserError('one-class', { column, listed: listed[0] });
  }
  throw new UserError('too-few-samples', {
    column,
    limit: LIMITS.samplesPerClass,
    listed: listed.join(', '),
  });
}

/** What a separate test file must agree with: the classes, and the columns of a text table. */
export interface Like {
  classes: readonly string[];
  columns?: { text: readonly string[]; label: string };
}

/**
 * Labels of a later file → indices into known classes; other labels are left out and counted.
 * @throws UserError `no-known-class` when not one label is known.
 */
export function matchLabels(
  given: readonly string[],
  classes: readonly string[],
  column: Value,
  { mergeSpellings = false }: Merging = {},
): Labels {
  const positions = new Map(classes.map((name, i) => [spellingKey(name), i]));
  const isKnown = (label: string): boolean => positions.has(spellingKey(label));
  const labels = mergeSpellings
    ? given.map((label) => (isKnown(label) ? label : (nearestSpelling(label, classes) ?? label)))
    : given;
  const index = Int32Array.from(labels, (label) => positions.get(spellingKey(label)) ?? -1);
  const unknown = [...new Set(labels.filter((_, i) => index[i] === -1))].toSorted(compareLabels);
  if (index.every((position) => position < 0)) {
    throw new UserError('no-known-class', {
      column,
      known: classes.slice(0, 10).join(', '),
      unknown: unknown.slice(0, 10).join(', '),
    });
  }
  if (unknown.length === 0) return { classes: [...classes], index, problems: [] };
  const count = index.reduce((sum, position) => sum + (position < 0 ? 1 : 0), 0);
  return {
    classes: [...classes],
    index,
    problems: [
      problem({
        severity: 'warning',
        code: 'unknown-classes',
        values: { count, classes: unknown.length },
        items: firstItems(unknown),
        count,
      }),
    ],
  };
}
