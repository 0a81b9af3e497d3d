/** A table file of any accepted format → Table, told by content, not by extension. */
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';
import { mediaType } from '../media/media-type.ts';
import { decodeText } from './decode-text.ts';
import { readDelimited } from './read-delimited.ts';
import { readJson } from './read-json.ts';
import { readParquet } from './read-parquet.ts';
import { readXlsx } from './read-xlsx.ts';
import type { Table } from './table.ts';

/** JSON announces itself by its first character; a CSV whose first cell is `[tag]` does not parse as such. */
function looksLikeJson(text: string): boolean {
  const start = text.slice(0, 65_536).trimStart();
  if (start.startsWith('{')) return true;
  return /^\[\s*[[{\]"]/.test(start);
}

/**
 * @param name the file's name as the person gave it, for messages.
 * @throws UserError `empty-file`, `table-too-large`, `binary-file`, and those of the readers.
 */
export async function readTable(path: string, name: string): Promise<Table> {
  const { size } = await stat(path);
  if (size === 0) throw new UserError('empty-file', { name });
  if (size > LIMITS.tableBytes) {
    throw new UserError('table-too-large', {
      name,
      sizeMiB: Math.ceil(size / 2 ** 20),
      limitMiB: LIMITS.tableBytes / 2 ** 20,
    });
  }
  const type = await mediaType(path, name);
  if (type.ext === 'parquet') return readParquet(path, name);
  const bytes = await readFile(path);
  if (type.ext === 'xlsx' || type.ext === 'zip') return readXlsx(bytes, name);
  const { text, encoding } = decodeText(bytes, name);
  if (text.trim() === '') throw new UserError('file-without-text', { name });
  if (/^\s*<(!doctype html|html)\b/i.test(text)) throw new UserError('web-page', { name });
  return looksLikeJson(text) ? readJson(text, name) : readDelimited(text, name, encoding);
}
