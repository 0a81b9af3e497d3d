/**
 * A labelled Dataset → who trains, who validates, who tests. Seeded, stratified, groups kept together, parts that
 * the file itself gives honoured. The order of the samples in the file does not matter: they are ordered by a
 * seeded hash of their content. Next: training reads `test` once, after every choice is made.
 */
import { UserError } from '../errors.ts';
import { drawKey } from '../hash.ts';
import { drawGroups } from '../statistics/groups.ts';
import type { Note } from '../text/notes.ts';
import { term } from '../text/term.ts';
import type { LabelledDataset, Part } from './dataset.ts';
import { drawnNotes, givenNotes, missingNotes, separateTestNotes } from './split-notes.ts';
import { normaliseText } from './text/group-texts.ts';

export interface Split {
  /** Sample indices, ascending. */
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
  /** How the parts came about, for the report. */
  notes: Note[];
}

const PARTS = ['train', 'validation', 'test'] as const satisfies readonly Part[];
type Shares = Record<Part, number>;

/** Small sets need more to judge by, large ones have enough. */
function sharesFor(n: number): Shares {
  if (n < 200) return { train: 0.6, validation: 0.2, test: 0.2 };
  if (n < 20_000) return { train: 0.7, validation: 0.15, test: 0.15 };
  return { train: 0.8, validation: 0.1, test: 0.1 };
}

function contentOf(dataset: LabelledDataset, index: number): string {
  return dataset.kind === 'text' ? dataset.samples[index]!.text : dataset.samples[index]!.hash;
}

/** Large groups first (they are the hardest to place), equals in the order of the draw. */
function largestFirst(dataset: LabelledDataset, indices: readonly number[], seed: number): number[][] {
  const groupOf = (index: number) => dataset.samples[index]!.group;
  return drawGroups(indices, groupOf, (index) => drawKey(seed, contentOf(dataset, index))).toSorted(
    (a, b) => b.length - a.length,
  );
}

/** [classes] samples wanted in each part: at least one where the class has as many samples as parts. */
function wanted(counts: Int32Array, shares: Shares): Record<Part, Int32Array> {
  const open = PARTS.filter((part) => shares[part] > 0);
  const want = { train: new Int32Array(counts), validation: counts.map(() => 0), test: counts.map(() => 0) };
  counts.forEach((count, c) => {
    for (const part of open) {
      if (part === 'train') continue;
      const least = count >= open.length ? 1 : 0;
      want[part][c] = Math.max(least, Math.round(count * shares[part]));
      want.train[c]! -= want[part][c]!;
    }
  });
  return want;
}

/**
 * Each group goes where its classes lack most. Greedy, as stratified group k-fold does it.
 * @param shares of `indices`; a share of 0 closes the part.
 */
function deal(
  dataset: LabelledDataset,
  indices: readonly number[],
  shares: Shares,
  seed: number,
): Record<Part, number[]> {
  const counts = new Int32Array(dataset.classes.length);
  for (const index of indices) counts[dataset.samples[index]!.label]! += 1;
  const lacks = wanted(counts, shares);
  const dealt: Record<Part, number[]> = { train: [], validation: [], test: [] };
  for (const members of largestFirst(dataset, indices, seed)) {
    let best: Part = 'train';
    let most = Number.NEGATIVE_INFINITY;
    for (const part of PARTS) {
      if (shares[part] === 0) continue;
      const lack = members.reduce((sum, index) => sum + lacks[part][dataset.samples[index]!.label]!, 0);
      if (lack > most) [best, most] = [part, lack];
    }
    dealt[best].push(...members);
    for (const index of members) lacks[best][dataset.samples[index]!.label]! -= 1;
  }
  return dealt;
}

const ascending = (indices: readonly number[]): Int32Array => Int32Array.from(indices).sort();

interface Given {
  fixed: Record<Part, number[]>;
  open: number[];
  /** Training samples left out because a copy stands in the given test or validation part. */
  removed: number;
}

/** What the file itself decides. Samples without a part, where others have one, count as training data. */
function takeGiven(dataset: LabelledDataset): Given | null {
  const fixed: Record<Part, number[]> = { train: [], validation: [], test: [] };
  for (const [i, sample] of dataset.samples.entries()) fixed[sample.part ?? 'train'].push(i);
  if (fixed.train.length === 0 || fixed.validation.length + fixed.test.length === 0) return null;
  const groupsOf = (indices: readonly number[]): Set<number> =>
    new Set(indices.map((i) => dataset.samples[i]!.group));
  const inTest = groupsOf(fixed.test);
  const validation = fixed.validation.filter((i) => !inTest.has(dataset.samples[i]!.group));
  const judged = new Set([...inTest, ...groupsOf(validation)]);
  const train = fixed.train.filter((i) => !judged.has(dataset.samples[i]!.group));
  const removed = fixed.train.length + fixed.validation.length - train.length - validation.length;
  return { fixed: { train: [], validation, test: fixed.test }, open: train, removed };
}

