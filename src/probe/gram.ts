/**
 * Features [n, d] → Gram matrix [n, n] of the samples. Everything after it (ridge, LogME) works on this
 * matrix alone, so its cost does not depend on d: with n ≤ 1,000 the probe of a 2,048-wide model costs what that
 * of a 512-wide one does, the Gram matrix aside.
 */

/** Row-major [n, d]. */
export interface Features {
  values: Float32Array | Float64Array;
  n: number;
  d: number;
}

/**
 * Divides each feature by its deviation over the samples (no label is used), so that concatenated taps of
 * different scale weigh alike. Constant features become 0. @returns row-major [n, d]
 */
export function scaleFeatures({ values, n, d }: Features): Features {
  const mean = new Float64Array(d);
  const square = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j]! += values[i * d + j]! / n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) square[j]! += (values[i * d + j]! - mean[j]!) ** 2 / n;
  const factor = square.map((variance, j) =>
    variance > 1e-14 * (1 + mean[j]! ** 2) ? 1 / Math.sqrt(variance) : 0,
  );
  const scaled = new Float64Array(n * d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) scaled[i * d + j] = values[i * d + j]! * factor[j]!;
  return { values: scaled, n, d };
}

/** X·Xᵀ, row-major [n, n]; blocks of 4 × 4 rows keep 16 sums in registers. */
export function gramMatrix({ values, n, d }: Features): Float64Array {
  const padded = Math.ceil(n / 4) * 4;
  const x = new Float64Array(padded * d);
  x.set(values.subarray(0, n * d));
  const gram = new Float64Array(n * n);
  const sums = new Float64Array(16);
  for (let row = 0; row < padded; row += 4)
    for (let column = 0; column <= row; column += 4) {
      dotBlock(x, row * d, column * d, d, sums);
      for (let a = 0; a < 4 && row + a < n; a++)
        for (let b = 0; b < 4 && column + b < n; b++) {
          gram[(row + a) * n + column + b] = sums[a * 4 + b]!;
          gram[(column + b) * n + row + a] = sums[a * 4 + b]!;
        }
    }
  return gram;
}

/** sums[4a + b] = ⟨row a of the first block, row b of the second⟩. */
function dotBlock(x: Float64Array, first: number, second: number, d: number, sums: Float64Array): void {
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0,
    s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0;
  let s20 = 0,
    s21 = 0,
    s22 = 0,
    s23 = 0,
    s30 = 0,
    s31 = 0,
    s32 = 0,
    s33 = 0;
  for (let j = 0; j < d; j++) {
    const a0 = x[first + j]!,
      a1 = x[first + d + j]!,
      a2 = x[first + 2 * d + j]!,
      a3 = x[first + 3 * d + j]!;
    const b0 = x[second + j]!,
      b1 = x[second + d + j]!,
      b2 = x[second + 2 * d + j]!,
      b3 = x[second + 3 * d + j]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  sums.set([s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33]);
}

interface CentredGram {
  /** Centred on the mean of the chosen samples, row-major [m, m]. */
  gram: Float64Array;
  /** Means over the chosen samples of their rows of the full matrix, [m]. */
  rowMeans: Float64Array;
  grandMean: number;
}

/** The sub-matrix of `samples`, centred in feature space: K − row means − column means + grand mean. */
export function centreGram(full: Float64Array, n: number, samples: Int32Array): CentredGram {
  const m = samples.length;
  const gram = new Float64Array(m * m);
  const rowMeans = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    const row = samples[i]! * n;
    let sum = 0;
    for (let j = 0; j < m; j++) {
      const value = full[row + samples[j]!]!;
      gram[i * m + j] = value;
      sum += value;
    }
    rowMeans[i] = sum / m;
  }
  const grandMean = rowMeans.reduce((sum, value) => sum + value, 0) / m;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) gram[i * m + j]! += grandMean - rowMeans[i]! - rowMeans[j]!;
  return { gram, rowMeans, grandMean };
}
