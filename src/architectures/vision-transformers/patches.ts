/**
 * A picture as a row of patches, which is what vision transformers read (Dosovitskiy et al. 2021,
 * https://arxiv.org/abs/2010.11929). In: pixels [n, 3, h, w]. Out: tokens [n, s, d].
 */
import { z } from 'zod';
import { count } from '../architecture.ts';
import { conv } from '../blocks/convolution.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

/** One side of a square, or height and width. */
export const sides = z
  .union([count, z.tuple([count, count])])
  .transform((side): readonly [number, number] => (typeof side === 'number' ? [side, side] : side));

/** Every patch by `<name>` becomes a token. */
export function patchTokens(at: GraphBuilder, name: string, image: Value, stride: number): Value {
  const cut = conv(at, name, image, { stride, padding: 'none' });
  const width = at.sizes(`${name}.weight`)[0]!;
  return at.transpose(at.reshape(cut, [0, width, -1]), [0, 2, 1]);
}

/** Learnt tokens [1, k, d] before the others, for every picture. */
export function withLearntTokens(at: GraphBuilder, learnt: readonly Value[], tokens: Value): Value {
  const rows = at.op('Concat', [at.op('Shape', [tokens], { start: 0, end: 1 }), at.ints([1, 1])], {
    axis: 0,
  });
  return at.op('Concat', [...learnt.map((one) => at.op('Expand', [one, rows])), tokens], { axis: 1 });
}

/** The first token of each picture, [n, d]. */
export const firstToken = (at: GraphBuilder, x: Value): Value => at.gather(x, at.int(0), 1);
