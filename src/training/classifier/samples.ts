/**
 * A labelled Dataset and, where the person gave one, its separate test file go in; one list of samples with its split
 * comes out, indexed alike by every contender. Next: `folds.ts`.
 */
import type { DataKind, FileSample, LabelledDataset, TextSample } from '../../datasets/dataset.ts';
import { splitDataset, splitForSeparateTest } from '../../datasets/split.ts';
import type { Note } from '../../text/notes.ts';
import type { JudgedSamples } from './evaluate/mistakes.ts';

export interface Samples {
  kind: Extract<DataKind, 'image' | 'text' | 'audio'>;
  classes: string[];
  /** Texts, or files; the other list is empty. */
  texts: string[];
  files: { path: string; hash: string }[];
  ids: string[];
  labels: Int32Array;
  groups: Int32Array;
  /** What the data call each sample's group, empty where they do not; null without named groups. */
  groupNames: string[] | null;
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
  /** train + validation, ascending. */
  pool: Int32Array;
  splitNotes: Note[];
}

/** @param test a data set opened `like` the first, whose samples are then the test part. */
export function gatherSamples(dataset: LabelledDataset, test: LabelledDataset | null, seed: number): Samples {
  const split = test ? splitForSeparateTest(dataset, test, { seed }) : splitDataset(dataset, { seed });
  const own = dataset.samples;
  const all: (TextSample | FileSample)[] = [...own, ...(test?.samples ?? [])];
  return {
    kind: dataset.kind,
    classes: dataset.classes,
    texts: all.flatMap((sample) => ('text' in sample ? [sample.text] : [])),
    files: all.flatMap((sample) => ('path' in sample ? [{ path: sample.path, hash: sample.hash }] : [])),
    ids: all.map((sample) => sample.id),
    labels: Int32Array.from(all, (sample) => sample.label),
    groups: Int32Array.from(all, (sample) => sample.group),
    groupNames: namesOf(dataset, test),
    train: split.train,
    validation: split.validation,
    test: test ? split.test.map((index) => index + own.length) : split.test,
    pool: Int32Array.from([...split.train, ...split.validation]).sort(),
    splitNotes: split.notes,
  };
}

function namesOf(dataset: LabelledDataset, test: LabelledDataset | null): string[] | null {
  const all = test ? [dataset, test] : [dataset];
  if (all.every(({ groupNames }) => !groupNames)) return null;
  return all.flatMap(({ groupNames, samples }) => groupNames ?? samples.map(() => ''));
}

/** Leaves samples out of every part, e.g. files that could not be decoded. */
export function withoutSamples(samples: Samples, left: ReadonlySet<number>): Samples {
  const keep = (rows: Int32Array) => rows.filter((row) => !left.has(row));
  return {
    ...samples,
    train: keep(samples.train),
    validation: keep(samples.validation),
    test: keep(samples.test),
    pool: keep(samples.pool),
  };
}

/** The labels of some rows. */
export const labelsOf = (samples: Samples, rows: Int32Array): Int32Array =>
  rows.map((row) => samples.labels[row]!);

/** Samples of each class among some rows. */
export function classCounts(samples: Samples, rows: Int32Array): Int32Array {
  const counts = new Int32Array(samples.classes.length);
  for (const row of rows) counts[samples.labels[row]!]!++;
  return counts;
}

/** Some rows as `evaluate/` judges them. */
export const judgedSamples = (samples: Samples, rows: Int32Array): JudgedSamples => ({
  kind: samples.kind,
  ids: Array.from(rows, (row) => samples.ids[row]!),
  labels: labelsOf(samples, rows),
  classes: samples.classes,
  texts: samples.kind === 'text' ? Array.from(rows, (row) => samples.texts[row]!) : null,
  paths: samples.kind === 'text' ? null : Array.from(rows, (row) => samples.files[row]!.path),
  groups: samples.groupNames && Array.from(rows, (row) => samples.groupNames![row]!),
});
