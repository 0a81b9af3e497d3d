/** A zip → its files on disk, one after the other. Called by `extract-archive.ts`, which names the files. */

import type yauzl from 'yauzl';
import { UserError } from '../../errors.ts';
import { term } from '../../text/term.ts';
import { LIMITS } from '../limits.ts';
import { reasonOf } from '../reason-of.ts';
import { openZip } from './checked-file.ts';
import { entryNameDecoder } from './decode-entry-names.ts';
import { isJunk, normaliseEntryName, refuseLink } from './entry-name.ts';
import type { Expansion } from './expansion.ts';
import type { Extraction } from './extraction.ts';

/** Bytes of a local file header before the name. */
const LOCAL_HEADER_BYTES = 30;
const UNIX_TYPE_MASK = 0o170000;
const UNIX_FILE = 0o100000;
const UNIX_FOLDER = 0o040000;

const broken = (cause: unknown): UserError =>
  new UserError('broken-archive', { file: term('word.zip-file'), reason: reasonOf(cause) }, { cause });

interface NamedEntry {
  entry: yauzl.Entry;
  /** As the archive has it, decoded. */
  rawName: string;
  /** Normalised. */
  name: string;
}

/** Entries whose bytes overlap are how small files expand without limit; no packer makes them. */
function refuseOverlaps(entries: readonly NamedEntry[]): void {
  const sorted = entries.toSorted(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  );
  let end = 0;
  for (const { entry, name } of sorted) {
    if (entry.relativeOffsetOfLocalHeader < end) {
      throw new UserError('unsafe-archive-shared', { name });
    }
    end =
      entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize;
  }
}

function refuseUnreadable(entry: yauzl.Entry, rawName: string): void {
  const type = (entry.externalFileAttributes >>> 16) & UNIX_TYPE_MASK;
  if (type !== 0 && type !== UNIX_FILE && type !== UNIX_FOLDER) refuseLink(rawName);
  if (entry.isEncrypted()) {
    throw new UserError('encrypted-archive', { name: rawName.slice(0, 120) });
  }
}

async function listEntries(zip: yauzl.ZipFile): Promise<NamedEntry[]> {
  if (zip.entryCount > LIMITS.archiveEntries) {
    throw new UserError('archive-too-many-entries-listed', {
      count: zip.entryCount.toLocaleString('en'),
      limit: LIMITS.archiveEntries.toLocaleString('en'),
    });
  }
  const entries: yauzl.Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const decode = entryNameDecoder(entries);
  const named = entries.map((entry): NamedEntry => {
    const rawName = decode(entry);
    refuseUnreadable(entry, rawName);
    return { entry, rawName, name: normaliseEntryName(rawName) };
  });
  refuseOverlaps(named);
  return named;
}

/**
 * Writes every file of the zip through `extraction`. All names are judged before the first byte is written.
 * @throws UserError `broken-archive`, `encrypted-archive`, `unsafe-archive`, and those of `Expansion`.
 */
export async function readZip(archivePath: string, extraction: Extraction): Promise<void> {
  const { expansion } = extraction;
  let zip: yauzl.ZipFile;
  try {
    zip = await openZip(archivePath, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (cause) {
    throw broken(cause);
  }
  extraction.comment = Buffer.from(zip.comment).toString('utf8');
  try {
    for (const { entry, rawName, name } of await listEntries(zip)) {
      expansion.countEntry();
      if (name === '' || /[/\\]$/.test(rawName) || isJunk(name)) continue;
      const reason = await extractEntry(zip, entry, name, expansion, extraction);
      if (reason) extraction.skip(name, reason);
    }
  } catch (cause) {
    throw cause instanceof UserError ? cause : broken(cause);
  } finally {
    zip.close();
  }
}

/** @returns why the entry cannot be used, or null. One damaged entry does not condemn the archive. */
async function extractEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  name: string,
  expansion: Expansion,
  extraction: Extraction,
): Promise<string | null> {
  if (!entry.canDecodeFileData())
    return `packed by method ${entry.compressionMethod}, which is not supported`;
  const path = extraction.nextPath();
  try {
    const written = await expansion.write(name, await zip.openReadStreamPromise(entry), path);
    if (written.crc32 !== entry.crc32) return 'its checksum is wrong';
    extraction.add(name, path, written);
    return null;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    return `cannot be unpacked (${reasonOf(cause)})`;
  }
}
