/** One picture → its size and its perceptual hash, or why it cannot be used. Called by `open-images.ts`. */
import { readFile } from 'node:fs/promises';
import type sharp from 'sharp';
import { LIMITS } from '../limits.ts';

/** Width of the thumbnail is one more than its height: each bit compares a pixel with its right neighbour. */
export const HASH_ROWS = 16;
const HASH_COLUMNS = HASH_ROWS + 1;

export interface ImageLook {
  width: number;
  height: number;
  format: string;
  /** dHash of a 17 × 16 grey thumbnail: 256 bits in 16 words of 16. */
  bits: Uint16Array;
  /** [272] grey thumbnail, for verification. */
  thumbnail: Uint8Array;
}

/** Bit (r, c) is 1 where the thumbnail brightens to the right. */
function differenceHash(thumbnail: Uint8Array): Uint16Array {
  const bits = new Uint16Array(HASH_ROWS);
  for (let row = 0; row < HASH_ROWS; row += 1) {
    for (let column = 0; column < HASH_ROWS; column += 1) {
      const at = row * HASH_COLUMNS + column;
      if (thumbnail[at + 1]! > thumbnail[at]!) bits[row]! |= 1 << column;
    }
  }
  return bits;
}

/**
 * Reads the header first, and refuses by its pixel count before decoding. Decoding for the hash reads the whole
 * file, so cut-off files are found here.
 */
export async function lookAtImage(open: typeof sharp, path: string): Promise<ImageLook | { reason: string }> {
  try {
    const image = open(await readFile(path), { failOn: 'error', limitInputPixels: LIMITS.imagePixels });
    const { width, height, format, hasAlpha } = await image.metadata();
    if (width * height > LIMITS.imagePixels) {
      return { reason: `${width} × ${height} pixels, more than ${LIMITS.imagePixels / 1e6} megapixels` };
    }
    if (hasAlpha) image.flatten({ background: '#808080' });
    const thumbnail = await image
      .resize(HASH_COLUMNS, HASH_ROWS, { fit: 'fill', kernel: 'linear' })
      .greyscale()
      .raw()
      .toBuffer();
    return { width, height, format, bits: differenceHash(thumbnail), thumbnail };
  } catch (error) {
    return { reason: firstLine(error) };
  }
}

/** libvips writes several lines; the first says what is wrong. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 120);
