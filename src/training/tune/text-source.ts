/**
 * Texts → the tail's inputs. The frozen part runs anew for each batch: it is the smaller part of a step, and what it
 * gives is as long as the texts. Texts of like length share a batch. Next: `train-tail.ts`.
 */
import type { TextPreprocessing } from '../../backbones/backbone.ts';
import type { Feeds, GraphSession } from '../../engines/graph-session.ts';
import { type Random, shuffle } from '../../random.ts';
import { openEncoder } from '../features/text-tokens.ts';
import type { Samples } from '../samples.ts';
import type { TailSource } from './tail-source.ts';

/** Batches whose texts are sorted by length together; the larger, the less padding and the less chance. */
const SORTED_TOGETHER = 16;

export interface TextSourceOptions {
  trunk: GraphSession;
  /** Inputs of the trunk, then those of the model that the tail reads again. */
  trunkInputs: readonly string[];
  tailInputs: readonly string[];
  preprocessing: TextPreprocessing;
  samples: Samples;
}

export async function openTextSource(options: TextSourceOptions): Promise<TailSource> {
  const { samples, preprocessing, trunk, trunkInputs, tailInputs } = options;
  const encode = await openEncoder(preprocessing);
  const ids = samples.texts.map(encode);
  const lengthOf = (row: number) => ids[row]!.length;
  return {
    batches: (rows, size, random) => batchesByLength(rows, size, lengthOf, random),
    feeds: async (rows) => {
      const all = tokenTensors(
        Array.from(rows, (row) => ids[row]!),
        preprocessing,
      );
      const pick = (names: readonly string[]): Feeds =>
        Object.fromEntries(names.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
      return { ...(await trunk.run(pick(trunkInputs))), ...pick(tailInputs) };
    },
    close: () => trunk.close(),
  };
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
