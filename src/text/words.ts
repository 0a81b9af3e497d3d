/** Locale → texts and number formats of the report. */
import { type Note, noteText } from './notes.ts';
import { phrase } from './phrases.ts';
import { type Code, pickLocale, render, renderValue } from './render.ts';
import type { Value, ValueArguments } from './term.ts';

/** Texts `report.<key>`. */
type ReportKey = Code extends infer Any ? (Any extends `report.${infer Key}` ? Key : never) : never;

interface Fact<T> {
  label: T;
  value: T;
}

/** Texts of one language: by key, of a Note, and of the names of models, measures and steps. */
export interface ReportWords {
  <K extends ReportKey>(key: K, ...values: ValueArguments<`report.${K}`>): string;
  note: (note: Note) => string;
  phrase: (english: string) => string;
  /** Label and value of a fact of a data set. */
  fact: (fact: Fact<Value>) => Fact<string>;
}

/** @param tag Discord's locale code. */
export function reportWords(tag: string): ReportWords {
  const locale = pickLocale(tag);
  const say = <K extends ReportKey>(key: K, ...[values]: ValueArguments<`report.${K}`>) =>
    render(locale, `report.${key}`, values);
  return Object.assign(say, {
    note: (note: Note) => noteText(locale, note),
    phrase: (english: string) => phrase(locale, english),
    fact: ({ label, value }: Fact<Value>) => ({
      label: renderValue(locale, label),
      value: renderValue(locale, value),
    }),
  });
}

/** Three digits after the point: scores in [0, 1] and losses. */
export const score = (value: number): string => value.toFixed(3);

export const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** Three significant digits, for measures of any size. */
export const measure = (value: number): string =>
  Math.abs(value) >= 1_000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

/** Seconds as `8 s`, `1 min 20 s`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
