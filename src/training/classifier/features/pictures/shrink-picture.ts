/**
 * A large picture → the means of its boxes of 2, 4 or 8 pixels' side. In: RGB or RGBA bytes. Out: the same, smaller.
 * A JPEG's own blocks are such boxes, so its decoder can give them at a fraction of the cost (`image-pixels.ts`); where
 * it cannot, and in a browser, this code does the same. Next: `crop-picture.ts` resizes the rest of the way.
 */

export interface Picture {
  /** Row-major [height, width, channels]; with `boxes`, that many times fewer rows and columns. */
  data: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
  /** A fourth channel is passed over: transparency has to lie on white already. */
  channels: 3 | 4;
  /** The data are means of boxes of this side already. */
  boxes?: number;
}

/**
 * Boxes leave at least so many of them to a pixel of the crop, so that the kernel never enlarges; more would make the
 * decoder compute blocks that it can skip.
 */
const GAP = 1.125;

/** The side of the boxes that a picture is averaged over before its shorter side becomes `target` pixels. */
export const boxSide = (shorter: number, target: number): number =>
  [8, 4, 2].find((box) => shorter >= GAP * box * target) ?? 1;

/** Boxes cut off at the right and at the bottom are left out. */
export const shrunkSide = (length: number, box: number): number => Math.floor(length / box);

export function shrinkPicture(picture: Picture, box: number): Picture {
  if (box === 1) return picture;
  const { data, width, height, channels } = picture;
  const [columns, rows] = [shrunkSide(width, box), shrunkSide(height, box)];
  const means = new Uint8Array(rows * columns * channels);
  const sums = new Int32Array(columns * box * channels);
  for (let row = 0; row < rows; row++) {
    sumLines(data, { from: row * box * width * channels, pitch: width * channels, lines: box }, sums);
    meansOf(sums, { box, channels }, means.subarray(row * columns * channels));
  }
  return { data: means, width, height, channels, boxes: box };
}

interface Lines {
  from: number;
  pitch: number;
  /** An even number. */
  lines: number;
}

function sumLines(data: Picture['data'], { from, pitch, lines }: Lines, sums: Int32Array): void {
  sums.fill(0);
  for (let line = 0; line < lines; line += 2) {
    const a = from + line * pitch;
    const b = a + pitch;
    for (let i = 0; i < sums.length; i++) sums[i]! += data[a + i]! + data[b + i]!;
  }
}

/** Means to the nearest whole level. */
function meansOf(sums: Int32Array, { box, channels }: { box: number; channels: number }, means: Uint8Array) {
  const area = box * box;
  const columns = sums.length / (box * channels);
  for (let column = 0; column < columns; column++)
    for (let c = 0; c < channels; c++) {
      let sum = area / 2;
      for (let k = 0; k < box; k++) sum += sums[(column * box + k) * channels + c]!;
      means[column * channels + c] = sum / area;
    }
}
