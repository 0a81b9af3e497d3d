/** What an archive reader fills: files on disk under names of our own, and what could not be unpacked. */
import { join } from 'node:path';
import type { Expansion, WrittenFile } from './expansion.ts';

export interface ExtractedFile {
  /** Normalised path inside the archive: what people see, and what folders and tables refer to. */
  name: string;
  /** Absolute path on disk. */
  path: string;
  bytes: number;
  /** SHA-256 (hex). */
  hash: string;
}

export class Extraction {
  readonly files: ExtractedFile[] = [];
  readonly skipped: { name: string; reason: string }[] = [];
  /** Of a zip; empty without one. */
  comment = '';
  /** Counts what everything in this folder expands to, archives in the archive included. */
  readonly expansion: Expansion;
  readonly #dir: string;
  #count = 0;

  /** @param dir an existing, empty folder. */
  constructor(dir: string, expansion: Expansion) {
    this.#dir = dir;
    this.expansion = expansion;
  }

  /** A fresh path on disk; the entry's own name never reaches the file system. */
  nextPath(): string {
    this.#count += 1;
    return join(this.#dir, `${String(this.#count).padStart(6, '0')}.bin`);
  }

  add(name: string, path: string, written: WrittenFile): void {
    this.files.push({ name, path, bytes: written.bytes, hash: written.hash });
  }

  skip(name: string, reason: string): void {
    this.skipped.push({ name, reason });
  }
}
