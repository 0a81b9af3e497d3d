/** Counts or samples go in, 95 % intervals come out; the Report shows them beside every headline figure. */
import { seededRandom } from './random.ts';

/** 97.5 % quantile of the normal distribution. */
const Z_95 = 1.959963984540054;

/** Wilson's 95 % interval for a share of `hits` among `n` (Wilson 1927); [0, 1] for n = 0. */
export function wilsonInterval(hits: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const share = hits / n;
  const z2 = Z_95 ** 2;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/**
 * Percentile bootstrap 95 % interval of a statistic of `n` samples.
 * @param statistic takes the drawn sample indices (with repeats) and gives the figure.
 */
export function bootstrapInterval(
  n: number,
  statistic: (rows: Int32Array) => number,
  options: { seed: number; rounds?: number },
): [number, number] {
  const random = seededRandom(options.seed);
  const rounds = options.rounds ?? 1_000;
  const rows = new Int32Array(n);
  const values = new Float64Array(rounds);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < n; i++) rows[i] = random.below(n);
    values[round] = statistic(rows);
  }
  values.sort();
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/** Linear-interpolated quantile of sorted values (NumPy's default method). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = (sorted.length - 1) * share;
  const low = Math.floor(position);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (position - low);
}
