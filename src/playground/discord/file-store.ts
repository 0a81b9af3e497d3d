/**
 * Streams in → files on disk out, under ids, below one folder that goes when the playground closes.
 * Nothing is held in memory. Names are only labels: a file's path is made of its id.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { entityTooLarge } from '../wire/discord-error.ts';
import type { NextId } from './snowflake.ts';

export interface StoredFile {
  id: string;
  filename: string;
  contentType: string;
  size: number;
  path: string;
}

export interface FileStore {
  /** Stores a stream; rejects with error 40005 above the upload limit, leaving nothing behind. */
  put(stream: Readable, filename: string, contentType?: string): Promise<StoredFile>;
  get(id: string): StoredFile | undefined;
  delete(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Discord keeps word characters, dots and dashes of a name; everything else becomes `_`. */
const safeName = (name: string): string =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '')
    .slice(0, 255) || 'file';

/** Opens the store in `givenFolder`, emptied first, or in a new temporary one. */
export async function openFileStore(
  nextId: NextId,
  limitBytes: () => number,
  givenFolder?: string,
): Promise<FileStore> {
  const folder = givenFolder ?? (await mkdtemp(join(tmpdir(), 'tunesmith-playground-')));
  if (givenFolder !== undefined) {
    await rm(givenFolder, { recursive: true, force: true, maxRetries: 3 });
    await mkdir(givenFolder, { recursive: true });
  }
  const files = new Map<string, StoredFile>();
  return {
    async put(stream, filename, contentType) {
      const id = nextId();
      const path = join(folder, id);
      let size = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          done(size > limitBytes() ? entityTooLarge() : null, chunk);
        },
      });
      try {
        await pipeline(stream, measure, createWriteStream(path));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      const name = safeName(filename);
      const file = { id, filename: name, contentType: chooseType(name, contentType), size, path };
      files.set(id, file);
      return file;
    },
    get: (id) => files.get(id),
    async delete(id) {
      const file = files.get(id);
      files.delete(id);
      if (file) await rm(file.path, { force: true });
    },
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/jsonl',
  zip: 'application/zip',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
};

/** The type by the name's ending, as a browser would say; else what the sender said. */
function chooseType(filename: string, said: string | undefined): string {
  const ending = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return TYPES[ending] ?? said ?? 'application/octet-stream';
}
