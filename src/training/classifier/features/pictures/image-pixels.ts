/**
 * An image file → pixels as a backbone wants them. In: path and ImagePreprocessing. Out: RGB bytes of the resized crop
 * (`crop-picture.ts`). Next: `pixel-tensor.ts` makes tensors of them.
 *
 * EXIF orientation is applied, transparency laid on white; greyscale, palette, CMYK and 16-bit images become 8-bit sRGB.
 */
import type { ImagePreprocessing } from '../../../../backbones/backbone.ts';
import { boxesOf, cropPicture } from './crop-picture.ts';
import { type JpegHeader, readJpegHeader } from './jpeg-header.ts';
import { type Picture, shrunkSide } from './shrink-picture.ts';

/** Larger images are refused from their header, before a pixel is decoded (a decompression bomb is small on disk). */
export const MAX_PIXELS = 64 * 2 ** 20;
/** Larger ones than this are decoded one after another: a batch of them together would fill the memory. */
const ORDINARY_PIXELS = 8 * 2 ** 20;

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
export async function decodeImage(path: string, preprocessing: ImagePreprocessing): Promise<Uint8Array> {
  const crop = (picture: Picture) => cropPicture(picture, preprocessing);
  try {
    const shrunk = await decodeBoxes(path, preprocessing);
    return crop(shrunk ?? (await decodePicture(path, ORDINARY_PIXELS)));
  } catch (error) {
    if (!isTooLarge(error)) throw new Error(reasonOf(error), { cause: error });
  }
  return inTurn(async () => crop(await decodePicture(path, MAX_PIXELS))).catch((error: unknown) => {
    throw new Error(reasonOf(error), { cause: error });
  });
}

/** Width and height by the header, before any turning; undefined where it cannot be read. */
export async function readSides(path: string): Promise<{ width: number; height: number } | undefined> {
  const sharp = await loadSharp();
  return sharp(path)
    .metadata()
    .then(({ width, height }) => ({ width, height }))
    .catch(() => undefined);
}

/** A large JPEG as means of boxes, straight from its blocks; undefined for other pictures. */
async function decodeBoxes(path: string, preprocessing: ImagePreprocessing): Promise<Picture | undefined> {
  const header = readJpegHeader(path);
  if (!header || header.width * header.height > MAX_PIXELS) return undefined;
  const { width, height } = header;
  const box = boxesOf(header, preprocessing);
  if (box === 1 || !boxesFit(header, box)) return undefined;
  // An option of libvips' JPEG loader, which it takes behind the file's name.
  const picture = await decodePicture(`${path}[shrink=${box}]`, MAX_PIXELS);
  const turned = picture.width !== shrunkSide(width, box);
  const [across, down] = turned ? [height, width] : [width, height];
  if (picture.width !== shrunkSide(across, box) || picture.height !== shrunkSide(down, box)) return undefined;
  return { ...picture, width: across, height: down, boxes: box };
}

/** A picture that EXIF turns could have its cut-off boxes at the left or at the top instead. */
const boxesFit = ({ width, height, exif }: JpegHeader, box: number): boolean =>
  !exif || (width % box === 0 && height % box === 0);

/** One pipeline, header check included: nothing waits for the event loop, which inference blocks. */
async function decodePicture(file: string, limitInputPixels: number): Promise<Picture> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(file, { limitInputPixels, failOn: 'error', autoOrient: true })
    .toColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${info.channels} channels after conversion to RGB`);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { data: bytes, width: info.width, height: info.height, channels: 3 };
}

let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);

const isTooLarge = (error: unknown): boolean => messageOf(error).includes('pixel limit');

function reasonOf(error: unknown): string {
  const message = messageOf(error);
  if (isTooLarge(error))
    return `the image has more than ${MAX_PIXELS / 2 ** 20} million pixels; scale it down`;
  if (message.includes('unsupported image format')) return 'not an image in a format we read';
  return `damaged image: ${message.slice(0, 120)}`;
}
