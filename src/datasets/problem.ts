/** Something a person should know about their data, by its code: what is wrong, how many and which. */
import { checkedNote, type NoteCode } from '../text/notes.ts';
import type { ValueArguments } from '../text/term.ts';
import type { Problem } from './dataset.ts';

type ValuesNeeded<C extends NoteCode> =
  [] extends ValueArguments<`note.${C}`>
    ? { values?: never }
    : { values: NonNullable<ValueArguments<`note.${C}`>[0]> };

type Found<C extends NoteCode> = ValuesNeeded<C> & {
  severity: Problem['severity'];
  code: C;
  /** Row numbers, file names, …: at most 20. */
  items?: string[];
  count?: number;
};

export function problem<C extends NoteCode>({ severity, items = [], count, ...said }: Found<C>): Problem {
  const { code, message, values } = checkedNote(said.code, said.values);
  return { severity, code, message, values, items, ...(count === undefined ? {} : { count }) };
}
