/** A decoded image → a changed one: a crop scaled up again, other brightness and saturation; seeded. Used by: `image-source.ts`. */
import type { Random } from '../../../statistics/random.ts';

/** A crop keeps at least this share of each side. */
const LEAST_CROP = 0.8;
/** Brightness and saturation change by at most this share. */
const COLOUR = 0.2;

/** @param rgb row-major [size, size, 3] */
export async function augmentImage(rgb: Uint8Array, size: number, random: Random): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const side = Math.max(1, Math.round(size * (LEAST_CROP + (1 - LEAST_CROP) * random.next())));
  const left = random.below(size - side + 1);
  const top = random.below(size - side + 1);
  const shift = () => 1 + COLOUR * (2 * random.next() - 1);
  const data = await sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .extract({ left, top, width: side, height: side })
    .resize(size, size, { fit: 'fill', kernel: 'linear' })
    .modulate({ brightness: shift(), saturation: shift() })
    .raw({ depth: 'uchar' })
    .toBuffer();
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}
