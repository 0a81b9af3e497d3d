/** Compressed attachments: which archive it is, and a single gzipped file unpacked. Called by the openers. */

import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../errors.ts';
import { reasonOf } from '../reason-of.ts';
import { Expansion } from './expansion.ts';
import type { Extraction } from './extraction.ts';

export type ArchiveFormat = 'zip' | 'tar' | 'tar.gz';

/** `ustar` at this offset marks a tar's first header. */
const TAR_MAGIC_AT = 257;

/**
 * The file's unpacked bytes. `pipe` alone would leave the source's errors without a listener, and the source open when
 * the reader stops early; an early stop is no failure here, and failures reach the reader through the last stream.
 */
function unpack(path: string): Readable {
  return pipeline(createReadStream(path), createGunzip(), () => undefined);
}

async function firstBytes(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of unpack(path) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > TAR_MAGIC_AT + 8) break;
  }
  return Buffer.concat(chunks);
}

const broken = (name: string, cause: unknown): UserError =>
  new UserError('broken-archive', { file: JSON.stringify(name), reason: reasonOf(cause) }, { cause });

/**
 * @param ext extension of the format, as `mediaType` tells it.
 * @returns the archive's format, or `gzip` for a single compressed file.
 * @throws UserError `unsupported-archive` for 7z, rar and others.
 */
export async function archiveFormat(
  path: string,
  name: string,
  ext: string,
): Promise<ArchiveFormat | 'gzip'> {
  if (ext === 'zip' || ext === 'tar') return ext;
  if (ext === 'tar.gz') return 'tar.gz';
  if (ext === 'gz') {
    try {
      const head = await firstBytes(path);
      return head.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + 5).toString('latin1') === 'ustar' ? 'tar.gz' : 'gzip';
    } catch (cause) {
      throw broken(name, cause);
    }
  }
  throw new UserError('unsupported-archive', { name, ext });
}

/** A single gzipped file of an archive → the file, with its own name, among those of the extraction. */
export async function gunzipInto(extraction: Extraction, path: string, name: string): Promise<void> {
  const inner = { name: name.replace(/\.gz$/i, ''), path: extraction.nextPath() };
  extraction.expansion.countEntry();
  try {
    const { bytes, hash } = await extraction.expansion.write(inner.name, unpack(path), inner.path);
    extraction.files.push({ ...inner, bytes, hash });
  } catch (cause) {
    throw cause instanceof UserError ? cause : broken(name, cause);
  }
}

/** @returns path of the unpacked file, inside `workDir`. @throws UserError `broken-archive` and those of `Expansion`. */
export async function gunzipFile(path: string, name: string, workDir: string): Promise<string> {
  await mkdir(workDir, { recursive: true });
  const out = join(workDir, 'unpacked.bin');
  await rm(out, { force: true });
  const expansion = new Expansion((await stat(path)).size);
  try {
    await expansion.write(name, unpack(path), out);
    return out;
  } catch (cause) {
    throw cause instanceof UserError ? cause : broken(name, cause);
  }
}
