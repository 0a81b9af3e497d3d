/**
 * Images → the tail's inputs. The frozen part runs once for each image and view; an epoch with augmentation then draws
 * one of an image's views. Views: plain, mirrored, and crops with other colours. Next: `train-tail.ts`.
 */
import type { ImagePreprocessing } from '../../../backbones/backbone.ts';
import type { Feeds } from '../../../engines/graph-session.ts';
import { seededRandom, shuffle } from '../../../statistics/random.ts';
import { decodeImage } from '../features/pictures/image-pixels.ts';
import { pixelTable, writePixels } from '../features/pictures/pixel-tensor.ts';
import type { Samples } from '../samples.ts';
import { type ActivationStore, openActivationStore } from './activation-store.ts';
import { augmentImage } from './augment.ts';
import type { FrozenPart } from './frozen-part.ts';
import type { Part, TailSource } from './tail-source.ts';

/** Images decoded and run at once. */
const BATCH = 8;

interface ImageSourceOptions {
  trunk: FrozenPart;
  input: string;
  /** The values from trunk to tail. */
  values: readonly string[];
  preprocessing: ImagePreprocessing;
  samples: Samples;
  /** Views of each image of the pool; the test part has the plain one only. */
  views: number;
  seed: number;
  path: string;
}

/** Sizes of one sample's values, in the order of `values`. */
type Shapes = { name: string; dims: readonly number[]; length: number }[];

/** A picture to be run, and where the outcome goes. */
interface View {
  row: number;
  view: number;
}

export function openImageSource(options: ImageSourceOptions): TailSource {
  const { samples, views, trunk } = options;
  const done = new Set<Part>();
  let filled: { store: ActivationStore; shapes: Shapes } | undefined;
  const viewsOf = (part: Part): View[] => {
    const rows = part === 'test' ? samples.test : samples.pool;
    const wanted = part === 'views' ? Array.from({ length: views - 1 }, (_, i) => i + 1) : [0];
    return Array.from(rows, (row) => wanted.map((view) => ({ row, view }))).flat();
  };
  return {
    batches: (rows, size, random) => {
      const order = rows.slice();
      if (random) shuffle(order, random);
      return Array.from({ length: Math.ceil(order.length / size) }, (_, b) =>
        order.subarray(b * size, (b + 1) * size),
      );
    },
    sample: async (rows) =>
      (
        await runViews(
          options,
          Array.from(rows, (row) => ({ row, view: 0 })),
        )
      ).feeds,
    prepare: async (part, { signal, onProgress }) => {
      const jobs = done.has(part) ? [] : viewsOf(part);
      for (let from = 0; from < jobs.length; from += BATCH) {
        signal.throwIfAborted();
        const group = jobs.slice(from, from + BATCH);
        const outputs = await runViews(options, group);
        filled ??= openFor(options, outputs.shapes);
        for (const [i, { row, view }] of group.entries())
          filled.store.write(row * views + view, outputs.rowAt(i));
        onProgress((from + group.length) / jobs.length);
      }
      done.add(part);
      await trunk.rest();
    },
    runsFor: (part) => (done.has(part) ? 0 : viewsOf(part).length),
    feeds: async (rows, random) =>
      feedsOf(
        filled!,
        Array.from(rows, (row) => row * views + (random ? random.below(views) : 0)),
      ),
    close: async () => {
      await trunk.rest();
      filled?.store.close();
    },
  };
}

function openFor({ samples, views, path }: ImageSourceOptions, shapes: Shapes) {
  const width = shapes.reduce((sum, { length }) => sum + length, 0);
  const lengths = new Int32Array(samples.ids.length * views).fill(width);
  return { store: openActivationStore(lengths, path), shapes };
}

/** A few pictures through the trunk. */
async function runViews(options: ImageSourceOptions, group: readonly View[]) {
  const { preprocessing, values, trunk, input } = options;
  const pictures = await Promise.all(group.map((job) => drawView(options, job)));
  const table = pixelTable(preprocessing);
  const { size, layout } = preprocessing;
  const length = 3 * size * size;
  const shape = layout === 'nchw' ? [3, size, size] : [size, size, 3];
  const data = new Float32Array(pictures.length * length);
  pictures.forEach(({ rgb, mirror }, i) => {
    writePixels(rgb, table, preprocessing, { target: data, offset: i * length, mirror });
  });
  const feeds = await trunk.run({ [input]: { dims: [pictures.length, ...shape], data } });
  const shapes = values.map((name) => {
    const dims = feeds[name]!.dims.slice(1);
    return { name, dims, length: dims.reduce((n, size) => n * size, 1) };
  });
  return { feeds, shapes, rowAt: (i: number) => rowOf(feeds, shapes, i) };
}

function rowOf(outputs: Feeds, shapes: Shapes, i: number): Float32Array {
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
async function drawView({ samples, preprocessing, seed }: ImageSourceOptions, { row, view }: View) {
  const rgb = await decodeImage(samples.files[row]!.path, preprocessing);
  const mirror = view % 2 === 1;
  if (view < 2) return { rgb, mirror };
  const random = seededRandom(seed + 104_729 * row + 15_485_863 * view);
  return { rgb: await augmentImage(rgb, preprocessing.size, random), mirror };
}

function feedsOf({ store, shapes }: { store: ActivationStore; shapes: Shapes }, slots: number[]): Feeds {
  const n = slots.length;
  let from = 0;
  return Object.fromEntries(
    shapes.map(({ name, dims, length }) => {
      const data = new Float32Array(n * length);
      slots.forEach((slot, i) => {
        store.read(slot, data, { offset: i * length, from, length });
      });
      from += length;
      return [name, { dims: [n, ...dims], data }];
    }),
  );
}
