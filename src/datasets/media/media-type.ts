/** What a file is, by its content: picture, sound, table or something else. Extensions are never trusted. */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';

const HEAD_BYTES = 4_100;
const IMAGES = new Set([
  'jpg',
  'png',
  'apng',
  'webp',
  'gif',
  'bmp',
  'tif',
  'avif',
  'heic',
  'svg',
  'jxl',
  'jp2',
  'ico',
  'psd',
]);
const AUDIO = new Set(['wav', 'flac', 'ogg', 'oga', 'opus', 'mp3', 'aac', 'm4a', 'aif', 'amr', 'wma', 'spx']);
const TABLES = new Set(['parquet', 'xlsx']);

export type MediaKind = 'image' | 'audio' | 'table' | 'archive' | 'text' | 'other';
const ARCHIVES = new Set(['zip', 'tar', 'tar.gz', 'gz', '7z', 'rar', 'bz2', 'xz', 'zst']);
const TABLE_NAMES = /\.(csv|tsv|tab|txt|jsonl|ndjson|json)$/i;

/** @returns the kind, and the format's usual extension (`jpg`, `wav`, …; empty when unknown). */
export async function mediaType(path: string, name: string): Promise<{ kind: MediaKind; ext: string }> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const type = await fileTypeFromBuffer(head);
    const ext = type?.ext ?? '';
    if (IMAGES.has(ext)) return { kind: 'image', ext };
    if (AUDIO.has(ext)) return { kind: 'audio', ext };
    if (TABLES.has(ext)) return { kind: 'table', ext };
    if (ARCHIVES.has(ext)) return { kind: 'archive', ext };
    if (ext === '' && TABLE_NAMES.test(name)) return { kind: 'text', ext: '' };
    return { kind: 'other', ext };
  } finally {
    await file.close();
  }
}
