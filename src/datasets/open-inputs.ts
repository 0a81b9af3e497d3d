/**
 * Unlabelled data for a prediction → items to predict, in the file's order. A single picture or sound, an archive
 * of them, a table of texts, or a text file with one text a line. Next: `training/predict.ts`.
 */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { LocalFile } from '../files.ts';
import { hashFile } from '../hash.ts';
import { mediaWord, mediaWords } from '../text/terms.ts';
import { extractArchive } from './archive/extract-archive.ts';
import { archiveFormat, gunzipFile } from './archive/open-compressed.ts';
import { describeColumns } from './columns.ts';
import type { DataKind } from './dataset.ts';
import { readablePicture } from './images/convert-picture.ts';
import { LIMITS } from './limits.ts';
import { type MediaType, mediaType } from './media/media-type.ts';
import { type PackedMedia, unpackParquet } from './media/unpack-parquet.ts';
import { sortWithInner } from './open-archive.ts';
import { readArchiveTables } from './tables/archive-tables.ts';
import { decodeText } from './tables/decode-text.ts';
import { readTable } from './tables/read-table.ts';
import { type Table, uniqueColumns } from './tables/table.ts';
import { chooseTextColumns } from './text/choose-columns.ts';
import { joinText } from './text/open-text.ts';

export interface TextInput {
  id: string;
  text: string;
}
interface FileInput {
  id: string;
  path: string;
  /** SHA-256 (hex) of the file. */
  hash: string;
}

export interface Inputs {
  items: (TextInput | FileInput)[];
  /** What `id` means: a row number or a file's path in the archive. */
  column: 'row' | 'file';
  /** Items that cannot be read, with the reason. */
  skipped: { id: string; reason: string }[];
}

export interface InputOptions {
  workDir: string;
  /** Of the model. Series and policies have inputs of their own: `openDataset`, `openStates`. */
  kind: DataKind;
  /** Text columns as the model was trained on (`TextDataset.columns.text`); guessed when absent. */
  textColumn?: string | readonly string[] | null;
}

/** @throws UserError `empty-file`, `wrong-input-kind`, and those of the readers. */
export async function openInputs(file: LocalFile, options: InputOptions): Promise<Inputs> {
  if ((await stat(file.path)).size === 0) {
    throw new UserError('empty-file', { name: file.name });
  }
  const type = await mediaType(file.path, file.name);
  if (options.kind === 'image' || options.kind === 'audio')
    return openFiles(file, type, options.kind, options.workDir);
  if (type.kind === 'image' || type.kind === 'audio' || (type.kind === 'other' && type.ext !== '')) {
    throw new UserError('wrong-input-kind', { name: file.name, ext: type.ext });
  }
  const inputs = await openTexts(file, type, options);
  if (inputs.items.length + inputs.skipped.length === 0)
    throw new UserError('no-input-rows', { name: file.name });
  return inputs;
}

/** One text a line; ids are line numbers, blank lines counted. */
function readLines(text: string): Inputs {
  const items = text
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ id: String(i + 1), text: line.trim().slice(0, LIMITS.textCharacters) }))
    .filter((item) => item.text !== '');
  return { items, column: 'row', skipped: [] };
}

/** The one table of an archive or a compressed file, or the file itself. */
async function openInputTable(file: LocalFile, type: MediaType, workDir: string): Promise<Table> {
  if (type.kind !== 'archive') return readTable(file.path, file.name);
  const format = await archiveFormat(file.path, file.name, type.ext);
  if (format === 'gzip') return readTable(await gunzipFile(file.path, file.name, workDir), file.name);
  const extraction = await extractArchive(file.path, format, { workDir, label: 'inputs' });
  const files = await sortWithInner(extraction);
  const media = files.filter(({ kind }) => kind === 'image' || kind === 'audio').length;
  if (media > 0 && !files.some(({ kind }) => kind === 'table' || kind === 'text'))
    throw new UserError('wrong-input-archive', { name: file.name, media });
  return readArchiveTables(files, file.name, extraction.skipped);
}

