/**
 * A Term: a name or part of a sentence as a code with values, which every reader reads in their own language. Terms are
 * values of other texts (`{model}`, `{kind}`), travel between processes and stand in stored files; `render.ts` says them.
 */
import { z } from 'zod';
import type { Code, en } from '../../knowledge/locales/index.ts';
import type { Placeholders } from '../../knowledge/locales/template.ts';

export interface Term {
  code: string;
  values: Values;
}

/** A code of a language (ISO 639), said by its name. */
interface LanguageValue {
  language: string;
}

/** An English phrase of the catalogue, found among the texts by its English form. */
interface PhraseValue {
  phrase: string;
}

/** What fills a placeholder: data as it is, a Term, a language, or a list of them. */
export type Value = string | number | Term | LanguageValue | PhraseValue | readonly Value[];
export type Values = Readonly<Record<string, Value>>;

/** The values that a text needs. */
type ValuesOf<C extends Code> = { readonly [Name in Placeholders<(typeof en)[C]>]: Value };

/** Arguments behind a code: the values may be left out where the text has none. */
export type ValueArguments<C extends Code> = [Placeholders<(typeof en)[C]>] extends [never]
  ? [values?: Record<string, never>]
  : [values: ValuesOf<C>];

export const term = <C extends Code>(code: C, ...[values]: ValueArguments<C>): Term => ({
  code,
  values: values ?? {},
});

export const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.object({ code: z.string(), values: valuesSchema }),
    z.object({ language: z.string() }),
    z.object({ phrase: z.string() }),
    z.array(valueSchema),
  ]),
);
const valuesSchema: z.ZodType<Values> = z.record(z.string(), valueSchema);

/** Values of a stored file. Those of earlier versions may hold what no text can show; it is left out. */
export const storedValuesSchema: z.ZodType<Values> = z
  .record(z.string(), valueSchema.optional().catch(undefined))
  .default({})
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  );
