/** The shape of a vocabulary: one file a language here. Read by `src/catalogue/knowledge.ts`. */
import { z } from 'zod';

/**
 * What the words of one language mean, in the English words that the cues know. In `words`: `*` any letters, so that
 * `foto*` takes every ending and `*foto*` a part of a compound; `#` in front: only behind a number; `a … b`: `a` where
 * `b` follows in the same sentence. The earlier entry wins. A language without `signs` is known by its script.
 */
export const vocabularySchema = z.strictObject({
  code: z.string().regex(/^[a-z]{2}$/),
  script: z.enum(['Cyrillic', 'Japanese', 'Hangul']).nullable(),
  /** False where words are not divided by spaces, or endings are joined to them: a word may stand anywhere. */
  spaced: z.boolean(),
  /** "1.200" and "1 200" are 1,200, and "0,5" is a half. */
  decimalComma: z.boolean(),
  /** Small words, and letters, by which a text in Latin script is known to be in this language. */
  signs: z.array(z.string()),
  letters: z.string(),
  /** Words that may stand between a number and what it counts. */
  between: z.array(z.string()),
  /** Words that stand in no gloss, whose near spellings are read as them. */
  spellings: z.array(z.string().regex(/^\p{L}+$/u)).default([]),
  glosses: z.array(z.strictObject({ words: z.array(z.string().min(1)).min(1), english: z.string() })),
});
export type Vocabulary = z.infer<typeof vocabularySchema>;
