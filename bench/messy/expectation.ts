/**
 * What a careful person would understand of a file, and what they would have to be told: the closed vocabulary in which
 * the makers of files (`cases/`) and the judge (`judge.ts`) speak. It names meanings, not the codes of today's notes;
 * `said.ts` translates those.
 */
import type { DataKind } from '../../src/datasets/dataset.ts';

/** Everything that can be said of a file before training. */
export const MEANINGS = {
  candidates: 'several columns could hold the classes; these are they',
  'several-labels': 'a sample has several labels at once',
  'spread-label': 'the one label of a sample is spread over columns of 0 and 1',
  'file-names': 'the cells are names of files that are not here',
  sideways: 'the table lies on its side: samples are columns',
  'number-target': 'what is to be predicted is a number, not a class',
  'numbers-table': 'a table of measurements, without text',
  'no-text': 'what would be read as text is identifiers or dates',
  'class-in-text': 'the names of the classes stand in the texts',
  'leak-token': 'one token of the text decides nearly all',
  'leak-column': 'one column that is read decides nearly all',
  'near-spelling': 'a rare class is spelt nearly like a common one',
  'merged-spellings': 'spellings that differ in case or spaces were merged',
  'rows-dropped': 'so many rows were left out',
  'conflicting-labels': 'equal samples have different labels',
  duplicates: 'equal or nearly equal samples',
  'one-class': 'there is one class only',
  'too-many-classes': 'nearly every sample has a label of its own',
  'no-label': 'no column holds classes',
  'few-samples': 'there are few samples',
  imbalance: 'classes are of very different sizes',
  broken: 'the file is not well formed',
} as const;
export type Meaning = keyof typeof MEANINGS;

/** What a clean file must never be told. */
export const ALARMS: readonly Meaning[] = (Object.keys(MEANINGS) as Meaning[]).filter(
  (meaning) => meaning !== 'duplicates',
);

/** What a refusal tells the person to do. */
export const MENDS = {
  'zip-with-files': 'put the files and this table into one zip',
  'turn-around': 'swap rows and columns',
  'one-class-a-row': 'write one class a row',
  'sort-into-ranges': 'sort the numbers into named ranges',
  'add-text': 'send a column of sentences',
  'add-class': 'add samples of a second class',
} as const;
export type Mend = keyof typeof MENDS;

export interface Saying {
  say: Meaning;
  /** Must stand in what is said of it: class or column names, counts, tokens. */
  naming?: readonly string[];
}

/** The classes come from this column; or it cannot be known, and these have to be offered; `*`: it does not matter. */
export type LabelExpectation = string | { ask: readonly string[] };

export interface Taken {
  kind: 'taken';
  as: DataKind;
  label: LabelExpectation;
  /** Columns read as text; null where that does not matter. */
  text: readonly string[] | null;
  /** Null where that does not matter. */
  classes: readonly string[] | null;
  mustSay: readonly Saying[];
}

export interface Refused {
  kind: 'refused';
  /** The first is the reason to give; the others are true, but help less. */
  because: readonly Meaning[];
  /** One of them has to be told; empty where nothing helps. */
  mends: readonly Mend[];
}

export interface Expectation {
  /** Any of them is right. */
  outcomes: readonly (Taken | Refused)[];
  mustNotSay: readonly Meaning[];
  /** The only language that may be claimed (ISO 639-1); null: none may be; `*`: any. */
  language: string | null;
  /** Columns that a person could name as target; a refusal that sends them to name one is false when there is none. */
  targets: readonly string[];
  /** Of a finished Run on these data. */
  verdict: 'works' | 'does-not-work' | 'any';
}

export interface MessyFile {
  /** `open/german-tickets/several-in-cell`. */
  id: string;
  bank: 'open' | 'sealed';
  case: string;
  /** Of the texts. */
  language: string;
  /** Nothing is wrong with it, and nothing must be said to be. */
  isClean: boolean;
  name: string;
  bytes: Uint8Array;
  /** What the person wrote beside it. */
  description: string | null;
  expectation: Expectation;
}
