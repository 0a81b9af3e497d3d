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

/** MPEG audio may begin like the mark of UTF-16; read as text it is full of what no text holds. */
function isUtf16(head: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length - (head.length % 2)));
  // The end may be cut within a character.
  return !/[\p{Cn}\p{Co}\p{Cs}\ufffd]|[^\P{Cc}\t-\r]/u.test(text.slice(0, -2));
}

/**
 * Text has no control characters but white space and escape. Some magic numbers are two letters long (`BM`, `MZ`),
 * so a CSV must be recognised before them. UTF-16 tells itself by its byte-order mark.
 */
function isText(head: Buffer): boolean {
  if (head.length >= 4 && head[0] === 0xff && head[1] === 0xfe) return isUtf16(head, 'utf-16le');
  if (head.length >= 4 && head[0] === 0xfe && head[1] === 0xff) return isUtf16(head, 'utf-16be');
  return head.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13) || byte === 27);
}

function kindOf(ext: string): MediaKind {
  if (IMAGES.has(ext)) return 'image';
  if (AUDIO.has(ext)) return 'audio';
  if (TABLES.has(ext)) return 'table';
  return ARCHIVES.has(ext) ? 'archive' : 'other';
}

export interface MediaType {
  kind: MediaKind;
  /** The format's usual extension (`jpg`, `wav`, …); empty for text and the unknown. */
  ext: string;
}

/** @param bytes the file, or its beginning. @param name tells kinds of text apart. */
export async function typeOfBytes(bytes: Uint8Array, name: string): Promise<MediaType> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES));
  if (isText(head)) {
    if (/\.(svg|html?|xml)$/i.test(name))
      return { kind: 'other', ext: name.slice(name.lastIndexOf('.') + 1).toLowerCase() };
    return { kind: TABLE_NAMES.test(name) ? 'text' : 'other', ext: '' };
  }
  const ext = (await fileTypeFromBuffer(head))?.ext ?? '';
  return { kind: ext === '' && TABLE_NAMES.test(name) ? 'text' : kindOf(ext), ext };
}

export async function mediaType(path: string, name: string): Promise<MediaType> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
    return await typeOfBytes(buffer.subarray(0, bytesRead), name);
  } finally {
    await file.close();
  }
}
