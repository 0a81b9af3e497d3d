/**
 * Texts → the tail's inputs. The frozen part runs once a text; what it gave is kept without padding and padded again
 * for each batch. Where its outputs do not allow that (no mask, or sizes other than [text, token, …]), it runs anew for
 * each batch. Texts of like length share a batch. Next: `train-tail.ts`.
 */
import type { TextPreprocessing } from '../../../backbones/backbone.ts';
import type { Feeds } from '../../../engines/graph-session.ts';
import type { Sizes } from '../../../onnx/shapes.ts';
import { type Random, shuffle } from '../../../statistics/random.ts';
import { openEncoder } from '../features/open-encoder.ts';
import type { Samples } from '../samples.ts';
import { type ActivationStore, openActivationStore } from './activation-store.ts';
import type { FrozenPart } from './frozen-part.ts';
import type { Part, TailSource } from './tail-source.ts';

/** Batches whose texts are sorted by length together; the larger, the less padding and the less chance. */
const SORTED_TOGETHER = 16;
/** Texts run at once by the frozen part. */
const BATCH = 16;

interface TextSourceOptions {
  trunk: FrozenPart;
  /** Inputs of the trunk, then those of the model that the tail reads again. */
  trunkInputs: readonly string[];
  tailInputs: readonly string[];
  /** The values from trunk to tail, with their measured sizes; empty sizes where they are not known. */
  values: readonly { name: string; sizes: Sizes }[];
  /** How the number of tokens is called in `sizes`. */
  tokens: Sizes[number];
  preprocessing: TextPreprocessing;
  samples: Samples;
  path: string;
}

export async function openTextSource(options: TextSourceOptions): Promise<TailSource> {
  const { samples, preprocessing, trunk, trunkInputs, tailInputs } = options;
  const encode = await openEncoder(preprocessing);
  const ids = samples.texts.map(encode);
  const lengthOf = (row: number) => ids[row]!.length;
  const tokensOf = (rows: Int32Array) =>
    tokenTensors(
      Array.from(rows, (row) => ids[row]!),
      preprocessing,
    );
  const sample = async (rows: Int32Array): Promise<Feeds> => {
    const all = tokensOf(rows);
    return { ...(await trunk.run(pick(all, trunkInputs))), ...pick(all, tailInputs) };
  };
  const layouts = layoutsOf(options);
  const cache = layouts && openCache(options, { layouts, lengthOf, sample });
  return {
    batches: (rows, size, random) => batchesByLength(rows, size, lengthOf, random),
    sample,
    feeds: async (rows) =>
      cache ? { ...cache.read(rows), ...pick(tokensOf(rows), tailInputs) } : sample(rows),
    prepare: async (part, watch) => {
      if (!cache) return;
      await cache.prepare(part, watch);
      await trunk.rest();
    },
    runsFor: (part) => cache?.runsFor(part) ?? 0,
    close: async () => {
      await trunk.rest();
      cache?.store.close();
    },
  };
}

const pick = (all: Feeds, names: readonly string[]): Feeds =>
  Object.fromEntries(names.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));

/** A value of the trunk, for one text: [tokens, …inner] or, once a text, [inner]. */
interface Layout {
  name: string;
  perToken: boolean;
  inner: readonly number[];
  /** Elements of `inner`. */
  width: number;
}

/** Null where what is padded could change what is not, or where tokens are not the second axis. */
function layoutsOf({ values, tokens, preprocessing }: TextSourceOptions): Layout[] | null {
  if (preprocessing.inputs.mask === null) return null;
  const layouts = values.map(({ name, sizes }): Layout | null => {
    const [batch, ...rest] = sizes;
    const perToken = rest[0] === tokens;
    const inner = (perToken ? rest.slice(1) : rest).filter((size) => typeof size === 'number');
    if (typeof batch !== 'string' || inner.length !== rest.length - Number(perToken)) return null;
    return { name, perToken, inner, width: inner.reduce((n, size) => n * size, 1) };
  });
  const all = layouts.filter((layout) => layout !== null);
  return all.length === values.length ? all : null;
}

interface CacheParts {
  layouts: readonly Layout[];
  /** Tokens of a text. */
  lengthOf: (row: number) => number;
  sample: (rows: Int32Array) => Promise<Feeds>;
}

