/**
 * Pooling with channels first, any number of spatial axes, as one strided slice for each place of the window: MaxPool
 * also tells where each maximum was (index into the whole of x), which its gradient needs.
 */
import { intAttribute, intsAttribute } from '../../onnx/model.ts';
import { need, type Op, type OpCall, type Tensor } from './op.ts';
import { type Window, windowOf } from './window.ts';

/** Below every activation; −Infinity would turn into NaN where it is multiplied by 0. */
const LOWEST = -3.4e38;

interface Pool extends Window {
  sizes: number[];
  outs: number[];
}

function poolOf(call: OpCall): Pool {
  const sizes = need(call, 0).shape.slice(2);
  const window = windowOf(call, intsAttribute(call.node, 'kernel_shape') ?? [], sizes);
  const round = intAttribute(call.node, 'ceil_mode', 0) === 1 ? Math.ceil : Math.floor;
  const outs = sizes.map((size, i) => {
    const [begin, end] = window.pads[i] ?? [0, 0];
    const stride = window.strides[i] ?? 1;
    const reach = ((window.kernel[i] ?? 1) - 1) * (window.dilations[i] ?? 1) + 1;
    const out = round((size + begin + end - reach) / stride) + 1;
    // A window that would start beyond the input is left out.
    return (out - 1) * stride >= size + begin ? out - 1 : out;
  });
  return { ...window, sizes, outs };
}

/** Every place of the window, last axis fastest. */
const placesOf = ({ kernel }: Pool) =>
  kernel.reduce<number[][]>(
    (lists, k) => lists.flatMap((list) => Array.from({ length: k }, (_, p) => [...list, p])),
    [[]],
  );

/** What each place of the window meets, [n, c, out..]; `fill` stands outside the input. */
function* partsOf(call: OpCall, pool: Pool, fill: number): Generator<{ part: Tensor; place: number[] }> {
  const { tf } = call;
  const x = need(call, 0);
  const widths = pool.sizes.map((size, i): [number, number] => {
    const [begin] = pool.pads[i] ?? [0, 0];
    const reach =
      ((pool.outs[i] ?? 1) - 1) * (pool.strides[i] ?? 1) +
      ((pool.kernel[i] ?? 1) - 1) * (pool.dilations[i] ?? 1) +
      1;
    return [begin, Math.max(0, reach - begin - size)];
  });
  const padded = tf.pad(x, [[0, 0], [0, 0], ...widths], fill) as Tensor;
  const [n = 1, c = 1] = x.shape;
  for (const place of placesOf(pool)) {
    const begin = place.map((p, i) => p * (pool.dilations[i] ?? 1));
    const end = begin.map((b, i) => b + ((pool.outs[i] ?? 1) - 1) * (pool.strides[i] ?? 1) + 1);
    const part = tf.stridedSlice(padded, [0, 0, ...begin], [n, c, ...end], [1, 1, ...pool.strides]);
    yield { part, place };
  }
}

/** For each output place the index of the input place under `place`, counted over the spatial axes. */
function spatialIndex({ outs, sizes, strides, dilations, pads }: Pool, place: number[]): number[] {
  return outs.reduce<number[]>(
    (indices, out, i) =>
      indices.flatMap((index) =>
        Array.from({ length: out }, (_, o) => {
          const at = o * (strides[i] ?? 1) + (place[i] ?? 0) * (dilations[i] ?? 1) - (pads[i]?.[0] ?? 0);
          return index * (sizes[i] ?? 1) + at;
        }),
      ),
    [0],
  );
}

const maxPool: Op = (call) => {
  const { tf, node } = call;
  const [n = 1, c = 1] = need(call, 0).shape;
  const pool = poolOf(call);
  const wanted = (node.output[1] ?? '') !== '';
  let [best, where]: [Tensor | undefined, Tensor | undefined] = [undefined, undefined];
  for (const { part, place } of partsOf(call, pool, LOWEST)) {
    const here = wanted
      ? tf.broadcastTo(tf.tensor(spatialIndex(pool, place), pool.outs, 'int32') as Tensor, part.shape)
      : undefined;
    if (here !== undefined && best !== undefined && where !== undefined)
      where = tf.where(tf.greater(part, best), here, where);
    else where = here;
    best = best === undefined ? part : tf.maximum(best, part);
  }
  if (best === undefined) throw new Error('MaxPool has no kernel_shape');
  if (where === undefined) return best;
  const plane = pool.sizes.reduce((product, size) => product * size, 1);
  const planes = Int32Array.from({ length: n * c }, (_, i) => i * plane);
  const offsets = tf.tensor(planes, [n, c, ...pool.outs.map(() => 1)], 'int32') as Tensor;
  return [best, tf.add(where, offsets)];
};

/** How many input places each mean is taken over, [out..]. */
function counts(pool: Pool, includePad: boolean): number[] {
  const along = pool.outs.map((out, i) =>
    Array.from({ length: out }, (_, o) => {
      const [begin, end] = pool.pads[i] ?? [0, 0];
      const [low, high] = includePad ? [-begin, (pool.sizes[i] ?? 1) + end] : [0, pool.sizes[i] ?? 1];
      return Array.from(
        { length: pool.kernel[i] ?? 1 },
        (_place, p) => o * (pool.strides[i] ?? 1) + p * (pool.dilations[i] ?? 1) - begin,
      ).filter((at) => at >= low && at < high).length;
    }),
  );
  return along.reduce<number[]>((product, axis) => product.flatMap((a) => axis.map((b) => a * b)), [1]);
}

const averagePool: Op = (call) => {
  const { tf, node } = call;
  const pool = poolOf(call);
  const sum = [...partsOf(call, pool, 0)].map(({ part }) => part).reduce((a, b) => tf.add(a, b));
  return tf.div(sum, tf.tensor(counts(pool, intAttribute(node, 'count_include_pad', 0) === 1), pool.outs));
};

export const pooling: Readonly<Record<string, Op>> = { AveragePool: averagePool, MaxPool: maxPool };
