/**
 * A code with its values → the text in the reader's language, at the edge where it is read: replies, messages, the
 * model card (English) and logs (English). Texts: `knowledge/locales/<language>/`.
 */
import { type Code, en, LOCALES, type Locale } from '../../knowledge/locales/index.ts';
import { languageName } from './language-name.ts';
import { phrase } from './phrases.ts';
import type { Value, Values } from './term.ts';

export type { Code, Locale } from '../../knowledge/locales/index.ts';

export const isCode = (code: string): code is Code => Object.hasOwn(en, code);

/** Discord's locale code, or any other, → a language that the bot writes; English where there is none. */
export const pickLocale = (tag: string | null | undefined): Locale =>
  LOCALE_NAMES.find((name) => LOCALES[name].reads.some((start) => tag?.startsWith(start))) ?? 'en';

const LOCALE_NAMES = Object.keys(LOCALES) as Locale[];

/** A placeholder without a value stays, so that it is seen. */
export const render = (locale: Locale, code: Code, values: Values = {}): string =>
  fill(locale, LOCALES[locale].texts[code], values);

/** As `render`, for a code from a stored file; null where the code is unknown or a value is missing. */
export function renderStored(locale: Locale, code: string, values: Values): string | null {
  if (!isCode(code)) return null;
  const template: string = LOCALES[locale].texts[code];
  const isWhole = [...template.matchAll(PLACEHOLDER)].every(([, name]) => Object.hasOwn(values, name!));
  return isWhole ? fill(locale, template, values) : null;
}

const PLACEHOLDER = /\{(\w+)(?:\|([^{}]*))?\}/g;

export const fill = (locale: Locale, template: string, values: Values): string =>
  template.replace(PLACEHOLDER, (whole, name: string, forms: string | undefined) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name]!;
    return forms === undefined
      ? renderValue(locale, value)
      : formFor(locale, Number(value), forms.split('|'));
  });

/** A single form serves every number, as in Chinese. */
function formFor(locale: Locale, count: number, forms: readonly string[]): string {
  const rules = new Intl.PluralRules(locale);
  const order = PLURALS.filter((category) => rules.resolvedOptions().pluralCategories.includes(category));
  return forms[order.indexOf(rules.select(count))] ?? forms.at(-1)!;
}

const PLURALS: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

export function renderValue(locale: Locale, value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if ('language' in value) return languageName(value.language, locale);
  if ('phrase' in value) return phrase(locale, value.phrase);
  if ('code' in value) return renderStored(locale, value.code, value.values) ?? value.code;
  return value.map((one) => renderValue(locale, one)).join(render(locale, 'list.between'));
}
