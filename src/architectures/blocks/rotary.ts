/**
 * Positions as rotations (Su et al. 2021, https://arxiv.org/abs/2104.09864): pairs of a head's elements are turned by angles
 * that grow with the position. In: positions, then queries or keys [n, h, s, d]. Out: the same, turned.
 */
import { DataType } from '../../onnx/model.ts';
import type { GraphBuilder, Value } from '../graph-builder.ts';

export interface Rotation {
  /** [s, d] each, the second half as the first. */
  cosine: Value;
  sine: Value;
  /** d */
  size: number;
}

/** theta^(−2i/size) for each pair of a head's elements: the angle of one position. */
export const plainSpeeds = (size: number, theta: number): number[] =>
  Array.from({ length: size / 2 }, (_, i) => Math.fround(1 / theta ** ((2 * i) / size)));

/** @param speeds the angle of one position, of each pair; `at` is where they stand */
export function rotation(at: GraphBuilder, places: Value, speeds: readonly number[]): Rotation {
  const size = 2 * speeds.length;
  const table = at.table('speeds', [size], [...speeds, ...speeds]);
  const column = at.op('Unsqueeze', [at.op('Cast', [places], { to: DataType.FLOAT }), at.ints([1])]);
  const angles = at.mul(column, table);
  return { cosine: at.op('Cos', [angles]), sine: at.op('Sin', [angles]), size };
}

/** x · cos + (−second half, first half) · sin */
export function rotate(at: GraphBuilder, x: Value, { cosine, sine, size }: Rotation): Value {
  const part = (from: number, to: number) =>
    at.op('Slice', [x, at.ints([from]), at.ints([to]), at.ints([-1])]);
  const turned = at.op('Concat', [at.op('Neg', [part(size / 2, size)]), part(0, size / 2)], { axis: -1 });
  return at.add(at.mul(x, cosine), at.mul(turned, sine));
}
