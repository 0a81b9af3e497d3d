/** Extracted files → what they are together: pictures, sounds, or tables. Called by `open-dataset.ts`. */
import { UserError } from '../errors.ts';
import type { Extraction } from './archive/extraction.ts';
import type { AudioDataset, DataKind, ImageDataset } from './dataset.ts';
import { sortFiles } from './media/collect-media.ts';
import type { MediaOptions } from './media/label-items.ts';
import { openAudio } from './media/open-audio.ts';
import { openImages } from './media/open-images.ts';
import { readArchiveTables } from './tables/archive-tables.ts';
import type { Table } from './tables/table.ts';

/** The kind that most of the media files have; null when there are none, so that tables count. */
function mediaKind(files: readonly { kind: string }[]): 'image' | 'audio' | null {
  const images = files.filter(({ kind }) => kind === 'image').length;
  const sounds = files.filter(({ kind }) => kind === 'audio').length;
  if (images === 0 && sounds === 0) return null;
  return images >= sounds ? 'image' : 'audio';
}

/**
 * @param kind what the person says the data are; null lets the content tell.
 * @throws UserError `wrong-kind`, `empty-archive`, and those of the openers.
 */
export async function openArchive(
  extraction: Extraction,
  kind: DataKind | null,
  options: MediaOptions,
): Promise<ImageDataset | AudioDataset | Table> {
  const files = await sortFiles(extraction);
  const wanted = kind === 'image' || kind === 'audio' ? kind : kind === null ? mediaKind(files) : null;
  if (wanted === null) return readArchiveTables(files, options.file.name);
  if (!files.some((file) => file.kind === wanted)) {
    throw new UserError(
      'wrong-kind',
      `The archive ${JSON.stringify(options.file.name)} holds no ${wanted === 'image' ? 'pictures' : 'sounds'} (${files.length} other files${extraction.skipped.length > 0 ? `, ${extraction.skipped.length} damaged` : ''}). Leave the task option out to let the content tell.`,
    );
  }
  return wanted === 'image'
    ? openImages(files, extraction.skipped, options)
    : openAudio(files, extraction.skipped, options);
}