/** A first row that names the model's own text columns is a header, even where the table alone does not show it. */
function withKnownHeader(table: Table, named: readonly string[]): Table {
  const [first] = table.rows;
  const isHeader = first && named.length > 0 && named.every((name) => first.includes(name));
  const hasNames = named.every((name) => table.columns.includes(name));
  if (!isHeader || hasNames) return table;
  return {
    ...table,
    columns: uniqueColumns(first),
    rows: table.rows.slice(1),
    ids: table.ids.slice(1).map((id) => String(Number(id) - 1)),
  };
}

async function openTexts(file: LocalFile, type: MediaType, options: InputOptions): Promise<Inputs> {
  if (type.kind !== 'archive' && /\.(txt|text)$/i.test(file.name)) {
    const { text } = decodeText(await readFile(file.path), file.name);
    return readLines(text);
  }
  const named = typeof options.textColumn === 'string' ? [options.textColumn] : (options.textColumn ?? []);
  const table = withKnownHeader(await openInputTable(file, type, options.workDir), named);
  const known = named.every((name) => table.columns.includes(name));
  const columns = chooseTextColumns(describeColumns(table), known ? named : []);
  const inputs: Inputs = { items: [], column: table.ids[0]?.includes('/') ? 'file' : 'row', skipped: [] };
  table.rows.forEach((row, i) => {
    const id = table.ids[i]!;
    const text = joinText(row, columns);
    if (text === '') inputs.skipped.push({ id, reason: 'no text' });
    else inputs.items.push({ id, text });
  });
  return inputs;
}

/** HEIC and BMP pictures as PNG; those that cannot be converted are skipped. */
async function readable(
  files: readonly (FileInput & { ext: string })[],
): Promise<[FileInput[], Inputs['skipped']]> {
  const items: FileInput[] = [];
  const skipped: Inputs['skipped'] = [];
  for (const { id, path, hash, ext } of files) {
    try {
      items.push({ id, hash, path: await readablePicture(path, ext) });
    } catch (error) {
      skipped.push({ id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return [items, skipped];
}

/** Pictures or sounds that came in Parquet. */
async function inputsOf({ files, damaged }: PackedMedia, skipped: PackedMedia['damaged']): Promise<Inputs> {
  const [items, unreadable] = await readable(files.map(({ name, ...rest }) => ({ id: name, ...rest })));
  const left = [...damaged, ...skipped].map(({ name, reason }) => ({ id: name, reason }));
  return { items, column: 'file', skipped: [...unreadable, ...left] };
}

async function openFiles(
  file: LocalFile,
  type: MediaType,
  kind: 'image' | 'audio',
  workDir: string,
): Promise<Inputs> {
  if (type.kind === kind) {
    const hash = await hashFile(file.path);
    const [items, skipped] = await readable([{ id: file.name, path: file.path, hash, ext: type.ext }]);
    return { items, column: 'file', skipped };
  }
  const wanted = kind === 'image' ? 'picture' : 'sound';
  const folder = join(workDir, 'unpacked');
  const packed = type.ext === 'parquet' ? await unpackParquet([file], { folder, kind }) : null;
  if (packed) return inputsOf(packed, []);
  const format = type.kind === 'archive' ? await archiveFormat(file.path, file.name, type.ext) : 'gzip';
  if (format === 'gzip') {
    throw new UserError('wrong-input-media', {
      name: file.name,
      one: mediaWord(kind),
      many: mediaWords(kind),
    });
  }
  const extraction = await extractArchive(file.path, format, { workDir, label: 'inputs' });
  const sorted = await sortWithInner(extraction);
  const found = sorted.filter((candidate) => candidate.kind === kind);
  const parquets = sorted.filter(({ ext }) => ext === 'parquet');
  const inside =
    found.length === 0 && parquets.length > 0 && (await unpackParquet(parquets, { folder, kind }));
  if (inside) return inputsOf(inside, extraction.skipped);
  if (found.length === 0) {
    throw new UserError('wrong-input-in-archive', {
      name: file.name,
      many: mediaWords(kind),
      count: sorted.length,
    });
  }
  const [items, damaged] = await readable(found.map(({ name, ...rest }) => ({ id: name, ...rest })));
  return {
    items,
    column: 'file',
    skipped: [
      ...damaged,
      ...extraction.skipped.map(({ name, reason }) => ({ id: name, reason })),
      ...sorted
        .filter((other) => other.kind !== kind)
        .map(({ name }) => ({ id: name, reason: `no ${wanted}` })),
    ],
  };
}
