/** Extracted files → each with its kind, by its content. Next: `collect-media.ts`, or `archive-tables.ts` for tables. */
import type { ExtractedFile, Extraction } from '../archive/extraction.ts';
import { type MediaKind, mediaType } from './media-type.ts';

export interface SortedFile extends ExtractedFile {
  kind: MediaKind;
  ext: string;
}

/** The kind of every extracted file, by content. */
export async function sortFiles(extraction: Extraction): Promise<SortedFile[]> {
  const sorted: SortedFile[] = [];
  for (const file of extraction.files) sorted.push({ ...file, ...(await mediaType(file.path, file.name)) });
  return sorted;
}
