/**
 * Images → the tail's inputs. The frozen part runs once for each image and view, before the first epoch; an epoch then
 * draws one of an image's views. Views: plain, mirrored, and crops with other colours. Next: `train-tail.ts`.
 */
import type { ImagePreprocessing } from '../../backbones/backbone.ts';
import type { GraphSession } from '../../engines/graph-session.ts';
import { seededRandom, shuffle } from '../../random.ts';
import { decodeImage, pixelTable, writePixels } from '../features/image-pixels.ts';
import type { Samples } from '../samples.ts';
import { type ActivationStore, openActivationStore } from './activation-store.ts';
import { augmentImage } from './augment.ts';
import type { TailSource } from './tail-source.ts';

/** Images decoded and run at once. */
const BATCH = 8;

export interface ImageSourceOptions {
  trunk: GraphSession;
  input: string;
  /** The values from trunk to tail. */
  values: readonly string[];
  preprocessing: ImagePreprocessing;
  samples: Samples;
  /** Views of each image of the pool; the test part has the plain one only. */
  views: number;
  seed: number;
  path: string;
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** Sizes of one sample's values, in the order of `values`. */
type Shapes = { name: string; dims: readonly number[]; length: number }[];

/** @throws the signal's reason when aborted */
export async function openImageSource(options: ImageSourceOptions): Promise<TailSource> {
  const { samples, views, trunk } = options;
  const jobs = [
    ...Array.from(samples.pool, (row) => ({ row, views })),
    ...Array.from(samples.test, (row) => ({ row, views: 1 })),
  ];
  let filled: { store: ActivationStore; shapes: Shapes } | undefined;
  try {
    for (let from = 0; from < jobs.length; from += BATCH) {
      options.signal.throwIfAborted();
      const group = jobs.slice(from, from + BATCH);
      const outputs = await runViews(options, group);
      filled ??= openFor(options, outputs.shapes);
      outputs.rows.forEach((row, i) => {
        filled!.store.write(outputs.slots[i]!, row);
      });
      options.onProgress((from + group.length) / jobs.length);
    }
  } catch (error) {
    filled?.store.close();
    throw error;
  } finally {
    await trunk.close();
  }
  return sourceOf(filled!, views);
}

function openFor({ samples, views, path }: ImageSourceOptions, shapes: Shapes) {
  const width = shapes.reduce((sum, { length }) => sum + length, 0);
  return { store: openActivationStore(samples.ids.length * views, width, path), shapes };
}

/** All wanted views of a few images through the trunk. */
async function runViews(options: ImageSourceOptions, group: readonly { row: number; views: number }[]) {
  const { preprocessing, values, trunk, input } = options;
  const pictures = (await Promise.all(group.map((job) => viewsOf(options, job)))).flat();
  const table = pixelTable(preprocessing);
  const { size, layout } = preprocessing;
  const length = 3 * size * size;
  const shape = layout === 'nchw' ? [3, size, size] : [size, size, 3];
  const rows: Float32Array[] = [];
  let shapes: Shapes = [];
  for (let from = 0; from < pictures.length; from += BATCH) {
    const part = pictures.slice(from, from + BATCH);
    const data = new Float32Array(part.length * length);
    part.forEach(({ rgb, mirror }, i) => {
      writePixels(rgb, table, preprocessing, { target: data, offset: i * length, mirror });
    });
    const outputs = await trunk.run({ [input]: { dims: [part.length, ...shape], data } });
    shapes = values.map((name) => {
      const dims = outputs[name]!.dims.slice(1);
      return { name, dims, length: dims.reduce((n, size) => n * size, 1) };
    });
    for (let i = 0; i < part.length; i++) rows.push(rowOf(outputs, shapes, i));
  }
  return { rows, shapes, slots: pictures.map(({ slot }) => slot) };
}

function rowOf(outputs: Awaited<ReturnType<GraphSession['run']>>, shapes: Shapes, i: number): Float32Array {
  const row = new Float32Array(shapes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { name, length } of shapes) {
    const { data } = outputs[name]!;
    if (data instanceof Float32Array) row.set(data.subarray(i * length, (i + 1) * length), at);
    at += length;
  }
  return row;
}

/** View 0 is the plain image, 1 its mirror image; the others are crops, every second one mirrored. */
async function viewsOf(options: ImageSourceOptions, { row, views }: { row: number; views: number }) {
  const { samples, preprocessing, seed } = options;
  const rgb = await decodeImage(samples.files[row]!.path, preprocessing);
  const random = seededRandom(seed + 104_729 * row);
  const pictures: { slot: number; rgb: Uint8Array; mirror: boolean }[] = [];
  for (let view = 0; view < views; view++)
    pictures.push({
      slot: row * options.views + view,
      rgb: view < 2 ? rgb : await augmentImage(rgb, preprocessing.size, random),
      mirror: view % 2 === 1,
    });
  return pictures;
}

function sourceOf({ store, shapes }: { store: ActivationStore; shapes: Shapes }, views: number): TailSource {
  const width = shapes.reduce((sum, { length }) => sum + length, 0);
  return {
    batches: (rows, size, random) => {
      const order = rows.slice();
      if (random) shuffle(order, random);
      return Array.from({ length: Math.ceil(order.length / size) }, (_, b) =>
        order.subarray(b * size, (b + 1) * size),
      );
    },
    feeds: async (rows, random) => {
      const n = rows.length;
      const feeds = shapes.map(({ name, dims, length }) => ({
        name,
        length,
        tensor: { dims: [n, ...dims], data: new Float32Array(n * length) },
      }));
      const row = new Float32Array(width);
      for (let i = 0; i < n; i++) {
        store.read(rows[i]! * views + (random ? random.below(views) : 0), row, 0);
        let at = 0;
        for (const { length, tensor } of feeds) {
          tensor.data.set(row.subarray(at, at + length), i * length);
          at += length;
        }
      }
      return Object.fromEntries(feeds.map(({ name, tensor }) => [name, tensor]));
    },
    close: async () => store.close(),
  };
}