function splitGiven(dataset: LabelledDataset, given: Given, seed: number): Split {
  const needs = (part: Part): number => (given.fixed[part].length === 0 ? 0.15 : 0);
  const shares: Shares = {
    train: 1 - needs('validation') - needs('test'),
    validation: needs('validation'),
    test: needs('test'),
  };
  const dealt = deal(dataset, given.open, shares, seed);
  const parts = {
    train: dealt.train,
    validation: [...given.fixed.validation, ...dealt.validation],
    test: [...given.fixed.test, ...dealt.test],
  };
  const named = PARTS.filter((part) => part !== 'train' && given.fixed[part].length > 0);
  const drawn = PARTS.filter((part) => shares[part] > 0 && part !== 'train');
  return {
    train: ascending(parts.train),
    validation: ascending(parts.validation),
    test: ascending(parts.test),
    notes: [...givenNotes({ named, drawn, removed: given.removed, seed }), ...missingNotes(dataset, parts)],
  };
}

/** A part without samples has nothing to learn from or to be judged by. @throws UserError `no-independent-samples` */
function refuseEmptyParts<S extends Split>(split: S, dataset: LabelledDataset): S {
  const empty = PARTS.find((part) => split[part].length === 0);
  if (empty === undefined) return split;
  const groups = new Set(dataset.samples.map(({ group }) => group)).size;
  throw new UserError('no-independent-samples', {
    part: term(`word.part.${empty}`),
    samples: dataset.samples.length,
    groups,
  });
}

/** @param options.seed the same seed and data give the same split. @throws UserError `no-independent-samples` */
export function splitDataset(dataset: LabelledDataset, options: { seed: number }): Split {
  const given = takeGiven(dataset);
  return refuseEmptyParts(
    given ? splitGiven(dataset, given, options.seed) : drawSplit(dataset, options),
    dataset,
  );
}

function drawSplit(dataset: LabelledDataset, options: { seed: number }): Split {
  const shares = sharesFor(dataset.samples.length);
  const dealt = deal(
    dataset,
    dataset.samples.map((_, i) => i),
    shares,
    options.seed,
  );
  const groups = new Set(dataset.samples.map(({ group }) => group)).size;
  return {
    train: ascending(dealt.train),
    validation: ascending(dealt.validation),
    test: ascending(dealt.test),
    notes: [...drawnNotes(dataset, { seed: options.seed, shares, groups }), ...missingNotes(dataset, dealt)],
  };
}

/**
 * With a test file of its own: train and validation from `dataset`, test = all of `test` (opened with
 * `like: dataset`, so that its classes are the same). Training samples that stand in the test file too are left
 * out and counted.
 * @throws UserError `no-independent-samples` when nothing is left to train on
 */
export function splitForSeparateTest(
  dataset: LabelledDataset,
  test: LabelledDataset,
  options: { seed: number },
): Split & { removed: number } {
  const tested = new Set(test.samples.map((_, i) => contentKey(test, i)));
  const groups = new Set<number>();
  dataset.samples.forEach((sample, i) => {
    if (tested.has(contentKey(dataset, i))) groups.add(sample.group);
  });
  const open = dataset.samples.map((_, i) => i).filter((i) => !groups.has(dataset.samples[i]!.group));
  const share = open.length < 200 ? 0.25 : 0.15;
  const dealt = deal(dataset, open, { train: 1 - share, validation: share, test: 0 }, options.seed);
  const removed = dataset.samples.length - open.length;
  const split = {
    train: ascending(dealt.train),
    validation: ascending(dealt.validation),
    test: Int32Array.from({ length: test.samples.length }, (_, i) => i),
    removed,
    notes: separateTestNotes(test, { seed: options.seed, share, removed }),
  };
  return refuseEmptyParts(split, dataset);
}

/** What two samples share when they are one: the file's bytes, or the text without case, spaces and punctuation. */
export const contentKey = (dataset: LabelledDataset, index: number): string =>
  dataset.kind === 'text' ? normaliseText(dataset.samples[index]!.text) : dataset.samples[index]!.hash;
