/** Interpolated Kneser-Ney against values worked out by hand. */
import { describe, expect, it } from 'vitest';
import { fitNgram } from '../../../src/training/generation/ngram.ts';

const END = 0;

describe('the n-gram baseline', () => {
  // Documents "1 2" and "1 3" with their end: bigrams 01 (twice), 12, 20, 13, 30 (once each).
  const model = fitNgram(
    [
      [1, 2],
      [1, 3],
    ],
    { order: 2, vocabulary: 4, endToken: END },
  );

  it('gives the hand-worked probabilities of bigrams', () => {
    // Bigrams: n₁ = 4, n₂ = 1, D = 4/6. Predecessors of 0, 1, 2, 3: 2, 1, 1, 1; n₁ = 3, n₂ = 1, D = 3/5.
    const unigram = (kinds: number) => (kinds - 0.6 + 0.6 * 4 * 0.25) / 5;
    const afterOne = (1 - 2 / 3 + (2 / 3) * 2 * unigram(1)) / 2;
    const afterStart = (2 - 2 / 3 + (2 / 3) * 1 * unigram(1)) / 2;
    const afterTwo = 1 - 2 / 3 + (2 / 3) * 1 * unigram(2);
    const wanted = [afterStart, afterOne, afterTwo].map(Math.log);
    Array.from(model.score([1, 2])).forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i]!, 12);
    });
  });

  it('spreads all probability, also after histories that were never seen', () => {
    const trigram = fitNgram(
      [
        [1, 2, 3, 1, 2],
        [2, 2, 3],
      ],
      { order: 3, vocabulary: 5, endToken: END },
    );
    for (const history of [[], [1], [1, 2], [4, 4], [3, 1]]) {
      const next = [1, 2, 3, 4].map((word) => trigram.score([...history, word])[history.length]!);
      const end = trigram.score(history).at(-1)!;
      expect([...next, end].reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 12);
    }
  });
});
