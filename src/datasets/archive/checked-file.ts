/**
 * A zip on disk as yauzl reads it, where every place is checked first: yauzl asks Node for places of up to 64 bits that the
 * zip itself names, and Node throws past every catch. In: a path. Out: an open ZipFile, which closes the file.
 */
import { close, createReadStream, fstatSync, openSync, read } from 'node:fs';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';

class CheckedFile extends yauzl.RandomAccessReader {
  readonly #path: string;
  readonly #file: number;
  readonly size: number;

  constructor(path: string) {
    super();
    this.#path = path;
    this.#file = openSync(path, 'r');
    this.size = fstatSync(this.#file).size;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    // By an opening of its own, since a stream that is given up closes its file.
    return createReadStream(this.#path, { start, end: end - 1 });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    if (position >= 0 && position + length <= this.size)
      read(this.#file, buffer, offset, length, position, (error) => callback(error));
    else callback(new Error('it names a place beyond its end'));
  }

  override close(callback: (error: Error | null) => void): void {
    close(this.#file, callback);
  }
}

export function openZip(path: string, options: yauzl.Options): Promise<yauzl.ZipFile> {
  const file = new CheckedFile(path);
  return yauzl.fromRandomAccessReaderPromise(file, file.size, options);
}
