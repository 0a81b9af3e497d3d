/** Locale + key → text. The texts are data in `knowledge/locales`; placeholders are `{name}`. */
import { en, type Messages } from '../../knowledge/locales/en.ts';
import { errorsZhCN } from '../../knowledge/locales/errors.zh-CN.ts';
import { refusalsZhCN } from '../../knowledge/locales/refusals.zh-CN.ts';
import { zhCN } from '../../knowledge/locales/zh-CN.ts';
import type { UserError } from '../errors.ts';
import { fillTemplate } from './fill-template.ts';
import { phrase } from './phrases.ts';

export const LOCALES = { en, 'zh-CN': zhCN } as const satisfies Record<string, Messages>;
export type Locale = keyof typeof LOCALES;
export type MessageKey = keyof Messages;
type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: Values) => string;

/** Discord's locale code → one we have; every Chinese reads simplified, everything else English. */
export const pickLocale = (discordLocale: string | null | undefined): Locale =>
  discordLocale?.startsWith('zh') ? 'zh-CN' : 'en';

export const translator =
  (locale: Locale): Translate =>
  (key, values = {}) =>
    fillTemplate(LOCALES[locale][key], values);

const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

/** A text by a key put together at run time; null where there is none. */
export const lookUp = (locale: Locale, key: string, values: Values = {}): string | null =>
  isMessageKey(key) ? fillTemplate(LOCALES[locale][key], values) : null;

/**
 * The person's text of a UserError. Its own message is English and complete; other languages use `error.<code>` or a
 * text of `refusals.<locale>.ts`, filled from the context, or else the text of `errors.<locale>.ts` with the message
 * behind it, which names the values.
 */
export function describeUserError(
  locale: Locale,
  error: Pick<UserError, 'code' | 'message' | 'context'>,
): string {
  const key = `error.${error.code}`;
  if (locale === 'en') return error.message;
  const templates = [
    ...(isMessageKey(key) ? [LOCALES[locale][key]] : []),
    ...(refusalsZhCN[error.code] ?? []),
  ];
  const complete = templates.find((template) =>
    [...template.matchAll(/\{(\w+)\}/g)].every(([, name]) => name! in error.context),
  );
  if (complete !== undefined) return fillTemplate(complete, inWords(locale, error.context));
  return withOriginal(errorsZhCN[error.code], error.message);
}

/** Values of an error that are kinds of data or phrases, in the person's language; all others are data. */
const inWords = (locale: Locale, context: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(context).map(([name, value]) => {
      if (KINDS.includes(name)) return [name, lookUp(locale, `kind.${value}`) ?? value];
      return [name, name === 'reason' && typeof value === 'string' ? phrase(locale, value) : value];
    }),
  );
const KINDS = ['kind', 'dataKind', 'found', 'wanted'];

const withOriginal = (text: string | undefined, original: string): string =>
  text === undefined ? original : `${text}（${original}）`;
