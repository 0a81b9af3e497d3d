/**
 * Images → features. In: paths. Out: one vector an image, through the sink. While ONNX Runtime works on one batch, the
 * decoder's threads prepare the next.
 */
import type { Backbone, ImagePreprocessing } from '../../../../backbones/backbone.ts';
import { floatFeed } from '../../../../engines/onnxruntime.ts';
import type { FeatureSink } from '../feature-sink.ts';
import { reasonOf } from '../feature-sink.ts';
import { openTrunk, type Trunk } from '../trunk.ts';
import { decodeImage } from './image-pixels.ts';
import { pixelTable, writePixels } from './pixel-tensor.ts';

/** Larger batches were no faster on 2 cores, and need more memory. */
const BATCH = 8;

interface ImageSample {
  index: number;
  path: string;
}

interface ImageFeatureOptions {
  backbone: Backbone;
  preprocessing: ImagePreprocessing;
  samples: readonly ImageSample[];
  /** Average the features of the image and its mirror image: better, at twice the time. */
  mirror: boolean;
  sink: FeatureSink;
}

type Decoded = { index: number; rgb: Uint8Array } | { index: number; reason: string };

export async function embedImages(options: ImageFeatureOptions): Promise<void> {
  const { samples, preprocessing, sink } = options;
  const trunk = await openTrunk(options.backbone);
  const table = pixelTable(preprocessing);
  const batches: ImageSample[][] = [];
  for (let i = 0; i < samples.length; i += BATCH) batches.push(samples.slice(i, i + BATCH));
  try {
    let next = decodeBatch(batches[0] ?? [], preprocessing);
    for (let i = 0; i < batches.length; i++) {
      sink.signal?.throwIfAborted();
      const decoded = await next;
      next = decodeBatch(batches[i + 1] ?? [], preprocessing);
      await embedBatch(decoded, table, trunk, options);
    }
  } finally {
    await trunk.close();
  }
}

/** Starts every decode at once; failures are results. */
function decodeBatch(samples: readonly ImageSample[], preprocessing: ImagePreprocessing): Promise<Decoded[]> {
  return Promise.all(
    samples.map(async ({ index, path }): Promise<Decoded> => {
      try {
        return { index, rgb: await decodeImage(path, preprocessing) };
      } catch (error) {
        return { index, reason: reasonOf(error) };
      }
    }),
  );
}

async function embedBatch(
  decoded: readonly Decoded[],
  table: Float32Array,
  trunk: Trunk,
  { preprocessing, mirror, sink }: ImageFeatureOptions,
): Promise<void> {
  const images = decoded.filter((item) => 'rgb' in item);
  for (const item of decoded) if ('reason' in item) await sink.failed(item.index, item.reason);
  if (images.length === 0) return;
  const views = mirror ? [false, true] : [false];
  const outputs: Float32Array[] = [];
  for (const mirrored of views) {
    const pixels = images.map(({ rgb }) => rgb);
    const batch = await batchTensor(pixels, table, preprocessing, mirrored);
    outputs.push(await trunk.run({ [trunk.inputNames[0] ?? '']: batch }, images.length));
  }
  const [features] = outputs as [Float32Array];
  const mirrored = outputs[1];
  if (mirrored) for (let i = 0; i < features.length; i++) features[i] = (features[i]! + mirrored[i]!) / 2;
  const d = features.length / images.length;
  for (const [row, { index }] of images.entries())
    await sink.done(index, features.subarray(row * d, (row + 1) * d));
}

/** [n, 3, size, size] or [n, size, size, 3]. */
function batchTensor(
  images: readonly Uint8Array[],
  table: Float32Array,
  preprocessing: ImagePreprocessing,
  mirror: boolean,
) {
  const { size, layout } = preprocessing;
  const length = 3 * size * size;
  const target = new Float32Array(images.length * length);
  for (const [row, rgb] of images.entries())
    writePixels(rgb, table, preprocessing, { target, offset: row * length, mirror });
  const shape = layout === 'nchw' ? [3, size, size] : [size, size, 3];
  return floatFeed(target, [images.length, ...shape]);
}
