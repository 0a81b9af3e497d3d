import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Boundary } from '../../../../src/onnx/cut/boundaries.ts';
import { halfValues, toHalf } from '../../../../src/onnx/half.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { openActivationStore } from '../../../../src/training/classifier/tail/activation-store.ts';
import { augmentImage } from '../../../../src/training/classifier/tail/augment.ts';
import { batchesByLength } from '../../../../src/training/classifier/tail/text-source.ts';
import { scheduleAt } from '../../../../src/training/classifier/tail/train-tail.ts';
import { boundaryFor } from '../../../../src/training/classifier/tune/depth.ts';

const boundary = (blocks: number, layers: number): Boundary => ({
  id: `${layers}`,
  label: '',
  values: [],
  blocks,
  layers,
  parameters: 0,
  width: 0,
});

describe('the depth of unfreezing', () => {
  const network = [
    [0, 0],
    [0, 1],
    [1, 4],
    [2, 7],
    [3, 10],
    [4, 13],
    [16, 52],
  ].map(([b, l]) => boundary(b!, l!));
  it('is the last block for top, the last quarter of the blocks for deep, every block for all', () => {
    expect(boundaryFor(network, 'all')!.layers).toBe(52);
    expect(boundaryFor(network, 'top')!.layers).toBe(4);
    expect(boundaryFor(network, 'deep')!.layers).toBe(13);
  });
  it('counts layers where a network has no blocks, and finds nothing without layers', () => {
    const plain = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((layers) => boundary(0, layers));
    expect(boundaryFor(plain, 'top')!.layers).toBe(1);
    expect(boundaryFor(plain, 'deep')!.layers).toBe(2);
    expect(boundaryFor([boundary(0, 0)], 'top')).toBeNull();
  });
});

describe('the store of activations', () => {
  it('gives back what was written, from memory and from a file that is removed at the end', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'tunesmith-store-')), 'activations.bin');
    for (const memoryBytes of [1_000, 0]) {
      const store = openActivationStore([2, 0, 3], path, memoryBytes);
      store.write(2, Float32Array.of(5, 6, 7));
      store.write(0, Float32Array.of(1, 2));
      const target = new Float32Array(5);
      store.read(2, target, { offset: 3, from: 1, length: 2 });
      store.read(0, target, { offset: 0 });
      expect([...target]).toEqual([1, 2, 0, 6, 7]);
      expect(existsSync(path)).toBe(memoryBytes === 0);
      store.close();
      expect(existsSync(path)).toBe(false);
    }
  });
});

describe('half precision', () => {
  const round = (value: number) => halfValues()[toHalf(value)]!;
  it('keeps every value that fp16 has', () => {
    const wrong = halfValues().filter((value, half) => Number.isFinite(value) && toHalf(value) !== half);
    expect(wrong).toHaveLength(0);
  });
  it('rounds to the nearest, ties to even, and stays finite', () => {
    // Neighbours of 1 are 2^-10 apart above and 2^-11 below; of 0, 2^-24.
    expect(round(1 + 2 ** -11)).toBe(1);
    expect(round(1 + 3 * 2 ** -11)).toBe(1 + 2 * 2 ** -10);
    expect(round(1 + 2 ** -11 + 2 ** -20)).toBe(1 + 2 ** -10);
    expect(round(1 - 2 ** -13)).toBe(1);
    expect(round(2 ** -25)).toBe(0);
    expect(round(1.5 * 2 ** -24)).toBe(2 ** -23);
    expect(round(-1e9)).toBe(-65_504);
    expect(round(65_519)).toBe(65_504);
  });
});

describe('batches of texts', () => {
  const rows = Int32Array.from({ length: 70 }, (_, i) => i);
  const lengthOf = (row: number) => (row * 37) % 11;
  it('hold every row once and are the same for the same seed', () => {
    const batches = batchesByLength(rows, 8, lengthOf, seededRandom(4));
    expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...rows]);
    expect(batches).toEqual(batchesByLength(rows, 8, lengthOf, seededRandom(4)));
    expect(batches).not.toEqual(batchesByLength(rows, 8, lengthOf, seededRandom(5)));
  });
  it('go from short to long where order does not matter', () => {
    const lengths = batchesByLength(rows, 8, lengthOf, null).flatMap((batch) => [...batch].map(lengthOf));
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  });
});

describe('the schedule of rates', () => {
  it('rises to 1 within the warm-up and falls to 0 at the end', () => {
    expect(scheduleAt(5, 100, 0.1)).toBeCloseTo(0.5);
    expect(scheduleAt(10, 100, 0.1)).toBeCloseTo(1);
    expect(scheduleAt(55, 100, 0.1)).toBeCloseTo(0.5);
    expect(scheduleAt(100, 100, 0.1)).toBeCloseTo(0);
  });
});

describe('augmentation', () => {
  it('keeps the size, changes the image, and repeats with its seed', async () => {
    const size = 16;
    const rgb = Uint8Array.from({ length: 3 * size * size }, (_, i) => (i * 31) % 256);
    const first = await augmentImage(rgb, size, seededRandom(1));
    expect(first).toHaveLength(rgb.length);
    expect(first).not.toEqual(rgb);
    expect(await augmentImage(rgb, size, seededRandom(1))).toEqual(first);
    expect(await augmentImage(rgb, size, seededRandom(2))).not.toEqual(first);
  });
});
