/** Feature tables go in, tables of some of their columns, or of both side by side, come out. */
import type { FeatureTable } from './feature-space.ts';

/** Columns [from, to). */
export function takeColumns({ values, n, d }: FeatureTable, from: number, to: number): FeatureTable {
  const width = to - from;
  const taken = new Float32Array(n * width);
  for (let row = 0; row < n; row++) taken.set(values.subarray(row * d + from, row * d + to), row * width);
  return { values: taken, n, d: width };
}

/** The columns of the first, then those of the second; both have the same rows. */
export function joinTables(first: FeatureTable, second: FeatureTable): FeatureTable {
  const d = first.d + second.d;
  const values = new Float32Array(first.n * d);
  for (let row = 0; row < first.n; row++) {
    values.set(first.values.subarray(row * first.d, (row + 1) * first.d), row * d);
    values.set(second.values.subarray(row * second.d, (row + 1) * second.d), row * d + first.d);
  }
  return { values, n: first.n, d };
}
