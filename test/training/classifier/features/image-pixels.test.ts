import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImagePreprocessing } from '../../../../src/backbones/backbone.ts';
import { cropPicture } from '../../../../src/training/classifier/features/pictures/crop-picture.ts';
import { decodeImage } from '../../../../src/training/classifier/features/pictures/image-pixels.ts';

const preprocessing: ImagePreprocessing = {
  kind: 'image',
  size: 64,
  cropShare: 0.875,
  interpolation: 'bilinear',
  layout: 'nchw',
  scale: 1,
  mean: [0, 0, 0],
  deviation: [1, 1, 1],
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-pixels-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Waves and a rising colour, as a JPEG that EXIF turns. */
async function writePhoto(width: number, height: number, orientation?: number): Promise<string> {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set(
        [127 + 120 * Math.sin(x / 23 + y / 37), (255 * x) / width, (255 * y) / height],
        (y * width + x) * 3,
      );
  const path = join(folder, `photo [${width}] ${orientation ?? 1}.jpg`);
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  await (orientation ? image.withMetadata({ orientation }) : image).jpeg({ quality: 92 }).toFile(path);
  return path;
}

/** As a browser reads it: every pixel, then our own boxes and crop. */
async function cropOfPixels(path: string): Promise<Uint8Array> {
  const turned = sharp(path, { autoOrient: true });
  const { data, info } = await turned.raw().toBuffer({ resolveWithObject: true });
  return cropPicture({ data, width: info.width, height: info.height, channels: 3 }, preprocessing);
}

describe('pictures read for training', () => {
  it.each([
    [1_600, 1_200, undefined],
    [1_600, 1_200, 6],
    [1_203, 901, undefined],
    [1_203, 901, 3],
    [600, 403, undefined],
  ])('are those that a page prepares: %i × %i, EXIF orientation %s', async (width, height, orientation) => {
    const path = await writePhoto(width, height, orientation);
    const got = await decodeImage(path, preprocessing);
    const expected = await cropOfPixels(path);
    const differences = Array.from(got, (value, i) => Math.abs(value - expected[i]!));
    expect(got.length).toBe(64 * 64 * 3);
    expect(Math.max(...differences)).toBeLessThanOrEqual(4);
    expect(differences.reduce((sum, value) => sum + value, 0) / got.length).toBeLessThan(0.6);
  });
});
