/**
 * An attachment on disk → Dataset: told apart by content, extracted below the work folder, parsed, checked and
 * profiled. Runs in the child process only. Next: `split.ts`, or the profile goes to the person.
 */
import { mkdir, stat } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import type { LocalFile } from '../training/messages.ts';
import { type ArchiveFormat, extractArchive } from './archive/extract-archive.ts';
import type { DataKind, Dataset } from './dataset.ts';
import { hashFile } from './hash-file.ts';
import { type SortedFile, sortFiles } from './media/collect-media.ts';
import { mediaType } from './media/media-type.ts';
import { openImages } from './media/open-images.ts';
import { readTable } from './tables/read-table.ts';
import { openText } from './text/open-text.ts';

export interface OpenOptions {
  /** Folder that everything is written to; created when absent. */
  workDir: string;
  /** What the person says the data are; null lets the content tell. */
  kind?: DataKind | null;
  /** Label column (text, metadata tables), value column (series). */
  target?: string | null;
}

const ARCHIVES: Record<string, ArchiveFormat> = { zip: 'zip', tar: 'tar', 'tar.gz': 'tar.gz', gz: 'tar.gz' };

/**
 * @throws UserError with the reason of every refusal; nothing is left outside `workDir`.
 */
export async function openDataset(file: LocalFile, options: OpenOptions): Promise<Dataset> {
  if ((await stat(file.path)).size === 0) {
    throw new UserError('empty-file', `${JSON.stringify(file.name)} is empty. Attach it again.`);
  }
  await mkdir(options.workDir, { recursive: true });
  const source = { name: file.name, hash: await hashFile(file.path) };
  const type = await mediaType(file.path, file.name);
  const format = ARCHIVES[type.ext];
  if (type.kind === 'archive' && format) {
    const label = `dataset-${source.hash.slice(0, 12)}`;
    const extraction = await extractArchive(file.path, format, { workDir: options.workDir, label });
    const files = await sortFiles(extraction);
    return openFiles(files, extraction.skipped, options, source);
  }
  return openText(await readTable(file.path, file.name), options.target ?? null, source);
}

async function openFiles(
  files: readonly SortedFile[],
  damaged: readonly { name: string; reason: string }[],
  options: OpenOptions,
  source: { name: string; hash: string },
): Promise<Dataset> {
  const images = files.filter(({ kind }) => kind === 'image').length;
  if (images > 0) return openImages(files, damaged, options.target ?? null, source);
  const table = files.find(({ kind }) => kind === 'table' || kind === 'text');
  if (table) return openText(await readTable(table.path, table.name), options.target ?? null, source);
  throw new UserError(
    'empty-archive',
    `The archive ${JSON.stringify(source.name)} holds no picture, sound or table (${files.length} other files).`,
  );
}
