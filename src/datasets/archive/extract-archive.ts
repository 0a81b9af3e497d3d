/** An archive on disk → its files below the work folder. Next: `open-dataset.ts` looks at what they are. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Extraction } from './extraction.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

export type ArchiveFormat = 'zip' | 'tar' | 'tar.gz';

/**
 * Extracts into `workDir/<label>`, which is emptied first, so that a repeated Run starts clean.
 * @throws UserError for anything that a well-made archive does not contain; see the readers.
 */
export async function extractArchive(
  archivePath: string,
  format: ArchiveFormat,
  options: { workDir: string; label: string },
): Promise<Extraction> {
  const dir = join(options.workDir, options.label);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const extraction = new Extraction(dir);
  if (format === 'zip') await readZip(archivePath, extraction);
  else await readTar(archivePath, format === 'tar.gz', extraction);
  // Case and zip order vary between packers; one order for all makes runs repeatable.
  extraction.files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return extraction;
}