function openCache({ samples, path }: TextSourceOptions, { layouts, lengthOf, sample }: CacheParts) {
  const elements = ({ perToken, width }: Layout, row: number) => width * (perToken ? lengthOf(row) : 1);
  const lengths = samples.texts.map((_, row) =>
    layouts.reduce((sum, layout) => sum + elements(layout, row), 0),
  );
  const store = openActivationStore(lengths, path);
  const done = new Set<Part>();
  const rowsOf = (part: Part) => (part === 'test' ? samples.test : part === 'pool' ? samples.pool : []);
  return {
    store,
    runsFor: (part: Part) => (done.has(part) ? 0 : rowsOf(part).length),
    prepare: async (part: Part, { signal, onProgress }: Parameters<TailSource['prepare']>[1]) => {
      const rows = done.has(part) ? new Int32Array(0) : Int32Array.from(rowsOf(part));
      const batches = batchesByLength(rows, BATCH, lengthOf, null);
      for (const [b, batch] of batches.entries()) {
        signal.throwIfAborted();
        writeRows(store, layouts, batch, { feeds: await sample(batch), elements });
        onProgress((b + 1) / batches.length);
      }
      done.add(part);
    },
    read: (rows: Int32Array): Feeds => readRows(store, layouts, rows, { lengthOf, elements }),
  };
}

type Elements = (layout: Layout, row: number) => number;

function writeRows(
  store: ActivationStore,
  layouts: readonly Layout[],
  rows: Int32Array,
  { feeds, elements }: { feeds: Feeds; elements: Elements },
): void {
  rows.forEach((row, i) => {
    const parts = layouts.map((layout) => {
      const { dims, data } = feeds[layout.name]!;
      if (!(data instanceof Float32Array)) throw new Error(`"${layout.name}" is not float32`);
      const start = i * layout.width * (layout.perToken ? dims[1]! : 1);
      return data.subarray(start, start + elements(layout, row));
    });
    const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    store.write(row, whole);
  });
}

/** Padded with zeros to the longest of the rows. */
function readRows(
  store: ActivationStore,
  layouts: readonly Layout[],
  rows: Int32Array,
  { lengthOf, elements }: { lengthOf: (row: number) => number; elements: Elements },
): Feeds {
  const n = rows.length;
  const t = Math.max(1, ...Array.from(rows, lengthOf));
  const from = new Float64Array(n);
  return Object.fromEntries(
    layouts.map((layout) => {
      const { name, perToken, inner, width } = layout;
      const stride = width * (perToken ? t : 1);
      const data = new Float32Array(n * stride);
      rows.forEach((row, i) => {
        const length = elements(layout, row);
        store.read(row, data, { offset: i * stride, from: from[i]!, length });
        from[i]! += length;
      });
      return [name, { dims: perToken ? [n, t, ...inner] : [n, ...inner], data }];
    }),
  );
}

export function batchesByLength(
  rows: Int32Array,
  size: number,
  lengthOf: (row: number) => number,
  random: Random | null,
): Int32Array[] {
  const order = rows.slice();
  if (random) shuffle(order, random);
  const together = random ? size * SORTED_TOGETHER : Math.max(1, order.length);
  const batches: Int32Array[] = [];
  for (let from = 0; from < order.length; from += together) {
    const part = order.subarray(from, from + together).sort((a, b) => lengthOf(a) - lengthOf(b) || a - b);
    for (let at = 0; at < part.length; at += size) batches.push(part.subarray(at, at + size));
  }
  if (!random) return batches;
  const turns = Int32Array.from(batches.keys());
  shuffle(turns, random);
  return Array.from(turns, (turn) => batches[turn]!);
}

/** [rows.length, t] int64 for every input that the tokenizer fills, padded on the right. */
function tokenTensors(rows: readonly (readonly number[])[], { inputs }: TextPreprocessing): Feeds {
  const t = Math.max(1, ...rows.map((row) => row.length));
  const fill = (value: (row: readonly number[], i: number) => number) => {
    const data = new BigInt64Array(rows.length * t);
    rows.forEach((row, r) => {
      for (let i = 0; i < t; i++) data[r * t + i] = BigInt(value(row, i));
    });
    return { dims: [rows.length, t], data };
  };
  return {
    [inputs.ids]: fill((row, i) => row[i] ?? 0),
    ...(inputs.mask && { [inputs.mask]: fill((row, i) => Number(i < row.length)) }),
    ...(inputs.types && { [inputs.types]: fill(() => 0) }),
    ...(inputs.positions && { [inputs.positions]: fill((_, i) => i) }),
  };
}
