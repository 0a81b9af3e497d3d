import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PICTURE_FITS } from '../../../../src/backbones/backbone.ts';
import {
  cropPicture,
  type Picture,
} from '../../../../src/training/classifier/features/pictures/crop-picture.ts';

const crops = z
  .array(
    z.object({
      width: z.number(),
      height: z.number(),
      size: z.number(),
      cropShare: z.number(),
      fit: z.enum(PICTURE_FITS).optional(),
      interpolation: z.enum(['bilinear', 'bicubic']),
      pixels: z.array(z.number()),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('./fixtures/crops.json', import.meta.url), 'utf8')));

/** The formula of `fixtures/make_crops.py`. */
function picture(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 3;
      data[to] = Math.floor(127.5 + 127.5 * Math.sin(x / 3 + y / 7));
      data[to + 1] = Math.floor((255 * x) / width);
      data[to + 2] = (Math.floor(x / 5) + Math.floor(y / 4)) % 2 === 0 ? 230 : 20;
    }
  return { data, width, height, channels: 3 };
}

function withAlpha({ data, width, height }: Picture): Picture {
  const four = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) four.set(data.subarray(i * 3, i * 3 + 3), i * 4);
  return { data: four, width, height, channels: 4 };
}

describe('pictures in a square', () => {
  it.each(crops)('are what Pillow makes: $width × $height, $fit, $interpolation', ({ pixels, ...crop }) => {
    const got = cropPicture(picture(crop.width, crop.height), crop);
    // Pillow rounds to whole levels between its two passes; here there is one rounding, at the end.
    expect(Math.max(...got.map((value, i) => Math.abs(value - pixels[i]!)))).toBeLessThanOrEqual(1);
  });

  it('are the same from pixels with a channel of transparency, as a browser gives them', () => {
    const plain = picture(61, 40);
    const crop = { size: 12, cropShare: 0.875, interpolation: 'bilinear' } as const;
    expect(cropPicture(withAlpha(plain), crop)).toEqual(cropPicture(plain, crop));
  });

  it('of much larger pictures differ little from plain resampling', () => {
    const large = picture(640, 480);
    const crop = { size: 32, cropShare: 1, interpolation: 'bilinear' } as const;
    const got = cropPicture(large, crop);
    // The green channel rises evenly over the width: its crop is known. The picture becomes 43 × 32, of which 5 are cut off on the left.
    for (let x = 0; x < 32; x++) {
      const expected = (255 * ((640 / 43) * (5 + x + 0.5) - 0.5)) / 640 - 0.5;
      expect(Math.abs(got[(16 * 32 + x) * 3 + 1]! - expected)).toBeLessThan(1.5);
    }
  });
});
