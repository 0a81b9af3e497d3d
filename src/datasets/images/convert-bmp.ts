/**
 * A BMP picture (as microscopes, scanners and older programs write them) → a PNG beside it, which sharp, and so
 * everything downstream, reads; libvips has no BMP reader of its own. Uncompressed pictures of 1, 4, 8, 24 and 32 bits a
 * pixel are read. Layout: Microsoft's `BITMAPFILEHEADER` and `BITMAPINFOHEADER`.
 */
import { readFile } from 'node:fs/promises';
import { LIMITS } from '../limits.ts';

const FILE_HEADER_BYTES = 14;
/** `BI_RGB`, and `BI_BITFIELDS`, which programs write for 32 bits with the usual order of colours. */
const UNCOMPRESSED = [0, 3];
const DEPTHS = [1, 4, 8, 24, 32];
/** Blue, green, red, reserved. */
const PALETTE_ENTRY_BYTES = 4;

interface Header {
  width: number;
  height: number;
  /** Rows from the top; the usual order is from the bottom. */
  isTopDown: boolean;
  depth: number;
  pixelsAt: number;
  paletteAt: number;
}

function readHeader(bytes: Buffer): Header {
  if (bytes.length < FILE_HEADER_BYTES + 40 || bytes.readUInt32LE(14) < 40)
    throw new Error('its header is cut off, or of a BMP version before Windows 3');
  const [width, signedHeight] = [bytes.readInt32LE(18), bytes.readInt32LE(22)];
  const height = Math.abs(signedHeight);
  const [depth, compression] = [bytes.readUInt16LE(28), bytes.readUInt32LE(30)];
  if (width <= 0 || height === 0) throw new Error(`its size is ${width} × ${signedHeight}`);
  if (width * height > LIMITS.imagePixels)
    throw new Error(`${width} × ${height} pixels, more than ${LIMITS.imagePixels / 1e6} megapixels`);
  if (!DEPTHS.includes(depth) || !UNCOMPRESSED.includes(compression) || (compression === 3 && depth !== 32))
    throw new Error(
      `a BMP of ${depth} bits with compression ${compression} is not supported; save it as PNG`,
    );
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    depth,
    pixelsAt: bytes.readUInt32LE(10),
    paletteAt: FILE_HEADER_BYTES + bytes.readUInt32LE(14),
  };
}

/** @returns row-major [height, width, 3] RGB. @throws Error with a short reason */
export function decodeBmp(bytes: Buffer): { data: Buffer; width: number; height: number } {
  const { width, height, isTopDown, depth, pixelsAt, paletteAt } = readHeader(bytes);
  // Rows are padded to four bytes.
  const stride = Math.ceil((width * depth) / 32) * 4;
  if (pixelsAt + stride * height > bytes.length) throw new Error('its pixels are cut off');
  const data = Buffer.alloc(width * height * 3);
  /** Place of a pixel's blue, green and red. */
  const colourAt = (row: number, x: number): number => {
    if (depth >= 24) return row + x * (depth / 8);
    const perByte = 8 / depth;
    const shift = 8 - depth * ((x % perByte) + 1);
    const index = (bytes[row + Math.floor(x / perByte)]! >> shift) & ((1 << depth) - 1);
    return paletteAt + index * PALETTE_ENTRY_BYTES;
  };
  for (let y = 0; y < height; y += 1) {
    const row = pixelsAt + stride * (isTopDown ? y : height - 1 - y);
    for (let x = 0; x < width; x += 1) {
      const from = colourAt(row, x);
      const to = (y * width + x) * 3;
      for (let c = 0; c < 3; c += 1) data[to + c] = bytes[from + 2 - c] ?? 0;
    }
  }
  return { data, width, height };
}

/** @returns path of the PNG. @throws Error with a short reason */
export async function convertBmp(path: string): Promise<string> {
  const { data, width, height } = decodeBmp(await readFile(path));
  const { default: sharp } = await import('sharp');
  const converted = `${path}.png`;
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toFile(converted);
  return converted;
}
