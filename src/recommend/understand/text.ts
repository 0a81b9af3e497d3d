/** Text for matching: NFKC, lower case, single spaces; and cached regular expressions of the knowledge files. */

export const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[“”]/g, '"')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();

const compiled = new Map<string, RegExp>();

/** A cue of a knowledge file as a regular expression without case. */
export function cueExpression(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(pattern, 'iu');
    compiled.set(pattern, expression);
  }
  return expression;
}

/** The words that matched, or null. */
export const matchCue = (text: string, pattern: string): string | null =>
  cueExpression(pattern).exec(text)?.[0] ?? null;

export const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
