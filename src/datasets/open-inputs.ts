/**
 * Unlabelled data for a prediction → items to predict, in the file's order. A single picture or sound, an archive
 * of them, a table of texts, or a text file with one text a line. Next: `training/predict.ts`.
 */
import { mkdir, stat } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import type { LocalFile } from '../training/messages.ts';
import { type ArchiveFormat, extractArchive } from './archive/extract-archive.ts';
import { describeColumns } from './columns.ts';
import type { DataKind } from './dataset.ts';
import { hashFile } from './hash-file.ts';
import { sortFiles } from './media/collect-media.ts';
import { mediaType } from './media/media-type.ts';
import { readTable } from './tables/read-table.ts';
import { chooseColumns } from './text/choose-columns.ts';
import { joinText } from './text/open-text.ts';

export interface TextInput {
  id: string;
  text: string;
}
export interface FileInput {
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
  kind: DataKind;
  /** Text columns as the model was trained on (`TextDataset.columns.text`); guessed when absent. */
  textColumn?: string | readonly string[] | null;
}

const ARCHIVES: Record<string, ArchiveFormat> = { zip: 'zip', tar: 'tar', 'tar.gz': 'tar.gz', gz: 'tar.gz' };

/** @throws UserError `empty-file`, `wrong-input-kind`, and those of the readers. */
export async function openInputs(file: LocalFile, options: InputOptions): Promise<Inputs> {
  if ((await stat(file.path)).size === 0) {
    throw new UserError('empty-file', `${JSON.stringify(file.name)} is empty. Attach it again.`);
  }
  return options.kind === 'text' ? openTexts(file, options) : openFiles(file, options);
}

async function openTexts(file: LocalFile, options: InputOptions): Promise<Inputs> {
  const table = await readTable(file.path, file.name);
  const named = typeof options.textColumn === 'string' ? [options.textColumn] : (options.textColumn ?? []);
  const known = named.every((name) => table.columns.includes(name));
  const columns = chooseColumns(describeColumns(table), null, known ? named : []).text;
  const inputs: Inputs = { items: [], column: 'row', skipped: [] };
  table.rows.forEach((row, i) => {
    const id = table.ids[i]!;
    const text = joinText(row, columns);
    if (text === '') inputs.skipped.push({ id, reason: 'no text' });
    else inputs.items.push({ id, text });
  });
  return inputs;
}

async function openFiles(file: LocalFile, options: InputOptions): Promise<Inputs> {
  const type = await mediaType(file.path, file.name);
  if (type.kind === options.kind) {
    return {
      items: [{ id: file.name, path: file.path, hash: await hashFile(file.path) }],
      column: 'file',
      skipped: [],
    };
  }
  const format = ARCHIVES[type.ext];
  const wanted = options.kind === 'image' ? 'picture' : 'sound';
  if (type.kind !== 'archive' || !format) {
    throw new UserError(
      'wrong-input-kind',
      `${JSON.stringify(file.name)} is no ${wanted} and no archive of ${wanted}s, which this model needs.`,
    );
  }
  await mkdir(options.workDir, { recursive: true });
  const extraction = await extractArchive(file.path, format, { workDir: options.workDir, label: 'inputs' });
  const sorted = await sortFiles(extraction);
  const items = sorted.filter(({ kind }) => kind === options.kind);
  if (items.length === 0) {
    throw new UserError(
      'wrong-input-kind',
      `${JSON.stringify(file.name)} holds no ${wanted}s (${sorted.length} other files).`,
    );
  }
  return {
    items: items.map(({ name, path, hash }) => ({ id: name, path, hash })),
    column: 'file',
    skipped: [
      ...extraction.skipped.map(({ name, reason }) => ({ id: name, reason })),
      ...sorted
        .filter(({ kind }) => kind !== options.kind)
        .map(({ name }) => ({ id: name, reason: `no ${wanted}` })),
    ],
  };
}
