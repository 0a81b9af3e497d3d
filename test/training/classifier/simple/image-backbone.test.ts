import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Backbone, ImagePreprocessing } from '../../../../src/backbones/backbone.ts';
import { embedSamples } from '../../../../src/training/classifier/features/embed.ts';
import { makeSimpleImageBackbone } from '../../../../src/training/classifier/simple/image-backbone.ts';

const LIKE: ImagePreprocessing = {
  kind: 'image',
  size: 224,
  cropShare: 1,
  layout: 'nhwc',
  scale: 1 / 127.5,
  mean: [1, 1, 1],
  deviation: [1, 1, 1],
  interpolation: 'bilinear',
};

describe('simple image features', () => {
  let folder: string;
  let plain: Backbone;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tunesmith-simple-'));
    plain = await makeSimpleImageBackbone({ cacheDir: folder, like: null, pixelSide: 12 });
  });

  /** Black and white stripes on the left half of a coloured ground. */
  async function draw(name: string, turned: boolean) {
    const path = join(folder, name);
    const stripes = Array.from({ length: 9 }, (_, i) =>
      turned
        ? `<rect y="${i * 20}" width="100" height="10"/>`
        : `<rect x="${i * 12}" width="6" height="180"/>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="180" height="180"><rect width="180" height="180" fill="#c04010"/>${stripes.join('')}</svg>`;
    await sharp(Buffer.from(svg)).png().toFile(path);
    return { path, hash: name };
  }
  const embed = async (backbone: Backbone, samples: { path: string; hash: string }[]) => {
    const { values, d, failed } = await embedSamples({ backbone, samples, cacheDir: folder });
    expect(failed).toEqual([]);
    return samples.map((_, row) => values.subarray(row * d, (row + 1) * d));
  };

  it('vote for the direction across the stripes', async () => {
    const [upright, flat] = await embed(plain, [
      await draw('upright.png', false),
      await draw('flat.png', true),
    ]);
    // Bin 0 holds horizontal slopes, bins 4 and 5 vertical ones; cells are [bin, 8, 8].
    const votes = (features: Float32Array, bin: number) =>
      features.subarray(bin * 64, (bin + 1) * 64).reduce((sum, value) => sum + value, 0);
    expect(votes(upright!, 0)).toBeGreaterThan(10 * votes(upright!, 4));
    expect(votes(flat!, 4) + votes(flat!, 5)).toBeGreaterThan(10 * votes(flat!, 0));
    expect([...upright!, ...flat!].every(Number.isFinite)).toBe(true);
  });

  it('know the mean colour, whatever scaling and layout the pixels come in', async () => {
    const sample = await draw('colour.png', false);
    const start = plain.taps[0]!.dim;
    // Mean colours are [3, 4, 4]; the right half of the picture is plain ground.
    for (const backbone of [
      plain,
      await makeSimpleImageBackbone({ cacheDir: folder, like: LIKE, pixelSide: 12 }),
    ]) {
      const [features] = await embed(backbone, [sample]);
      const right = [0, 1, 2].map((channel) => features![start + channel * 16 + 3]!);
      [0xc0, 0x40, 0x10].forEach((value, channel) => {
        expect(right[channel]).toBeCloseTo(value / 255, 1);
      });
    }
  });
});
