/**
 * A Note is a sentence as data: a code and the values of its text. Whoever finds something out writes the Note; it is
 * said in the reader's language where it is read. Texts: `knowledge/locales/<language>/notes/`.
 */
import { z } from 'zod';
import type { UserError } from '../errors.ts';
import { type Code, type Locale, render, renderStored } from './render.ts';
import { storedValuesSchema, type ValueArguments, type Values } from './term.ts';

/** Codes of Notes: the texts `note.<code>`. */
export type NoteCode = Code extends infer Any ? (Any extends `note.${infer Rest}` ? Rest : never) : never;

export const noteSchema = z.object({
  /** Stable, kebab-case; empty where a Report of an earlier version holds the text alone. */
  code: z.string(),
  /** In English, for logs, and for readers of a later version whose texts have other codes. */
  message: z.string(),
  values: storedValuesSchema,
});
export type Note = z.infer<typeof noteSchema>;

const bare = (message: string): Note => ({ code: '', message, values: {} });

/** A Note or none; files of earlier versions hold its English text. */
export const storedNoteSchema = z
  .union([z.string().transform((text) => (text === '' ? null : bare(text))), noteSchema])
  .nullable();

/** Notes; files of earlier versions hold English texts, or all of them in one. */
export const storedNotesSchema = z.union([
  z.string().transform((text) => (text === '' ? [] : [bare(text)])),
  z.array(z.union([z.string().transform(bare), noteSchema])),
]);

/** For callers whose own types have checked the values. */
export const checkedNote = (code: NoteCode, values: Values = {}): Note => ({
  code,
  message: render('en', `note.${code}`, values),
  values,
});

export const note = <C extends NoteCode>(code: C, ...[values]: ValueArguments<`note.${C}`>): Note =>
  checkedNote(code, values);

/** What an error says, as a Note: the work went on without what failed. */
export const noteOfError = ({ code, message, context }: UserError): Note => ({
  code,
  message,
  values: context,
});

/** The English text of several. */
export const joinNotes = (notes: readonly Pick<Note, 'message'>[]): string =>
  notes.map(({ message }) => message).join(' ');

/** @returns the English text where the code is none of ours or a value is missing, as in files of earlier versions. */
export function noteText(
  locale: Locale,
  { code, message, values = {} }: Pick<Note, 'code' | 'message'> & { values?: Values | undefined },
): string {
  if (locale === 'en') return message;
  return (
    renderStored(locale, `note.${code}`, values) ?? renderStored(locale, `error.${code}`, values) ?? message
  );
}
