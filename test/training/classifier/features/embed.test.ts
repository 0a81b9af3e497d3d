import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backbone } from '../../../../src/backbones/backbone.ts';
import { loadBackbone } from '../../../../src/backbones/load-backbone.ts';
import { embedSamples } from '../../../../src/training/classifier/features/embed.ts';

let folder: string;
let mobilenet: Backbone;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'features-'));
  mobilenet = await loadBackbone('nsfwjs_mobilenet_v2_mid', { cacheDir: folder });
  for (let i = 0; i < 10; i++)
    await picture(i)
      .jpeg({ quality: 92 })
      .toFile(at(`${i}.jpg`));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
/** A picture with a bright disc on the left and a gradient, different for each seed. */
const picture = (seed: number) =>
  sharp(
    Buffer.from(
      `<svg width="320" height="240"><defs><linearGradient id="g"><stop offset="0" stop-color="hsl(${seed * 36},80%,50%)"/><stop offset="1" stop-color="#102030"/></linearGradient></defs><rect width="320" height="240" fill="url(#g)"/><circle cx="${60 + seed * 9}" cy="80" r="${20 + seed * 3}" fill="#fff"/></svg>`,
    ),
  );
const sample = (name: string) => ({ path: at(name), hash: name });
let run = 0;
/** Features with a cache of their own, so that nothing comes from another test. */
const embed = (names: string[], options: { mirror?: boolean } = {}) =>
  embedSamples({
    backbone: mobilenet,
    samples: names.map(sample),
    cacheDir: join(folder, `cache-${run++}`),
    ...options,
  });

/** Cosine of two rows. */
function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    dot += value * b[i]!;
    aa += value * value;
    bb += b[i]! * b[i]!;
  }
  return dot / Math.sqrt(aa * bb);
}
const rowsOf =
  ({ values, d }: { values: Float32Array; d: number }) =>
  (i: number) =>
    values.subarray(i * d, (i + 1) * d);

describe('image features', () => {
  it('do not depend on the batch an image is in', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `${i}.jpg`);
    const together = await embed(names);
    const alone = await embed(['9.jpg']);
    expect(together.d).toBe(1344 + 1344 + 1792);
    const difference = rowsOf(together)(9).map((value, i) => Math.abs(value - alone.values[i]!));
    expect(Math.max(...difference)).toBeLessThan(1e-4);
  });

  it('see the same picture in every kind of file', async () => {
    const rgb = await picture(3).png().toBuffer();
    await sharp(rgb).toFile(at('plain.png'));
    await sharp(rgb).ensureAlpha(1).webp({ lossless: true }).toFile(at('alpha.webp'));
    await sharp(rgb).toColourspace('rgb16').png().toFile(at('sixteen.png'));
    await sharp(rgb).rotate(90).withMetadata({ orientation: 8 }).png().toFile(at('turned.png'));
    await sharp(rgb).toColourspace('cmyk').jpeg({ quality: 95 }).toFile(at('cmyk.jpg'));
    await sharp(rgb).greyscale().toColourspace('b-w').png().toFile(at('grey.png'));
    const names = ['plain.png', 'alpha.webp', 'sixteen.png', 'turned.png', 'cmyk.jpg', 'grey.png'];
    const features = await embed(names);
    expect(features.failed).toEqual([]);
    const row = rowsOf(features);
    for (const exact of [1, 2, 3]) expect(cosine(row(0), row(exact))).toBeGreaterThan(0.995);
    expect(cosine(row(0), row(4))).toBeGreaterThan(0.95);
    expect(cosine(row(0), row(5))).toBeGreaterThan(0.5);
  });

  it('lay transparency on white', async () => {
    await sharp({ create: { width: 64, height: 64, channels: 4, background: '#00000000' } })
      .png()
      .toFile(at('clear.png'));
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#ffffff' } })
      .png()
      .toFile(at('white.png'));
    const row = rowsOf(await embed(['clear.png', 'white.png']));
    expect(cosine(row(0), row(1))).toBeGreaterThan(0.9999);
  });

  it('list damaged files with a reason and go on', async () => {
    await writeFile(at('noise.jpg'), 'this is no picture');
    const whole = await readFile(at('1.jpg'));
    await writeFile(at('half.jpg'), whole.subarray(0, whole.length / 2));
    const features = await embed(['0.jpg', 'noise.jpg', 'half.jpg', '1.jpg']);
    expect(features.failed.map(({ index }) => index)).toEqual([1, 2]);
    expect(features.failed[0]!.reason).toMatch(/not an image/);
    expect(features.failed[1]!.reason).toMatch(/damaged/);
    const row = rowsOf(features);
    expect(row(1).every((value) => value === 0)).toBe(true);
    expect(row(3).some((value) => value > 0)).toBe(true);
  });

  it('refuse a picture of too many pixels from its header', async () => {
    // A small file whose header claims 12,000 × 9,000 pixels.
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    png.writeUInt32BE(12_000, 16);
    png.writeUInt32BE(9_000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    await writeFile(at('huge.png'), png);
    const { failed } = await embed(['huge.png']);
    expect(failed[0]?.reason).toMatch(/more than 64 million pixels/);
  });

  it('averaged over the mirror image are the same for a picture and its mirror', async () => {
    await sharp(at('2.jpg')).resize(224, 224).png().toFile(at('left.png'));
    await sharp(at('left.png')).flop().png().toFile(at('right.png'));
    const largest = async (mirror: boolean) => {
      const row = rowsOf(await embed(['left.png', 'right.png'], { mirror }));
      return Math.max(...row(0).map((value, i) => Math.abs(value - row(1)[i]!)));
    };
    expect(await largest(true)).toBeLessThan(1e-4);
    expect(await largest(false)).toBeGreaterThan(0.05);
  });
});

