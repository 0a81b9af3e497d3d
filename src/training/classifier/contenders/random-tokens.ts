/**
 * Texts go in, features of an encoder that was never trained come out: every token has a random vector, a text the
 * sum of its tokens'. The same head on them shows what pretraining adds. Next: `linear-probe.ts`.
 */

import { seededRandom } from '../../../statistics/random.ts';
import type { FeatureTable } from '../head/feature-space.ts';
import { eachTerm, normaliseText, termStream } from '../text/terms.ts';

const MAX_CHARACTERS = 4_000;

/** Shape [texts.length, width]; rows have length 1. */
export function randomTokenFeatures(texts: readonly string[], width: number, seed: number): FeatureTable {
  const vectors = new Map<number, Float32Array>();
  const values = new Float32Array(texts.length * width);
  texts.forEach((text, row) => {
    const target = values.subarray(row * width, (row + 1) * width);
    const stream = termStream(normaliseText(text, MAX_CHARACTERS), 'word');
    eachTerm(stream, { kind: 'word', shortest: 1, longest: 1 }, (hash1, hash2) => {
      const key = (hash1 ^ hash2) >>> 0;
      let vector = vectors.get(key);
      if (!vector) {
        vector = randomVector(width, key ^ seed);
        vectors.set(key, vector);
      }
      for (let f = 0; f < width; f++) target[f]! += vector[f]!;
    });
    const length = Math.sqrt(target.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let f = 0; f < width; f++) target[f]! /= length;
  });
  return { values, n: texts.length, d: width };
}

function randomVector(width: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: width }, () => random.next() - 0.5);
}
