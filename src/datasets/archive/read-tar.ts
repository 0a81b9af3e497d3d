/** A tar or tar.gz → its files on disk, in one pass. Called by `extract-archive.ts`. */

import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { UserError } from '../../errors.ts';
import { term } from '../../text/term.ts';
import { reasonOf } from '../reason-of.ts';
import { isJunk, normaliseEntryName, refuseLink } from './entry-name.ts';
import type { Expansion } from './expansion.ts';
import type { Extraction } from './extraction.ts';

/**
 * Writes every file of the archive through `extraction`.
 * @throws UserError `broken-archive`, `unsafe-archive`, and those of `Expansion`.
 */
export async function readTar(archivePath: string, gzipped: boolean, extraction: Extraction): Promise<void> {
  const { expansion } = extraction;
  const tar = extract();
  const source = createReadStream(archivePath);
  const fed = gzipped ? pipeline(source, createGunzip(), tar) : pipeline(source, new PassThrough(), tar);
  // Awaited below, after the loop; until then its failure must not count as unhandled.
  fed.catch(() => undefined);
  try {
    for await (const entry of tar) {
      expansion.countEntry();
      const name = normaliseEntryName(entry.header.name);
      const type = entry.header.type ?? 'file';
      if (type === 'file' || type === 'contiguous-file') {
        if (name !== '' && !isJunk(name)) await writeEntry(name, entry, expansion, extraction);
      } else if (type !== 'directory') refuseLink(entry.header.name);
      entry.resume();
    }
    await fed;
  } catch (cause) {
    source.destroy();
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      'broken-archive',
      { file: term('word.tar-archive'), reason: reasonOf(cause) },
      { cause },
    );
  }
}

async function writeEntry(
  name: string,
  entry: unknown,
  expansion: Expansion,
  extraction: Extraction,
): Promise<void> {
  const path = extraction.nextPath();
  // tar-stream's entries are streamx streams: the same protocol as Readable under another type.
  extraction.add(name, path, await expansion.write(name, entry as Readable, path));
}
