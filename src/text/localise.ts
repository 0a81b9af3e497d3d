/** Locale + key → text of a reply, with the values that its placeholders name; Failures and UserErrors → what they say. */
import { type Code, isCode, type Locale, render, renderStored } from './render.ts';
import type { ValueArguments, Values } from './term.ts';

export { type Locale, pickLocale } from './render.ts';
export type MessageKey = Code;
/** The compiler holds the values against the English text; a key put together of several needs what any of them names. */
export type Translate = <C extends MessageKey>(key: C, ...values: ValueArguments<C>) => string;

export const translator =
  (locale: Locale): Translate =>
  (key, ...[values]) =>
    render(locale, key, values);

/** A text by a key put together at run time; null where there is none. */
export const lookUp = (locale: Locale, key: string, values: Values = {}): string | null =>
  isCode(key) ? render(locale, key, values) : null;

/** A UserError, or the Failure that was stored of one. Files of earlier versions hold the English sentence. */
export interface Refusal {
  code: string;
  message?: string | undefined;
  context: Values;
}

/** What a UserError tells the person, in their language. */
export const describeUserError = (locale: Locale, { code, message, context }: Refusal): string =>
  renderStored(locale, `error.${code}`, context) ?? message ?? code;
