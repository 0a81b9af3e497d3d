/** An archive on disk → its files below the work folder. Next: `open-dataset.ts` looks at what they are. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserError } from '../../errors.ts';
import { partOf } from '../profile.ts';
import { Expansion } from './expansion.ts';
import { type ExtractedFile, Extraction } from './extraction.ts';
import { type ArchiveFormat, archiveFormat, gunzipInto } from './open-compressed.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

/**
 * Extracts into `workDir/<label>`, which is emptied first, so that a repeated Run starts clean.
 * @throws UserError for anything that a well-made archive does not contain; see the readers.
 */
export async function extractArchive(
  archivePath: string,
  format: ArchiveFormat,
  options: { workDir: string; label: string; entryBytes?: number },
): Promise<Extraction> {
  const dir = join(options.workDir, options.label);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const extraction = new Extraction(dir, new Expansion((await stat(archivePath)).size, options.entryBytes));
  await read(archivePath, format, extraction);
  sortByName(extraction);
  return extraction;
}

const read = (path: string, format: ArchiveFormat, extraction: Extraction): Promise<void> =>
  format === 'zip' ? readZip(path, extraction) : readTar(path, format === 'tar.gz', extraction);

/** Case and zip order vary between packers; one order for all makes runs repeatable. */
const sortByName = ({ files }: Extraction): void => {
  files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
};

/**
 * Names of an inner archive's files: below its part where its name tells one (`train_1.zip` → `train/…`), else below its
 * own name where they have no folders (`cats.zip` → `cats/…`), else as they are. A name that is taken is told apart.
 * @param first index of the first of them.
 */
function placeBelow(archive: string, all: readonly ExtractedFile[], first: number): void {
  const stem = archive.replace(/^.*\//, '').replace(/(\.tar)?\.\w+$/, '');
  const part = partOf(archive);
  const [before, files] = [all.slice(0, first), all.slice(first)];
  const taken = new Set(before.map((file) => file.name));
  const isFlat = files.every(({ name }) => !name.includes('/'));
  const folder = part !== undefined ? `${part}/` : isFlat ? `${stem}/` : '';
  for (const file of files) {
    const name = `${folder}${file.name}`;
    file.name = name;
    for (let n = 1; taken.has(file.name); n += 1)
      file.name = name.replace(/[^/]*$/, (base) => `${stem}${n > 1 ? `-${n}` : ''}-${base}`);
  }
}

/**
 * Archives in an archive, as data sets of several zips have them: their files take the place of each; a single gzipped
 * file is unpacked where it is. One level deep, within the limits of the whole; a broken one counts as damaged.
 * @param inner files of the extraction with the extension of their format.
 * @throws UserError those of the readers, but `broken-archive` and `unsupported-archive`.
 */
export async function extractInner(
  extraction: Extraction,
  inner: readonly (ExtractedFile & { ext: string })[],
): Promise<void> {
  for (const { name, path, ext } of inner) {
    const held = extraction.files.findIndex((file) => file.path === path);
    extraction.files.splice(held, 1);
    const first = extraction.files.length;
    try {
      const format = await archiveFormat(path, name, ext);
      if (format === 'gzip') await gunzipInto(extraction, path, name);
      else await read(path, format, extraction).finally(() => placeBelow(name, extraction.files, first));
    } catch (error) {
      if (!isUserError(error) || !/^(broken|unsupported)-archive$/.test(error.code)) throw error;
      extraction.skip(name, error.message);
    }
    await rm(path);
  }
  sortByName(extraction);
}
