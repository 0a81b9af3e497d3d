/**
 * The baseline without transfer: an interpolated Kneser-Ney trigram over the decoder's own tokens (Kneser & Ney 1995;
 * Chen & Goodman 1999, eq. 24, one discount an order), so that its perplexity stands beside the decoder's. In: documents
 * to count. Out: the natural logarithm of the probability of each token of a document.
 *
 *   p_n(w | h) = max(c(hw) − D, 0) / c(h·) + D · N₁₊(h·) / c(h·) · p_{n−1}(w | h′),   p_0 = 1 / V
 *
 * with counts at the highest order and numbers of different predecessors below it; D = n₁ / (n₁ + 2 n₂).
 */
export interface NgramModel {
  /** [ids.length + 1] ln p of each token and of the end. */
  score(ids: readonly number[]): Float64Array;
}

interface Level {
  counts: Map<string, number>;
  /** By history: sum of the counts, and how many different words followed. */
  histories: Map<string, { total: number; kinds: number }>;
  discount: number;
}

const key = (ids: readonly number[]) => ids.join(' ');

export function fitNgram(
  documents: readonly (readonly number[])[],
  { order, vocabulary, endToken }: { order: number; vocabulary: number; endToken: number },
): NgramModel {
  const pad = (ids: readonly number[]) => [...new Array<number>(order - 1).fill(endToken), ...ids, endToken];
  const grams = Array.from({ length: order }, () => new Map<string, number>());
  const highest = grams[order - 1]!;
  for (const ids of documents.map(pad))
    for (let at = order - 1; at < ids.length; at++) {
      const gram = key(ids.slice(at - order + 1, at + 1));
      highest.set(gram, (highest.get(gram) ?? 0) + 1);
    }
  // Continuation counts: in how many different ways a shorter sequence was preceded.
  for (let n = order - 1; n >= 1; n--)
    for (const gram of grams[n]!.keys()) {
      const shorter = gram.slice(gram.indexOf(' ') + 1);
      grams[n - 1]!.set(shorter, (grams[n - 1]!.get(shorter) ?? 0) + 1);
    }
  const levels = grams.map(levelOf);
  const probability = (history: readonly number[], word: number): number => {
    let p = 1 / vocabulary;
    for (let n = 0; n < order; n++) p = interpolate(levels[n]!, history.slice(history.length - n), word, p);
    return p;
  };
  return {
    score: (ids) => {
      const all = pad(ids);
      return Float64Array.from({ length: ids.length + 1 }, (_, i) =>
        Math.log(probability(all.slice(i, i + order - 1), all[i + order - 1]!)),
      );
    },
  };
}

function levelOf(counts: Map<string, number>): Level {
  const histories: Level['histories'] = new Map();
  let [once, twice] = [0, 0];
  for (const [gram, count] of counts) {
    if (count === 1) once += 1;
    if (count === 2) twice += 1;
    const history = gram.slice(0, Math.max(0, gram.lastIndexOf(' ')));
    const known = histories.get(history) ?? { total: 0, kinds: 0 };
    histories.set(history, { total: known.total + count, kinds: known.kinds + 1 });
  }
  // Without grams seen once or twice the estimate is 0 or undefined; a half is the customary middle.
  return { counts, histories, discount: once > 0 && twice > 0 ? once / (once + 2 * twice) : 0.5 };
}

function interpolate(level: Level, history: readonly number[], word: number, lower: number): number {
  const seen = level.histories.get(key(history));
  if (!seen) return lower;
  const count = level.counts.get(key([...history, word])) ?? 0;
  const { discount } = level;
  return (Math.max(count - discount, 0) + discount * seen.kinds * lower) / seen.total;
}
