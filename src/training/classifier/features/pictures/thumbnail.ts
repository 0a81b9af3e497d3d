/** A picture file → a small square picture as a data URI, for the galleries of the Report. */
import { MAX_PIXELS } from './image-pixels.ts';

/** Side in pixels: twice its size in the chart. */
const SIDE = 240;

/** The whole picture on a white square. */
export async function makeThumbnail(path: string): Promise<string> {
  const { default: sharp } = await import('sharp');
  const png = await sharp(path, { limitInputPixels: MAX_PIXELS, autoOrient: true })
    .resize(SIDE, SIDE, { fit: 'contain', background: '#ffffff' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
