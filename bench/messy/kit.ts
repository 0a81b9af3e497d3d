/**
 * What a case builds its file from: the Theme, repeatable random numbers, the bank's own habits (`Habits`), and records
 * drawn from all three. A case (`cases/`) returns a Draft; `banks.ts` writes it out as a MessyFile.
 */
import { type Random, shuffle } from '../../src/statistics/random.ts';
import {
  ALARMS,
  type Expectation,
  type LabelExpectation,
  type Meaning,
  type Mend,
  type Refused,
  type Saying,
  type Taken,
} from './expectation.ts';
import { drawAnswer, drawOne, drawSubject, drawText, type Theme } from './theme.ts';
import type { Format } from './write-table.ts';

/** How people of a series of files write what is messy; every series differs. */
export interface Habits {
  bank: 'open' | 'sealed';
  /** How several labels stand in one cell, one way a file. */
  joins: readonly ((labels: readonly string[]) => string)[];
  /** Of a class name to one of its misspellings. */
  misspell: (name: string, random: Random) => string;
  /** Something in the text that gives the class away: its place (0, 1, …), and whether every class has one. */
  leak: { mark: (place: number, text: string, random: Random) => string; tokens: readonly string[] };
  /** A date of the last two years, in the bank's mix of styles. */
  date: (day: number) => string;
  fileName: (place: number, ext: string) => string;
  /** A text that names its class. */
  nameClass: (name: string, text: string) => string;
  titleLines: (theme: Theme) => string[][];
  sizes: readonly [least: number, most: number];
  /** Names that differ in one sign, and are classes of their own. */
  levels: readonly string[];
  /** Classes that are numbers. */
  stars: readonly string[];
  /** What stands in a cell where nothing was filled in. */
  empty: string;
  /** Before the numbers of orders. */
  orderPrefix: string;
}

export interface Sample {
  class: string;
  text: string;
  subject: string;
  other: string;
  flag: string;
  person: string;
  id: string;
  date: string;
  number: string;
  note: string;
  answer: string;
}
export type Field = Exclude<keyof Sample, 'class'> | 'label';

export interface Kit {
  theme: Theme;
  habits: Habits;
  random: Random;
  classes: string[];
}

export interface Draft {
  columns: string[] | null;
  rows: string[][];
  description?: string;
  expectation: Expectation;
  format?: Partial<Format>;
  isClean?: boolean;
  /** Files beside the table, or instead of it: the whole is then a zip. */
  files?: Record<string, Uint8Array>;
}
export type Case = (kit: Kit) => Draft | Promise<Draft>;

/** Different texts, classes in about equal numbers and mixed order. */
export function drawSamples({ theme, habits, random, classes }: Kit, count?: number): Sample[] {
  const [least, most] = habits.sizes;
  const n = count ?? least + random.below(most - least);
  const seen = new Set<string>();
  const samples = Array.from({ length: n }, (_, i): Sample => {
    const name = classes[i % classes.length]!;
    let text = drawText(theme, name, random);
    for (let tries = 0; tries < 50 && seen.has(text); tries += 1) text = drawText(theme, name, random);
    seen.add(text);
    return {
      class: name,
      text,
      subject: drawSubject(theme, name, random),
      other: drawOne(theme.other, random),
      flag: drawOne(theme.flag, random),
      person: drawOne(theme.people, random),
      id: String(20_000 + i * 7 + random.below(6)),
      date: habits.date(random.below(700)),
      number: (5 + random.next() * 400).toFixed(2),
      note: random.next() < 0.15 ? drawOne(theme.notes, random) : '',
      answer: drawAnswer(theme, name, random),
    };
  });
  const order = samples.map((_, i) => i);
  shuffle(order, random);
  return order.map((i) => samples[i]!);
}

/** Columns of the samples under the Theme's names; `names` gives some of them others. */
export function tableOf(
  { theme }: Kit,
  samples: readonly Sample[],
  fields: readonly Field[],
  names: Partial<Record<Field, string>> = {},
): { columns: string[]; rows: string[][] } {
  return {
    columns: fields.map((field) => names[field] ?? theme.columns[field]),
    rows: samples.map((sample) => fields.map((field) => (field === 'label' ? sample.class : sample[field]))),
  };
}

/** The classes that came up in a field, as somebody would list them. */
export const valuesOf = (samples: readonly Sample[], field: Field): string[] =>
  [...new Set(samples.map((sample) => (field === 'label' ? sample.class : sample[field])))].sort();

interface TakenOptions {
  text?: readonly string[] | null;
  classes?: readonly string[] | null;
  mustSay?: readonly (Saying | Meaning)[];
  as?: Taken['as'];
}

export const taken = (label: LabelExpectation, options: TakenOptions = {}): Taken => ({
  kind: 'taken',
  as: options.as ?? 'text',
  label,
  text: options.text ?? null,
  classes: options.classes ?? null,
  mustSay: (options.mustSay ?? []).map((one) => (typeof one === 'string' ? { say: one } : one)),
});

export const refused = (because: readonly Meaning[], mends: readonly Mend[] = []): Refused => ({
  kind: 'refused',
  because,
  mends,
});

/** Everything that no outcome calls for, and that is not allowed by `may`, must not be said. */
export function expect(
  { theme }: Pick<Kit, 'theme'>,
  outcomes: Expectation['outcomes'],
  options: Partial<Pick<Expectation, 'language' | 'targets' | 'verdict'>> & { may?: readonly Meaning[] } = {},
): Expectation {
  const called = new Set<Meaning>(options.may ?? []);
  for (const outcome of outcomes) {
    if (outcome.kind === 'refused') for (const reason of outcome.because) called.add(reason);
    else {
      for (const { say } of outcome.mustSay) called.add(say);
      if (typeof outcome.label !== 'string') called.add('candidates');
    }
  }
  return {
    outcomes,
    mustNotSay: ALARMS.filter((meaning) => !called.has(meaning)),
    language: options.language === undefined ? theme.language : options.language,
    targets: options.targets ?? outcomes.flatMap((one) => (one.kind === 'taken' ? labelsIn(one.label) : [])),
    verdict: options.verdict ?? 'any',
  };
}

const labelsIn = (label: LabelExpectation): readonly string[] =>
  typeof label === 'string' ? (label === '*' ? [] : [label]) : label.ask;
