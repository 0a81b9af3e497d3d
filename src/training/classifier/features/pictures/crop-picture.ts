/**
 * A decoded picture of any size → the square that a model reads: its middle, all of it squashed, or all of it on white. In: RGB or RGBA bytes. Out: RGB bytes
 * [size, size, 3]. Pure, so that training, `/predict`, the page of a Run and its exports resize by this very code; only
 * decoding differs between them. Next: `pixel-tensor.ts`.
 *
 * Separable resampling with a kernel that widens as the picture shrinks (what Pillow and torchvision call antialias), in
 * floating point, rounded once at the end. Much larger pictures are first averaged over boxes of pixels
 * (`shrink-picture.ts`), unless their decoder did so already.
 */
import type { ImagePreprocessing } from '../../../../backbones/backbone.ts';
import { boxSide, type Picture, shrinkPicture, shrunkSide } from './shrink-picture.ts';

export type { Picture } from './shrink-picture.ts';

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

/** What of a picture's axis reaches the square: `size` pixels of it, from the `at`-th of the square on. */
interface Placed extends Omit<Axis, 'length'> {
  at: number;
}

/** The middle `size` pixels, to a whole pixel, of an axis that is resized by `scale`. */
function middle(length: number, scale: number, size: number): Placed {
  const resized = Math.max(size, Math.round(length * scale));
  const step = length / resized;
  return { from: Math.floor((resized - size) / 2) * step, step, size, at: 0 };
}

/** The whole axis, resized by `scale`, in the middle of the square. */
function whole(length: number, scale: number, side: number): Placed {
  const size = Math.min(side, Math.max(1, Math.round(length * scale)));
  return { from: 0, step: length / size, size, at: Math.floor((side - size) / 2) };
}

type Square = Pick<ImagePreprocessing, 'size' | 'cropShare' | 'interpolation' | 'fit'>;
type Sides = Pick<Picture, 'width' | 'height'>;

/** Pixels that the shorter side becomes in a crop. */
const shorterSide = ({ size, cropShare }: Square): number => Math.round(size / cropShare);

/** The side of the boxes over which a picture is averaged first; nothing is enlarged from them afterwards. */
export function boxesOf({ width, height }: Sides, square: Square): number {
  const shorter = Math.min(width, height);
  if (square.fit === 'pad')
    return Math.min(boxSide(Math.max(width, height), square.size), boxSide(shorter, 1));
  return boxSide(shorter, square.fit === 'squash' ? square.size : shorterSide(square));
}

function placed({ width, height }: Sides, square: Square): { across: Placed; down: Placed } {
  const { size } = square;
  switch (square.fit) {
    case 'squash':
      return { across: whole(width, size / width, size), down: whole(height, size / height, size) };
    case 'pad': {
      const scale = size / Math.max(width, height);
      return { across: whole(width, scale, size), down: whole(height, scale, size) };
    }
    default: {
      const scale = shorterSide(square) / Math.min(width, height);
      return { across: middle(width, scale, size), down: middle(height, scale, size) };
    }
  }
}

/**
 * `crop`: the shorter side becomes `size / cropShare` pixels, of which the middle `size` × `size` are kept. `squash`: each
 * side becomes `size` pixels. `pad`: the longer side does, and what is left of the square is white.
 * @returns RGB, row-major [size, size, 3]
 */
export function cropPicture(picture: Picture, square: Square): Uint8Array {
  const { width, height } = picture;
  const { size } = square;
  const box = picture.boxes ?? boxesOf(picture, square);
  const place = placed(picture, square);
  const taps = (length: number, { from, step, size: count }: Placed): Taps[] => {
    const axis = { length: shrunkSide(length, box), from: from / box, step: step / box, size: count };
    return tapsOf(axis, KERNELS[square.interpolation]);
  };
  const [across, down] = [taps(width, place.across), taps(height, place.down)];
  const { data, channels } = picture.boxes === undefined ? shrinkPicture(picture, box) : picture;
  const pitch = shrunkSide(width, box) * channels;
  const [left, right] = reachOf(across);
  const flat = flatten(across, left * channels, channels);
  const result = new Uint8ClampedArray(size * size * 3);
  if (square.fit === 'pad') result.fill(255);
  const row = new Float64Array((right - left) * channels);
  for (const [y, { first, weights }] of down.entries()) {
    mixRows({ data, from: first * pitch + left * channels, pitch }, weights, row);
    writeRow(row, flat, result.subarray(((place.down.at + y) * size + place.across.at) * 3));
  }
  return new Uint8Array(result.buffer);
}

interface Rows {
  data: Picture['data'];
  /** The first value of the first row that counts. */
  from: number;
  /** Values from one row to the next. */
  pitch: number;
}

/** The weighted sum of some rows; two at a time, since most of the time goes into reading and writing the sum. */
function mixRows({ data, from, pitch }: Rows, weights: Float64Array, row: Float64Array): void {
  const n = row.length;
  const odd = weights.length % 2;
  if (odd === 0) row.fill(0);
  else for (let i = 0; i < n; i++) row[i] = weights[0]! * data[from + i]!;
  for (let k = odd; k < weights.length; k += 2) {
    const one = weights[k]!;
    const two = weights[k + 1]!;
    const a = from + k * pitch;
    const b = a + pitch;
    for (let i = 0; i < n; i++) row[i]! += one * data[a + i]! + two * data[b + i]!;
  }
}

/** Taps one after another, without an object each: where they start in a row, and how many weights they have. */
interface FlatTaps {
  starts: Int32Array;
  counts: Int32Array;
  weights: Float64Array;
  channels: number;
}

function flatten(taps: readonly Taps[], from: number, channels: number): FlatTaps {
  return {
    starts: Int32Array.from(taps, ({ first }) => first * channels - from),
    counts: Int32Array.from(taps, ({ weights }) => weights.length),
    weights: Float64Array.from(taps.flatMap(({ weights }) => Array.from(weights))),
    channels,
  };
}

function writeRow(row: Float64Array, taps: FlatTaps, target: Uint8ClampedArray): void {
  const { starts, counts, weights, channels } = taps;
  let next = 0;
  for (let x = 0; x < starts.length; x++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let at = starts[x]!;
    for (const end = next + counts[x]!; next < end; next++, at += channels) {
      const weight = weights[next]!;
      red += weight * row[at]!;
      green += weight * row[at + 1]!;
      blue += weight * row[at + 2]!;
    }
    target[x * 3] = red;
    target[x * 3 + 1] = green;
    target[x * 3 + 2] = blue;
  }
}
