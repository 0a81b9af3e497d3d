/**
 * A cropped picture → its place in a batch of numbers, as the model's graph reads them. In: RGB bytes [size, size, 3]. Out:
 * float32 pixels. Pure, and so shared with the page of a Run. Next: the graph.
 */
import type { ImagePreprocessing } from '../../../../backbones/backbone.ts';

/** value = (pixel · scale − mean) / deviation, for the 256 values of each channel. */
export function pixelTable({ scale, mean, deviation }: ImagePreprocessing): Float32Array {
  return Float32Array.from({ length: 3 * 256 }, (_, i) => {
    const channel = Math.floor(i / 256);
    return ((i % 256) * scale - mean[channel]!) / deviation[channel]!;
  });
}

interface TensorPlace {
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
