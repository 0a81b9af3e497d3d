/**
 * A decoded picture of any size → the square crop that a model reads. In: RGB or RGBA bytes. Out: RGB bytes
 * [size, size, 3]. Pure, so that training, `/predict`, the page of a Run and its exports resize by this very code; only
 * decoding differs between them. Next: `pixel-tensor.ts`.
 *
 * Separable resampling with a kernel that widens as the picture shrinks (what Pillow and torchvision call antialias), in
 * floating point, rounded once at the end. Much larger pictures are first averaged over whole boxes of pixels, as Pillow
 * does with `reducing_gap=3`, which its manual calls indistinguishable from plain resampling.
 */
import type { ImagePreprocessing } from '../../../backbones/backbone.ts';

export interface Picture {
  /** Row-major [height, width, channels]. */
  data: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
  /** A fourth channel is passed over: transparency has to lie on white already. */
  channels: 3 | 4;
}

/** Boxes leave at least so many of them to a pixel of the crop. */
const GAP = 3;

interface Kernel {
  /** Half of its width, in pixels of the smaller picture. */
  reach: number;
  at: (distance: number) => number;
}

/** Keys 1981, with a = −1/2, as Pillow and libvips have it. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

const KERNELS: Readonly<Record<ImagePreprocessing['interpolation'], Kernel>> = {
  bilinear: { reach: 1, at: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: { reach: 2, at: bicubic },
};

/** For one pixel of the crop: the first box that counts, and the weights from there on. */
interface Taps {
  first: number;
  weights: Float64Array;
}

/** A stretch of `size` pixels of `step` boxes each, from `from` on, on an axis of `length` boxes. */
interface Axis {
  length: number;
  from: number;
  step: number;
  size: number;
}

function tapsOf({ length, from, step, size }: Axis, { reach, at }: Kernel): Taps[] {
  const widening = Math.max(1, step);
  return Array.from({ length: size }, (_, index) => {
    const centre = from + (index + 0.5) * step;
    const first = Math.min(length - 1, Math.max(0, Math.floor(centre - reach * widening + 0.5)));
    const end = Math.max(first + 1, Math.min(length, Math.floor(centre + reach * widening + 0.5)));
    const weights = Float64Array.from({ length: end - first }, (_unused, k) =>
      at((first + k + 0.5 - centre) / widening),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0) || 1;
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** The boxes that some pixel needs: [from, to). */
const reachOf = (taps: readonly Taps[]): [from: number, to: number] => [
  taps[0]!.first,
  taps.at(-1)!.first + taps.at(-1)!.weights.length,
];

/** The middle `size` pixels, to a whole pixel, of an axis that is resized by `scale`. */
function middle(length: number, scale: number, size: number): Omit<Axis, 'length'> {
  const resized = Math.max(size, Math.round(length * scale));
  const step = length / resized;
  return { from: Math.floor((resized - size) / 2) * step, step, size };
}

/**
 * The shorter side becomes `size / cropShare` pixels, of which the middle `size` × `size` are kept.
 * @returns RGB, row-major [size, size, 3]
 */
export function cropPicture(
  picture: Picture,
  { size, cropShare, interpolation }: Pick<ImagePreprocessing, 'size' | 'cropShare' | 'interpolation'>,
): Uint8Array {
  const { width, height } = picture;
  const scale = Math.round(size / cropShare) / Math.min(width, height);
  const box = Math.max(1, Math.floor(1 / scale / GAP));
  const taps = (length: number): Taps[] => {
    const { from, step } = middle(length, scale, size);
    const axis = { length: Math.floor(length / box), from: from / box, step: step / box, size };
    return tapsOf(axis, KERNELS[interpolation]);
  };
  const [across, down] = [taps(width), taps(height)];
  const [columns, rows] = [reachOf(across), reachOf(down)];
  const boxes = averageBoxes(picture, { box, columns, rows });
  const result = new Uint8Array(size * size * 3);
  const row = new Float64Array((columns[1] - columns[0]) * 3);
  for (const [y, { first, weights }] of down.entries()) {
    mixRows(boxes, { first: first - rows[0], weights }, row);
    writeRow(row, across, columns[0], result.subarray(y * size * 3));
  }
  return result;
}

interface Region {
  /** Side in pixels. */
  box: number;
  columns: [from: number, to: number];
  rows: [from: number, to: number];
}

/** Means of the boxes of a region, row-major [rows, columns, 3]. */
function averageBoxes({ data, width, channels }: Picture, { box, columns, rows }: Region): Float32Array {
  const across = columns[1] - columns[0];
  const means = new Float32Array((rows[1] - rows[0]) * across * 3);
  const sums = new Uint32Array(across * box * channels);
  const share = 1 / (box * box);
  for (let row = rows[0], to = 0; row < rows[1]; row++) {
    sums.fill(0);
    for (let line = 0; line < box; line++) {
      const from = ((row * box + line) * width + columns[0] * box) * channels;
      for (let i = 0; i < sums.length; i++) sums[i]! += data[from + i]!;
    }
    for (let column = 0; column < across; column++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < box; k++) sum += sums[(column * box + k) * channels + c]!;
        means[to++] = sum * share;
      }
  }
  return means;
}

/** The weighted sum of some rows of boxes. */
function mixRows(boxes: Float32Array, { first, weights }: Taps, row: Float64Array): void {
  row.fill(0);
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k]!;
    const from = (first + k) * row.length;
    for (let i = 0; i < row.length; i++) row[i]! += weight * boxes[from + i]!;
  }
}

function writeRow(row: Float64Array, across: readonly Taps[], from: number, target: Uint8Array): void {
  for (let x = 0; x < across.length; x++) {
    const { first, weights } = across[x]!;
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * row[(first - from + k) * 3 + c]!;
      target[x * 3 + c] = Math.max(0, Math.min(255, Math.round(sum)));
    }
  }
}
