/**
 * Words of a condition that the sentence denies: "without a GPU", "ohne GPU", "GPU 没有". In: the text and where the words
 * stand. Out: the words with what denies them. Looks a few words to both sides, in every language at once. Used by
 * `constraints.ts`.
 */
import type { Lexicon } from '../../../knowledge/schema.ts';
import { cueExpression } from './text.ts';

/** Characters that are looked at on either side. */
const NEAR = 40;

interface Span {
  at: number;
  end: number;
}

/** @returns null where nothing denies them. */
export function denialOf(
  text: string,
  { at, end }: Span,
  { before, after }: Lexicon['denials'],
): string | null {
  // A blank stands for the beginning, so that each word is a whole one.
  const head = ` ${text.slice(Math.max(0, at - NEAR), at)}`;
  for (const { pattern } of before) {
    const denial = cueExpression(pattern).exec(head)?.[0];
    if (denial !== undefined) return `${denial}${text.slice(at, end)}`.trim();
  }
  const tail = text.slice(end, end + NEAR);
  for (const { pattern } of after) {
    const denial = cueExpression(pattern).exec(tail)?.[0];
    if (denial !== undefined) return `${text.slice(at, end)}${denial}`.trim();
  }
  return null;
}
