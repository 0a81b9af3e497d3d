/**
 * An image file → pixels as a backbone wants them. In: path and ImagePreprocessing. Out: RGB bytes of the resized crop,
 * then float32 tensors. Next: `image-features.ts`.
 *
 * EXIF orientation is applied, transparency laid on white; greyscale, palette, CMYK and 16-bit images become 8-bit sRGB.
 */
import type { ImagePreprocessing } from '../../../backbones/backbone.ts';

/** Larger images are refused from their header, before a pixel is decoded (a decompression bomb is small on disk). */
export const MAX_PIXELS = 64 * 2 ** 20;

const KERNEL = { bilinear: 'linear', bicubic: 'cubic' } as const;

/** sharp, set up once: one thread an image (we decode several at a time) and no cache of decoded images. */
type Sharp = typeof import('sharp')['default'];
let loading: Promise<Sharp> | undefined;
function loadSharp(): Promise<Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  });
  return loading;
}

/**
 * @returns RGB, row-major [size, size, 3]
 * @throws Error with a short reason when the file is damaged, too large or no image
 */
export async function decodeImage(path: string, { size, cropShare, interpolation }: ImagePreprocessing) {
  const sharp = await loadSharp();
  const resized = Math.round(size / cropShare);
  const margin = Math.floor((resized - size) / 2);
  // One pipeline, header check included: nothing waits for the event loop, which inference blocks.
  const pipeline = sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'error', autoOrient: true })
    .resize(resized, resized, { fit: 'cover', kernel: KERNEL[interpolation] })
    .extract({ left: margin, top: margin, width: size, height: size })
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' });
  try {
    const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${info.channels} channels after conversion to RGB`);
    return new Uint8Array(data.buffer, data.byteOffset, data.length);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (message.includes('pixel limit'))
    return `the image has more than ${MAX_PIXELS / 2 ** 20} million pixels; scale it down`;
  if (message.includes('unsupported image format')) return 'not an image in a format we read';
  return `damaged image: ${message.slice(0, 120)}`;
}

/** value = (pixel · scale − mean) / deviation, for the 256 values of each channel. */
export function pixelTable({ scale, mean, deviation }: ImagePreprocessing): Float32Array {
  return Float32Array.from({ length: 3 * 256 }, (_, i) => {
    const channel = Math.floor(i / 256);
    return ((i % 256) * scale - mean[channel]!) / deviation[channel]!;
  });
}

export interface TensorPlace {
  /** Receives 3 · size · size values from `offset` on. */
  target: Float32Array;
  offset: number;
  mirror: boolean;
}

/** Writes one decoded image into a batch, in the backbone's layout. */
export function writePixels(
  rgb: Uint8Array,
  table: Float32Array,
  { size, layout }: ImagePreprocessing,
  { target, offset, mirror }: TensorPlace,
): void {
  const plane = size * size;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const from = (y * size + (mirror ? size - 1 - x : x)) * 3;
      const pixel = y * size + x;
      for (let c = 0; c < 3; c++) {
        const to = layout === 'nchw' ? c * plane + pixel : pixel * 3 + c;
        target[offset + to] = table[c * 256 + rgb[from + c]!]!;
      }
    }
}
