/** Extracted files → what they are together: pictures, sounds, or tables. Called by `open-dataset.ts`. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { mediaWords } from '../text/terms.ts';
import { extractInner } from './archive/extract-archive.ts';
import type { Extraction } from './archive/extraction.ts';
import type { AudioDataset, DataKind, ImageDataset } from './dataset.ts';
import { openImages } from './images/open-images.ts';
import { collectMedia, collectPacked } from './media/collect-media.ts';
import type { MediaOptions } from './media/label-items.ts';
import { openAudio } from './media/open-audio.ts';
import { type SortedFile, sortFiles } from './media/sort-files.ts';
import { type PackedMedia, unpackParquet } from './media/unpack-parquet.ts';
import { ABOUT, readArchiveTables } from './tables/archive-tables.ts';
import type { Table } from './tables/table.ts';

interface ArchiveOptions extends MediaOptions {
  /** Where Parquet files inside are unpacked. */
  workDir: string;
}

/** An archive with nothing of these is looked into further. A loose `.txt` beside archives tells of the data. */
const isData = ({ kind, name }: SortedFile): boolean =>
  ['image', 'audio', 'table', 'text'].includes(kind) && !ABOUT.test(name) && !/\.txt$/i.test(name);

/** The kind that most of the media files have; null when there are none, so that tables count. */
function mediaKind(files: readonly { kind: string }[]): 'image' | 'audio' | null {
  const images = files.filter(({ kind }) => kind === 'image').length;
  const sounds = files.filter(({ kind }) => kind === 'audio').length;
  if (images === 0 && sounds === 0) return null;
  return images >= sounds ? 'image' : 'audio';
}

/** The kind of every extracted file; where archives are all the data there are, that of what is in them. */
export async function sortWithInner(extraction: Extraction): Promise<SortedFile[]> {
  const files = await sortFiles(extraction);
  const inner = files.filter(({ kind }) => kind === 'archive');
  if (inner.length === 0 || files.some(isData)) return files;
  await extractInner(extraction, inner);
  return sortFiles(extraction);
}

/**
 * @param kind what the person says the data are; null lets the content tell.
 * @throws UserError `wrong-kind`, `empty-archive`, and those of the openers.
 */
export async function openArchive(
  extraction: Extraction,
  kind: DataKind | null,
  options: ArchiveOptions,
): Promise<ImageDataset | AudioDataset | Table> {
  const files = await sortWithInner(extraction);
  const packed = await unpackAll(files, kind, options);
  if (packed) return openPacked(packed, extraction.skipped, options);
  const wanted = kind === 'image' || kind === 'audio' ? kind : kind === null ? mediaKind(files) : null;
  if (wanted === null) return readArchiveTables(files, options.file.name, extraction.skipped);
  if (!files.some((file) => file.kind === wanted)) {
    throw new UserError('wrong-kind', {
      name: options.file.name,
      wanted: mediaWords(wanted),
      count: files.length,
      damaged: extraction.skipped.length,
    });
  }
  const collected = await collectMedia(files, wanted, options.target);
  const open = wanted === 'image' ? openImages : openAudio;
  return open(collected, extraction.skipped, options);
}

/** Pictures or sounds inside the archive's Parquet files; null where loose ones or plain tables are the data. */
async function unpackAll(
  files: readonly SortedFile[],
  kind: DataKind | null,
  { workDir }: ArchiveOptions,
): Promise<PackedMedia | null> {
  const parquets = files.filter(({ ext }) => ext === 'parquet');
  const wanted = kind === 'image' || kind === 'audio' ? kind : null;
  if (parquets.length === 0 || (kind !== null && wanted === null) || mediaKind(files) !== null) return null;
  const packed = await unpackParquet(parquets, { folder: join(workDir, 'unpacked'), kind: wanted });
  // Twice the room is not needed: what they held now lies beside them.
  if (packed) for (const { path } of parquets) await rm(path);
  return packed;
}

/** @throws UserError `no-labels`, and those of the openers. */
export async function openPacked(
  packed: PackedMedia,
  damaged: readonly { name: string; reason: string }[],
  options: MediaOptions,
): Promise<ImageDataset | AudioDataset> {
  const open = packed.kind === 'image' ? openImages : openAudio;
  return open(collectPacked(packed, options), [...packed.damaged, ...damaged], options);
}
