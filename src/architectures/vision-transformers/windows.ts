/**
 * A grid of patches in square windows, and what pairs of patches within one have to do with each other (Liu et al. 2021, §3.2).
 * In: x [n, height, width, c]. Out: windows [n, windows, patches, c], and back.
 */
import type { GraphBuilder, Value } from '../graph-builder.ts';

export interface Grid {
  /** In patches. */
  height: number;
  width: number;
  /** Patches along one side of a window; divides both. */
  window: number;
}

type Channels = Grid & { channels: number };

export function windowed(at: GraphBuilder, x: Value, { height, width, window, channels }: Channels): Value {
  const [rows, columns] = [height / window, width / window];
  const split = at.reshape(x, [-1, rows, window, columns, window, channels]);
  const turned = at.transpose(split, [0, 1, 3, 2, 4, 5]);
  return at.reshape(turned, [-1, rows * columns, window * window, channels]);
}

export function together(at: GraphBuilder, x: Value, { height, width, window, channels }: Channels): Value {
  const split = at.reshape(x, [-1, height / window, width / window, window, window, channels]);
  return at.reshape(at.transpose(split, [0, 1, 3, 2, 4, 5]), [-1, height, width, channels]);
}

/** The first `shift` rows and columns go to the end; a negative shift takes them back. */
export function rolled(at: GraphBuilder, x: Value, shift: number): Value {
  if (shift === 0) return x;
  return [1, 2].reduce((y, axis) => {
    const part = (from: number, to: number) =>
      at.op('Slice', [y, at.ints([from]), at.ints([to]), at.ints([axis])]);
    return at.op('Concat', [part(shift, Number.MAX_SAFE_INTEGER), part(0, shift)], { axis });
  }, x);
}

/** What each pair of patches adds to the scores by its distance: [h, patches, patches] from the table [distances, h]. */
export function pairBias(at: GraphBuilder, table: string, window: number): Value {
  const places = range(window * window).map((i) => [Math.floor(i / window), i % window] as const);
  const pairs = places.flatMap(([y, x]) =>
    places.map(([v, u]) => (y - v + window - 1) * (2 * window - 1) + (x - u + window - 1)),
  );
  const rows = at.gather(at.weight(table), at.ints(pairs));
  const square = at.reshape(rows, [window * window, window * window, -1]);
  return at.transpose(square, [2, 0, 1]);
}

/** Between patches that only a shift brought into one window. */
const APART = -100;

/** [windows, 1, patches, patches]: 0 for neighbours, less for patches that are apart in the picture. */
export function bent(at: GraphBuilder, { height, width, window }: Grid, shift: number): Value {
  const stripe = (place: number, side: number) =>
    Number(place >= side - window) + Number(place >= side - shift);
  const masks = range((height / window) * (width / window)).flatMap((index) => {
    const columns = width / window;
    const [top, left] = [Math.floor(index / columns) * window, (index % columns) * window];
    const regions = range(window * window).map((i) => {
      const [y, x] = [top + Math.floor(i / window), left + (i % window)];
      return stripe(y, height) * 3 + stripe(x, width);
    });
    return regions.flatMap((one) => regions.map((other) => (one === other ? 0 : APART)));
  });
  const patches = window * window;
  return at.table('shift', [masks.length / patches ** 2, 1, patches, patches], masks);
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
