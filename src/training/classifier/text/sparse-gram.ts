/** A sparse matrix goes in, its Gram matrix comes out: what kernel methods (the ridge probe) need. */
import type { SparseMatrix } from './sparse.ts';

/** X·Xᵀ, row-major [n, n], by walking each feature's samples. */
export function sparseGram(matrix: SparseMatrix): Float64Array {
  const { n, featureCount, offsets, columns, values } = matrix;
  const starts = new Int32Array(featureCount + 1);
  for (const column of columns) starts[column + 1]!++;
  for (let f = 0; f < featureCount; f++) starts[f + 1]! += starts[f]!;
  const rows = new Int32Array(columns.length);
  const weights = new Float32Array(columns.length);
  const next = starts.slice();
  for (let row = 0; row < n; row++)
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const place = next[columns[i]!]!++;
      rows[place] = row;
      weights[place] = values[i]!;
    }
  const gram = new Float64Array(n * n);
  for (let f = 0; f < featureCount; f++)
    for (let i = starts[f]!; i < starts[f + 1]!; i++)
      for (let j = starts[f]!; j < starts[f + 1]!; j++)
        gram[rows[i]! * n + rows[j]!]! += weights[i]! * weights[j]!;
  return gram;
}
