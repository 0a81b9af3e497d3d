/**
 * The name of an archive entry → a normalised, relative path with `/`, or a refusal. The name is only ever shown
 * and compared: extracted files get names of our own, so no entry can choose where it is written.
 */
import { UserError } from '../../errors.ts';
import { type Term, term } from '../../text/term.ts';
import { LIMITS } from '../limits.ts';

const JUNK_FOLDERS = new Set([
  '__macosx',
  '.git',
  '.svn',
  '.ipynb_checkpoints',
  '.spotlight-v100',
  '.trashes',
]);
const JUNK_FILES = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', '.ds_store', '.directory']);

function refuse(name: string, why: Term): never {
  throw new UserError('unsafe-archive', { name: name.slice(0, 120), why });
}

/**
 * @returns the path without `.`, doubled slashes or backslashes, Unicode-composed (NFC).
 * @throws UserError `unsafe-archive` for absolute and parent paths, drive letters, control characters, long names.
 */
export function normaliseEntryName(raw: string): string {
  if (raw.length > LIMITS.nameLength)
    refuse(raw, term('word.entry.long-name', { count: raw.length, limit: LIMITS.nameLength }));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(raw)) refuse(raw, term('word.entry.control-characters'));
  const name = raw.replaceAll('\\', '/').normalize('NFC');
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) refuse(raw, term('word.entry.absolute'));
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) refuse(raw, term('word.entry.outside'));
  return parts.join('/');
}

/** Files that operating systems and tools leave behind: resource forks, thumbnails, folder settings. */
export function isJunk(name: string): boolean {
  const parts = name.toLowerCase().split('/');
  const file = parts.at(-1) ?? '';
  return parts.some((part) => JUNK_FOLDERS.has(part)) || JUNK_FILES.has(file) || file.startsWith('._');
}

export const refuseLink = (name: string): never => refuse(name, term('word.entry.link'));
