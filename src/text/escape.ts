/**
 * Text from people and data sets → text that is safe inside a Discord message: no markdown, no mention, no link
 * preview, no line break, no more than `max` characters.
 */

// Underscores inside a word and dashes inside a line mean nothing to Discord and are left alone.
const MARKDOWN = /[\\`*~|[\]<]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^\s*(?:[#>-]|\d+\.)|:(?=\/\/)/gu;
// Control, zero-width and direction-changing characters, which hide or reorder what is read.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Cuts to `max` characters (code points, never half a surrogate pair), with an ellipsis. */
export const truncate = (text: string, max: number): string => {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
};

const defuse = (text: string): string =>
  text.replace(MARKDOWN, (match) => `${match.slice(0, -1)}\\${match.slice(-1)}`).replaceAll('@', '@\u200b');

/** As running text. The `@` is followed by a zero-width space, so nothing mentions anybody. */
export const plain = (text: string, max = 100): string =>
  defuse(truncate(text.replace(INVISIBLE, ' ').trim(), max));

/** Several lines of running text, such as an error message; line breaks stay. */
export const plainLines = (text: string, max: number): string =>
  text.split('\n').reduce((out, line) => {
    const next = `${out}${out ? '\n' : ''}${plain(line, max)}`;
    return next.length <= max ? next : out;
  }, '');

/** For sentences of our own, which carry marks on purpose: they may mention nobody and hide no link. */
export const unmentioned = (text: string, max: number): string =>
  truncate(text.replace(INVISIBLE, ' ').trim(), max)
    .replaceAll('@', '@\u200b')
    .replaceAll('](', ']\\(')
    .replace(/<(?=[@#:/a-z!])/gi, '\\<');

/** As inline code; backticks cannot be escaped there and become apostrophes. */
export const code = (text: string, max = 60): string => {
  const inside = truncate(text.replace(INVISIBLE, ' ').trim(), max)
    .replaceAll('`', 'ˋ')
    .replaceAll('@', '@\u200b');
  return `\`${inside || ' '}\``;
};

/** For text in a code block: only what could close the block is changed. */
export const block = (text: string): string => text.replaceAll('```', 'ˋˋˋ').replaceAll('@', '@\u200b');

/** A file name that may stand in a path or an object key: letters, digits, dot, dash, underscore. */
export const safeFileName = (name: string): string => {
  const cleaned = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._-]+/, '');
  return [...cleaned].slice(-80).join('') || 'file';
};
