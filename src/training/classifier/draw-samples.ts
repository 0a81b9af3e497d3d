/** Samples go in, some of them come out, for measurements that need no more. Used by: `measure.ts`, `compare-backbones.ts`. */
import { seededRandom, shuffle } from '../../statistics/random.ts';
import type { Samples } from './samples.ts';

/** Up to `limit` samples, the same share of every class, at least one of each. */
export function drawStratified(samples: Samples, limit: number, seed: number): Int32Array {
  const total = samples.labels.length;
  if (total <= limit) return Int32Array.from({ length: total }, (_, i) => i);
  const order = Int32Array.from({ length: total }, (_, i) => i);
  shuffle(order, seededRandom(seed));
  const counts = new Int32Array(samples.classes.length);
  for (const label of samples.labels) counts[label]!++;
  const quota = counts.map((count) => Math.max(1, Math.floor((count * limit) / total)));
  return order.filter((row) => quota[samples.labels[row]!]!-- > 0).sort();
}

/** A share of the rows of every class, at least one of each; all of them, as they are, for 1. */
export function shareOfRows(
  samples: Pick<Samples, 'labels' | 'classes'>,
  rows: Int32Array,
  { share, seed }: { share: number; seed: number },
): Int32Array {
  if (share >= 1) return rows;
  const order = rows.slice();
  shuffle(order, seededRandom(seed));
  const counts = new Int32Array(samples.classes.length);
  for (const row of rows) counts[samples.labels[row]!]!++;
  const quota = counts.map((count) => Math.max(1, Math.round(count * share)));
  return order.filter((row) => quota[samples.labels[row]!]!-- > 0).sort();
}

/** The given samples alone, renumbered; the split does not matter here. */
export function onlySamples(samples: Samples, rows: Int32Array): Samples {
  const none = new Int32Array(0);
  const pick = <T>(list: readonly T[]): T[] =>
    list.length === 0 ? [] : Array.from(rows, (row) => list[row]!);
  return {
    ...samples,
    texts: pick(samples.texts),
    files: pick(samples.files),
    ids: pick(samples.ids),
    labels: rows.map((row) => samples.labels[row]!),
    groups: rows.map((row) => samples.groups[row]!),
    train: none,
    validation: none,
    test: none,
    pool: Int32Array.from({ length: rows.length }, (_, i) => i),
  };
}
