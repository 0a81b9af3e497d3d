/** Text for matching: NFKC, lower case, single spaces; and cached regular expressions of the knowledge files. */

/**
 * Longer runs without a space are no word and no number of a request. They are cut, since an expression that goes on
 * within a word takes the square of its length, or the cube.
 */
const RUNS: readonly [RegExp, number][] = [
  [/[a-z0-9_]{41,}/g, 40],
  [/[\d,.]{16,}/g, 15],
  [/[零一二两三四五六七八九十百千万]{13,}/g, 12],
];
const cutRuns = (text: string): string =>
  RUNS.reduce((cut, [run, most]) => cut.replace(run, (all) => all.slice(0, most)), text);

export const normalise = (text: string): string =>
  cutRuns(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[“”]/g, '"')
      .replace(/[’‘]/g, "'")
      .replace(/\s+/g, ' ')
      .trim(),
  );

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

const compiledForAll = new Map<string, RegExp>();

/** Every place where a cue matches. */
export function matchAllCues(text: string, pattern: string): RegExpExecArray[] {
  let expression = compiledForAll.get(pattern);
  if (!expression) {
    expression = new RegExp(pattern, 'giu');
    compiledForAll.set(pattern, expression);
  }
  return [...text.matchAll(expression)];
}
