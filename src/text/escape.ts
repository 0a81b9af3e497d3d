/**
 * The one sanitiser: text from people and data sets → text that is safe inside a Discord message or a Markdown file: no
 * markdown, no mention, no link, no line break, nothing that hides or reorders what is read.
 */

// Underscores inside a word and dashes inside a line mean nothing to Discord and are left alone.
const MARKDOWN = /[\\`*~|[\]<]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^\s*(?:[#>-]|\d+\.)|:(?=\/\/)/gu;
// Control, zero-width and direction-changing characters, which hide or reorder what is read.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** On one line, and all of it to be seen. */
const visible = (text: string): string => text.replace(INVISIBLE, ' ');

/** Cuts to `max` characters (code points, never half a surrogate pair), with an ellipsis. */
export const truncate = (text: string, max: number): string => {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
};

const defuse = (text: string): string =>
  text.replace(MARKDOWN, (match) => `${match.slice(0, -1)}\\${match.slice(-1)}`).replaceAll('@', '@\u200b');

/** As running text. The `@` is followed by a zero-width space, so nothing mentions anybody. */
export const plain = (text: string, max = 100): string => defuse(truncate(visible(text).trim(), max));

/**
 * As running text of a report: embeds and the model card, which other readers of Markdown show too, so that every mark
 * counts, wherever it stands. Not cut.
 */
export const inMarkdown = (text: string): string =>
  visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_~|>#[\]()]/g, (mark) => `\\${mark}`)
    .replace(/@/g, '@\u200b')
    .replace(/<(?=[@#:/a-z!])/gi, '<\u200b')
    .replace(/:\/\//g, ':\u200b//');

/** Several lines of running text, such as an error message; line breaks stay. */
export const plainLines = (text: string, max: number): string =>
  text.split('\n').reduce((out, line) => {
    const next = `${out}${out ? '\n' : ''}${plain(line, max)}`;
    return next.length <= max ? next : out;
  }, '');

/** For sentences of our own, which carry marks on purpose: they may mention nobody and hide no link. */
export const unmentioned = (text: string, max: number): string =>
  truncate(visible(text).trim(), max)
    .replaceAll('@', '@\u200b')
    .replaceAll('](', ']\\(')
    .replace(/<(?=[@#:/a-z!])/gi, '\\<');

/** As inline code; backticks cannot be escaped there and become apostrophes. */
export const code = (text: string, max = 60): string => {
  const inside = truncate(visible(text).trim(), max).replaceAll('`', 'ˋ').replaceAll('@', '@\u200b');
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
