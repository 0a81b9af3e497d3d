/** Texts in a language that the pretrained model does not know → the Note that says so, before the Run and in its Report. */
import { findEncoderFor } from '../catalogue/knowledge.ts';
import { type Note, note } from '../text/notes.ts';

interface Pretrained {
  name: string;
  /** As ISO 639-1; `*` for many; empty where it is not known. */
  languages: readonly string[];
}

/** Null where the model knows the language, or either is not known. Names the model of the catalogue that does, if any. */
export function unknownLanguage(language: string | null, pretrained: Pretrained): Note | null {
  const { languages } = pretrained;
  if (language === null || languages.length === 0) return null;
  if (languages.includes(language) || languages.includes('*')) return null;
  const values = {
    language: { language },
    model: { phrase: pretrained.name },
    languages: languages.map((known) => ({ language: known })),
    code: language,
  };
  const better = findEncoderFor(language);
  return better
    ? note('unknown-language-known-model', { ...values, other: { phrase: better.name }, id: better.id })
    : note('unknown-language', values);
}
