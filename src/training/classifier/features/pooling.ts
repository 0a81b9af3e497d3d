/**
 * A tap's output → one vector a sample. In: the tensor's elements and shape. Out: [n, dim]. Next: `embed.ts` joins the
 * taps of a backbone.
 */
import type { Tap } from '../../../backbones/backbone.ts';

interface TapOutput {
  data: Float32Array;
  dims: readonly number[];
}

/** The positions of a sample that count, and those of one vector: `data[start + i·step + channel·stride]`. */
interface Layout {
  positions: number;
  channels: number;
  step: number;
  stride: number;
}

/** Images [n, c, h, w] have channels second; sequences [n, t, c] last. */
function layoutOf(dims: readonly number[]): Layout {
  const [, a = 1, b = 1, c = 1] = dims;
  if (dims.length === 2) return { positions: 1, channels: a, step: a, stride: 1 };
  if (dims.length === 3) return { positions: a, channels: b, step: b, stride: 1 };
  return { positions: b * c, channels: a, step: 1, stride: b * c };
}

/**
 * @param lengths real positions of each sample (the rest is padding); all, if absent
 * @returns row-major [n, dim]; dim is 3 · channels for `mean-max-deviation`
 */
export function poolTap(
  { data, dims }: TapOutput,
  pooling: Tap['pooling'],
  lengths?: readonly number[],
): Float32Array {
  if (pooling === 'none') return data;
  const n = dims[0] ?? 0;
  const layout = layoutOf(dims);
  const { positions, channels } = layout;
  const width = pooling === 'mean-max-deviation' ? 3 * channels : channels;
  const result = new Float32Array(n * width);
  for (let row = 0; row < n; row++) {
    const count = Math.max(1, Math.min(lengths?.[row] ?? positions, positions));
    const from = row * positions * channels;
    for (let channel = 0; channel < channels; channel++) {
      const at = (position: number) => data[from + position * layout.step + channel * layout.stride]!;
      const to = row * width + channel;
      if (pooling === 'cls') result[to] = at(0);
      else if (pooling === 'last-token') result[to] = at(count - 1);
      else {
        const { mean, max, deviation } = statistics(at, count);
        result[to] = mean;
        if (pooling === 'mean-max-deviation') {
          result[to + channels] = max;
          result[to + 2 * channels] = deviation;
        }
      }
    }
  }
  return result;
}

/** Mean, maximum and (population) standard deviation. */
function statistics(at: (position: number) => number, count: number) {
  let sum = 0;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const value = at(i);
    sum += value;
    if (value > max) max = value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (at(i) - mean) ** 2;
  return { mean, max, deviation: Math.sqrt(squares / count) };
}
