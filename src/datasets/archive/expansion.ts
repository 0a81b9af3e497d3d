/**
 * Counts what an archive expands to while it expands, and stops it at the limits, whatever its headers claim.
 * `write` streams one entry to disk; memory stays flat.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { UserError } from '../../errors.ts';
import { LIMITS } from '../limits.ts';

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`;

export interface WrittenFile {
  bytes: number;
  /** SHA-256 (hex). */
  hash: string;
  crc32: number;
}

export class Expansion {
  #entries = 0;
  #bytes = 0;
  readonly #limit: number;
  readonly #entryBytes: number;

  /**
   * @param archiveBytes size of the archive itself; bounds what it may expand to.
   * @param entryBytes what one entry may expand to.
   */
  constructor(archiveBytes: number, entryBytes: number = LIMITS.entryBytes) {
    this.#entryBytes = entryBytes;
    const byRatio = Math.max(LIMITS.ratioFreeBytes, archiveBytes * LIMITS.archiveRatio);
    this.#limit = Math.min(LIMITS.archiveBytes, byRatio);
  }

  countEntry(): void {
    this.#entries += 1;
    if (this.#entries > LIMITS.archiveEntries) {
      throw new UserError('archive-too-many-entries', { limit: LIMITS.archiveEntries.toLocaleString('en') });
    }
  }

  #countBytes(name: string, entryBytes: number, chunkBytes: number): void {
    this.#bytes += chunkBytes;
    const limit = /\.parquet$/i.test(name) ? LIMITS.parquetEntryBytes : this.#entryBytes;
    if (entryBytes > limit) {
      throw new UserError('archive-entry-too-large', { name, limit: mebibytes(limit) });
    }
    if (this.#bytes > this.#limit) {
      throw new UserError('archive-expands-too-much', {
        limit: mebibytes(this.#limit),
        ratio: LIMITS.archiveRatio,
      });
    }
  }

  /** Streams one entry to `path`, counting as it goes. Errors of the stream itself pass through. */
  async write(name: string, stream: Readable, path: string): Promise<WrittenFile> {
    // Between here and the loop nobody listens, and a failure without a listener ends the process. A stream that only
    // tells of its failure (yauzl's do) would then never end: destroyed with it, it fails in the loop.
    stream.on('error', (error) => stream.destroy(error));
    const file = await open(path, 'wx');
    const hash = createHash('sha256');
    let bytes = 0;
    let sum = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        this.#countBytes(name, bytes, chunk.length);
        hash.update(chunk);
        sum = crc32(chunk, sum);
        await file.write(chunk);
      }
    } finally {
      stream.destroy();
      await file.close();
    }
    return { bytes, hash: hash.digest('hex'), crc32: sum };
  }
}
