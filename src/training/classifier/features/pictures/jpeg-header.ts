/**
 * The size of a JPEG, from its header. In: a path. Out: width and height before any turning, and whether there is EXIF;
 * undefined for any other file. Read at once, not awaited: inference blocks the event loop. Next: `image-pixels.ts`.
 *
 * Segments: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, section B.1.
 */
import { closeSync, openSync, readSync } from 'node:fs';

export interface JpegHeader {
  width: number;
  height: number;
  exif: boolean;
}

const START_OF_IMAGE = 0xffd8;
const START_OF_SCAN = 0xffda;
const EXIF_SEGMENT = 0xffe1;
/** In the range of the frame headers, but not ones: tables of Huffman codes, an extension, arithmetic conditioning. */
const NO_FRAMES: readonly number[] = [0xffc4, 0xffc8, 0xffcc];
/** Segments before the frame; files of cameras have about ten. */
const MOST_SEGMENTS = 1_000;

const isFrame = (marker: number): boolean =>
  marker >= 0xffc0 && marker <= 0xffcf && !NO_FRAMES.includes(marker);

export function readJpegHeader(path: string): JpegHeader | undefined {
  const file = openSync(path, 'r');
  try {
    return walkSegments(file);
  } finally {
    closeSync(file);
  }
}

function walkSegments(file: number): JpegHeader | undefined {
  const bytes = Buffer.alloc(9);
  if (readSync(file, bytes, 0, 2, 0) < 2 || bytes.readUInt16BE(0) !== START_OF_IMAGE) return undefined;
  let exif = false;
  for (let position = 2, seen = 0; seen < MOST_SEGMENTS; seen++) {
    if (readSync(file, bytes, 0, 9, position) < 9) return undefined;
    const marker = bytes.readUInt16BE(0);
    if (marker < 0xff00 || marker === START_OF_SCAN) return undefined;
    if (isFrame(marker)) return { width: bytes.readUInt16BE(7), height: bytes.readUInt16BE(5), exif };
    exif ||= marker === EXIF_SEGMENT;
    position += 2 + bytes.readUInt16BE(2);
  }
  return undefined;
}
