/** Pictures of formats that sharp does not read → PNGs beside them. Called by `open-images.ts` and `open-inputs.ts`. */
import { convertBmp } from './convert-bmp.ts';
import { convertHeic } from './convert-heic.ts';

const CONVERTERS: Readonly<Record<string, (path: string) => Promise<string>>> = {
  bmp: convertBmp,
  heic: convertHeic,
};

/**
 * @param ext the format, as `mediaType` tells it.
 * @returns path of a picture that sharp reads: the file's own, or a PNG's. @throws Error with a short reason
 */
export const readablePicture = async (path: string, ext: string): Promise<string> =>
  Object.hasOwn(CONVERTERS, ext) ? CONVERTERS[ext]!(path) : path;

/** Whether pictures of this format are converted. */
export const isConverted = (ext: string): boolean => Object.hasOwn(CONVERTERS, ext);