describe('the feature cache', () => {
  it('gives the same numbers without reading the files again', async () => {
    const cacheDir = at('shared');
    await copyFile(at('4.jpg'), at('gone.jpg'));
    const samples = [sample('gone.jpg'), sample('5.jpg'), sample('gone.jpg')];
    const fresh = await embedSamples({ backbone: mobilenet, samples, cacheDir });
    await rm(at('gone.jpg'));
    const cached = await embedSamples({ backbone: mobilenet, samples, cacheDir });
    expect(cached.failed).toEqual([]);
    expect(cached.values).toEqual(fresh.values);
    expect(rowsOf(fresh)(2)).toEqual(rowsOf(fresh)(0));
  });

  it('is not deceived by a damaged pack', async () => {
    const cacheDir = at('damaged');
    const samples = [sample('6.jpg')];
    const fresh = await embedSamples({ backbone: mobilenet, samples, cacheDir });
    const features = join(cacheDir, 'features');
    const [key] = await readdir(features);
    const [pack] = await readdir(join(features, key!));
    const path = join(features, key!, pack!);
    await writeFile(path, (await readFile(path)).subarray(0, 500));
    const again = await embedSamples({ backbone: mobilenet, samples, cacheDir });
    expect(again.values).toEqual(fresh.values);
  });

  it('stops when asked, and keeps what is done', async () => {
    const controller = new AbortController();
    const cacheDir = at('stopped');
    const samples = Array.from({ length: 10 }, (_, i) => sample(`${i}.jpg`));
    const options = { backbone: mobilenet, samples, cacheDir };
    const stop = (done: number) => {
      if (done >= 8) controller.abort(new Error('enough'));
    };
    await expect(embedSamples({ ...options, onProgress: stop, signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    const first: number[] = [];
    await embedSamples({ ...options, onProgress: (done) => first.push(done) });
    expect(first[0]).toBe(8);
  });
});

describe('text features', () => {
  const texts = [
    'The delivery was late and nobody answered my mails.',
    'My parcel arrived two days late, and support did not reply.',
    'Photosynthesis turns light into chemical energy.',
    '',
    `${'A very long report about nothing in particular. '.repeat(60)}`,
  ];
  it('put like by like, whatever the batch and the length', async () => {
    const backbone = await loadBackbone('use_lite', { cacheDir: folder });
    const options = { backbone, cacheDir: at('texts') };
    const features = await embedSamples({ ...options, samples: texts.map((text) => ({ text })) });
    const row = rowsOf(features);
    expect(features.d).toBe(512);
    expect(cosine(row(0), row(1))).toBeGreaterThan(cosine(row(0), row(2)) + 0.2);
    expect(features.values.every(Number.isFinite)).toBe(true);
    const alone = await embedSamples({
      backbone,
      cacheDir: at('texts-alone'),
      samples: [{ text: texts[2]! }],
    });
    const difference = alone.values.map((value, i) => Math.abs(value - row(2)[i]!));
    expect(Math.max(...difference)).toBeLessThan(1e-5);
  });
});
