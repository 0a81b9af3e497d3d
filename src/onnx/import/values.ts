/**
 * What a TensorFlow value is while it is being converted. In: nothing. Out: the four kinds and arithmetic on sizes.
 * Used by: the writer and the rules.
 *
 * Sizes are known on the host, as numbers or symbols, so that TensorFlow's shape arithmetic (Shape → StridedSlice →
 * Pack → Reshape) leaves no trace in the ONNX graph.
 */
import { UserError } from '../../errors.ts';

/** A number, a symbol ("batch"), or a product of both ("4*batch*sequence", factors sorted). */
export type Size = number | string;
export type Dtype = 'float32' | 'int32' | 'bool';

/** A weight or literal. int32 ones also serve as sizes. */
export interface Constant {
  kind: 'constant';
  dtype: Dtype;
  dims: number[];
  data: Float32Array | Int32Array;
}

/**
 * A value of the ONNX graph. `dims` is the shape TensorFlow sees; `stored` the shape of the ONNX value. They differ
 * - when `nchw` is set: TensorFlow's [n, h, w, c] is stored as [n, c, h, w];
 * - for views: a reshape that keeps the last axis is not written until an op needs it;
 * - for packed tokens: TensorFlow gathers the tokens that are no padding into [TOKENS, c]; we keep [batch, t, c] with
 *   arbitrary rows at the padding, and multiply by the mask where TensorFlow scatters them back.
 */
export interface TensorValue {
  kind: 'tensor';
  name: string;
  dtype: Dtype;
  dims: Size[];
  stored: Size[];
  nchw: boolean;
}

/** A one-dimensional (or, if `scalar`, zero-dimensional) integer tensor known on the host. */
export interface SizesValue {
  kind: 'sizes';
  values: Size[];
  scalar: boolean;
}

/** `tf.where(mask)`: the [TOKENS, 2] positions at which a [batch, t] mask is true. */
export interface PositionsValue {
  kind: 'positions';
  mask: TensorValue;
}

export type Value = Constant | TensorValue | SizesValue | PositionsValue;

/** Symbol for the number of positions at which a mask is true. */
export const TOKENS = 'tokens';

export const sameDims = (a: readonly Size[], b: readonly Size[]): boolean =>
  a.length === b.length && a.every((dim, i) => dim === b[i]);

export function product(sizes: readonly Size[]): Size {
  let factor = 1;
  const symbols: string[] = [];
  for (const size of sizes) {
    if (typeof size === 'number') factor *= size;
    else
      for (const part of size.split('*'))
        if (/^\d+$/.test(part)) factor *= Number(part);
        else symbols.push(part);
  }
  if (symbols.length === 0) return factor;
  return [...(factor === 1 ? [] : [String(factor)]), ...symbols.sort()].join('*');
}

/** total ÷ part, where part's factors are among total's. */
export function quotient(total: Size, part: Size): Size {
  const factors = String(total).split('*');
  for (const factor of String(part).split('*')) {
    const at = factors.indexOf(factor);
    if (at !== -1) factors.splice(at, 1);
    else {
      const number = factors.findIndex((candidate) => Number(candidate) % Number(factor) === 0);
      if (number === -1) throw new UserError('tfjs-sizes-undivided', { total, part });
      factors[number] = String(Number(factors[number]) / Number(factor));
    }
  }
  return product(factors.map((factor) => (/^\d+$/.test(factor) ? Number(factor) : factor)));
}

/** Shape of a broadcast operation. */
export function broadcast(a: readonly Size[], b: readonly Size[]): Size[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    return left === 1 ? right : left;
  });
}

/** Host-known integers of a value. @throws UserError when they are only known at run time. */
export function sizesOf(value: Value | undefined): Size[] {
  if (value?.kind === 'sizes') return value.values;
  if (value?.kind === 'constant' && value.dtype === 'int32') return Array.from(value.data);
  throw new UserError('tfjs-dynamic-shape');
}

export function numbersOfSizes(value: Value | undefined): number[] {
  return sizesOf(value).map((size) => {
    if (typeof size === 'number') return size;
    throw new UserError('tfjs-number-needed', { size });
  });
}

/** Axes counted from the front. */
export const positiveAxes = (axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis));
