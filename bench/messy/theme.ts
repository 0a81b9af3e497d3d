/**
 * A Theme: one topic in one language with its column names, classes and the parts that sentences are built of. Themes
 * stand in `open/` and `sealed/`; `kit.ts` draws records from them.
 */
import type { Random } from '../../src/statistics/random.ts';

export interface Theme {
  id: string;
  /** ISO 639-1. */
  language: string;
  columns: {
    text: string;
    /** A short title beside the text. */
    subject: string;
    /** Names the classes in this language's own word for category, class, topic, … */
    label: string;
    /** A second way to sort the samples, such as a priority. */
    other: string;
    flag: string;
    person: string;
    id: string;
    date: string;
    number: string;
    /** A remark, mostly empty. */
    note: string;
    answer: string;
  };
  /** Names that tell nothing: of the label and of `other`. */
  oddColumns: readonly [string, string];
  classes: Readonly<Record<string, readonly string[]>>;
  /** Of each class: a sentence that answers it, with `{id}`. */
  answers: Readonly<Record<string, string>>;
  other: readonly string[];
  flag: readonly [string, string];
  people: readonly string[];
  openings: readonly string[];
  /** Sentences that stand with every class. */
  details: readonly string[];
  closings: readonly string[];
  slots: Readonly<Record<string, readonly string[]>>;
  notes: readonly string[];
  /** What people write beside the file: it names the label column, values of it, the other column, or none. */
  says: { column: string; values: string; other: string; nothing: string; number: string };
}

export const drawOne = <T>(items: readonly T[], random: Random): T => items[random.below(items.length)]!;

const fill = (template: string, slots: Theme['slots'], random: Random): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'n'
      ? String(2 + random.below(97))
      : name === 'id'
        ? String(10_000 + random.below(89_999))
        : drawOne(slots[name]!, random),
  );

/** Chinese and Japanese are written without spaces between sentences. */
const glueOf = ({ language }: Theme): string => (language === 'ja' || language === 'zh' ? '' : ' ');

/** One sentence of the class. */
export const drawSubject = (theme: Theme, name: string, random: Random): string =>
  fill(drawOne(theme.classes[name]!, random), theme.slots, random);

/** Two to four sentences: the class is told by one of them. */
export function drawText(theme: Theme, name: string, random: Random): string {
  const core = drawSubject(theme, name, random);
  const details = [drawOne(theme.details, random), drawOne(theme.details, random)];
  const parts = [
    ...(random.next() < 0.6 ? [drawOne(theme.openings, random)] : []),
    ...(random.next() < 0.7 ? [core, details[0]!] : [details[0]!, core]),
    ...(random.next() < 0.4 && details[1] !== details[0] ? [details[1]!] : []),
    ...(random.next() < 0.6 ? [drawOne(theme.closings, random)] : []),
  ];
  return parts.map((part) => fill(part, theme.slots, random)).join(glueOf(theme));
}

export const drawAnswer = (theme: Theme, name: string, random: Random): string =>
  fill(theme.answers[name]!, theme.slots, random);
