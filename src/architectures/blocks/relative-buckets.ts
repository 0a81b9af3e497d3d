/**
 * Distances between tokens in buckets that widen with the distance, as T5 has them (Raffel et al. 2020, §2.1) and MPNet took
 * them over. In: the tokens. Out: what each pair of positions adds to the scores of each head, [1, h, s, s].
 */
import type { GraphBuilder, Value } from '../graph-builder.ts';
import { positions } from './token-inputs.ts';

interface RelativeBuckets {
  /** Half of them for keys behind the query, half for keys before it. */
  buckets: number;
  /** Everything from this distance on is in the last bucket. */
  farthest: number;
  /** Name of the embedding [buckets, h]. */
  weight: string;
}

export function bucketBias(at: GraphBuilder, tokens: Value, sizes: RelativeBuckets): Value {
  const { farthest, weight } = sizes;
  const place = positions(at, tokens);
  const keys = at.op('Unsqueeze', [place, at.ints([0])]);
  const distance = at.op('Sub', [keys, at.op('Unsqueeze', [place, at.ints([1])])]);
  const limited = at.op('Min', [at.op('Max', [distance, at.int(-farthest)]), at.int(farthest)]);
  const all = Array.from({ length: 2 * farthest + 1 }, (_, i) => bucketOf(i - farthest, sizes));
  const bucket = at.gather(at.ints(all), at.add(limited, at.int(farthest)));
  const bias = at.transpose(at.embedding(weight, bucket), [2, 0, 1]);
  return at.op('Unsqueeze', [bias, at.ints([0])]);
}

/** @param distance position of the key less that of the query */
function bucketOf(distance: number, { buckets, farthest }: RelativeBuckets): number {
  const side = buckets / 2;
  const exact = Math.floor(side / 2);
  const near = Math.abs(distance);
  const first = distance > 0 ? side : 0;
  if (near < exact) return first + near;
  // In float32, as PyTorch works it out: at whole numbers the rounding decides.
  const { fround } = Math;
  const share = fround(fround(Math.log(fround(near / exact))) / fround(Math.log(farthest / exact)));
  return first + Math.min(side - 1, exact + Math.floor(fround(share * fround(side - exact))));
}
