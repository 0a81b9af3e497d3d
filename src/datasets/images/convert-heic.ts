/**
 * A HEIC picture (as phones take them) → a PNG beside it, which sharp, and so everything downstream, reads; sharp's own
 * build lacks the decoder for patent reasons. libheif in WebAssembly turns and crops as the file says.
 */
import { readFile } from 'node:fs/promises';
import { LIMITS } from '../limits.ts';

/** @returns path of the PNG. @throws Error with a short reason: too many pixels by its header, or damaged */
export async function convertHeic(path: string): Promise<string> {
  const [{ default: decode }, { default: sharp }] = await Promise.all([
    import('heic-decode'),
    import('sharp'),
  ]);
  const images = await decode.all({ buffer: await readFile(path) });
  try {
    // The first is the picture itself; others are frames of a burst.
    const { width, height, decode: read } = images[0]!;
    if (width * height > LIMITS.imagePixels)
      throw new Error(`${width} × ${height} pixels, more than ${LIMITS.imagePixels / 1e6} megapixels`);
    const { data } = await read();
    const converted = `${path}.png`;
    await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .png({ compressionLevel: 1 })
      .toFile(converted);
    return converted;
  } finally {
    images.dispose();
  }
}
