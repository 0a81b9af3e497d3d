/** A text → how the generator goes on, by seeded top-k sampling (Fan et al. 2018). Called by `predict-generation.ts`. */
import { type Random, seededRandom } from '../../statistics/random.ts';
import type { TokenCodec } from './codec.ts';
import type { Generator } from './open-generator.ts';

export interface Sampling {
  newTokens: number;
  /** 1: always the most probable token. */
  topK: number;
  temperature: number;
  seed: number;
}

/** At most `newTokens` tokens, fewer where the model ends the text; the beginning of a long text is forgotten. */
export async function continueText(
  { generator, codec }: { generator: Generator; codec: TokenCodec },
  text: string,
  { sampling, signal }: { sampling: Sampling; signal: AbortSignal },
): Promise<string> {
  const { positions, endToken, startToken = endToken } = generator.pipeline;
  const random = seededRandom(sampling.seed);
  const prompt = [startToken, ...codec.encode(text)];
  const room = Math.max(1, positions - sampling.newTokens);
  const written: number[] = [];
  generator.reset();
  let next = prompt.slice(-room);
  const most = Math.min(sampling.newTokens, positions - next.length);
  while (written.length < most) {
    signal.throwIfAborted();
    const logits = await generator.read(next);
    const token = sample(
      logits.subarray((logits.length / next.length) * (next.length - 1)),
      sampling,
      random,
    );
    if (token === endToken) break;
    written.push(token);
    next = [token];
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return codec.decode(written);
}

/** One of the `topK` most probable tokens, by softmax(logits / temperature) among them. */
export function sample(
  logits: Float32Array,
  { topK, temperature }: Pick<Sampling, 'topK' | 'temperature'>,
  random: Random,
): number {
  const best = topTokens(logits, topK);
  const highest = logits[best[0]!]!;
  const weights = best.map((token) => Math.exp((logits[token]! - highest) / temperature));
  let draw = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    draw -= weight;
    if (draw < 0) return best[i]!;
  }
  return best.at(-1)!;
}

/** Best first; of equals the lower id. */
function topTokens(logits: Float32Array, k: number): number[] {
  const best: number[] = [];
  logits.forEach((value, token) => {
    if (best.length === k && value <= logits[best.at(-1)!]!) return;
    let at = best.length;
    while (at > 0 && logits[best[at - 1]!]! < value) at -= 1;
    best.splice(at, 0, token);
    if (best.length > k) best.pop();
  });
  return best;
}
