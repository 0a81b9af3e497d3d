/**
 * A Note is a sentence as data: a code, its English text and the values in it. Whoever finds something out writes the
 * Note; the reply renders it in the person's language by the code, as errors are. Texts: `knowledge/locales/zh-CN/notes.ts`.
 */
import { z } from 'zod';
import { notesZhCN } from '../../knowledge/locales/zh-CN/notes.ts';
import { fillTemplate } from './fill-template.ts';
import { languageName } from './language-name.ts';
import { phrase } from './phrases.ts';
import { renderStored } from './render.ts';

export const noteValuesSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type NoteValues = z.infer<typeof noteValuesSchema>;

export const noteSchema = z.object({
  /** Stable, kebab-case; empty where a Report of an earlier version holds the text alone. */
  code: z.string(),
  message: z.string(),
  values: noteValuesSchema.default({}),
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

export const note = (code: string, message: string, values: NoteValues = {}): Note => ({
  code,
  message,
  values,
});

/** The English text of several. */
export const joinNotes = (notes: readonly Pick<Note, 'message'>[]): string =>
  notes.map(({ message }) => message).join(' ');

/** Values that are phrases or codes themselves, and are said in the person's language too. */
const PHRASES = ['model', 'other', 'part', 'parts', 'layers'];
const LANGUAGES = ['language', 'languages'];

function inChinese(name: string, value: string | number): string | number {
  if (typeof value === 'number') return value;
  if (PHRASES.includes(name)) return phrase('zh-CN', value);
  const list = (said: (one: string) => string) => value.split(', ').map(said).join('、');
  if (name === 'models') return list((one) => phrase('zh-CN', one));
  return LANGUAGES.includes(name) ? list((code) => languageName(code, 'zh-CN')) : value;
}

/**
 * @param locale Discord's locale code.
 * @returns the Chinese text filled from the values; the English one where there is no Chinese text or a value is
 * missing, as in what earlier versions stored.
 */
export function noteText(
  locale: string,
  { code, message, values = {} }: Pick<Note, 'code' | 'message'> & { values?: NoteValues | undefined },
): string {
  if (!locale.startsWith('zh')) return message;
  const template = notesZhCN[code];
  if (template === undefined) return renderStored('zh-CN', `error.${code}`, values) ?? message;
  const named = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  if (!named.every((name) => name in values)) return message;
  return fillTemplate(
    template,
    Object.fromEntries(named.map((name) => [name, inChinese(name, values[name]!)])),
  );
}
