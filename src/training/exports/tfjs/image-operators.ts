/**
 * Layers over pictures → nodes of TensorFlow.js, which wants channels last: a picture is turned before and after. In and
 * out as in `operators.ts`.
 */
import { intAttribute, intsAttribute, stringAttribute } from '../../../onnx/model.ts';
import { type Call, NotExpressible, type Operator } from './call.ts';
import { attributes, type GraphWriter } from './graph-writer.ts';

const turn = (writer: GraphWriter, value: string, order: readonly number[]) =>
  writer.add('Transpose', [value, writer.ints(order)]);
const channelsLast = (writer: GraphWriter, value: string) => turn(writer, value, [0, 2, 3, 1]);
const channelsFirst = (writer: GraphWriter, value: string) => turn(writer, value, [0, 3, 1, 2]);

const windowOf = (strides: readonly number[]) => attributes.ints([1, ...strides, 1]);

/** Rows above, columns left, rows below, columns right: written out, as kernels disagree on what "same" means. */
function padded({ node, writer }: Call, value: string, filler: number): string {
  const pads = intsAttribute(node, 'pads') ?? [0, 0, 0, 0];
  if (stringAttribute(node, 'auto_pad', 'NOTSET') !== 'NOTSET') throw new NotExpressible('auto_pad');
  if (pads.every((pad) => pad === 0)) return value;
  const [top, left, bottom, right] = pads;
  const table = writer.ints([0, 0, top!, bottom!, left!, right!, 0, 0], [4, 2]);
  return writer.add('PadV2', [value, table, writer.number(filler)]);
}

/** Elements in the order that their axes have after `order`. */
function transposed(
  values: ArrayLike<number>,
  dims: readonly number[],
  order: readonly number[],
): Float32Array {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const [a, b, c, d] = order.map((axis) => ({ size: dims[axis]!, stride: strides[axis]! }));
  const result = new Float32Array(values.length);
  let next = 0;
  for (let i = 0; i < a!.size; i++)
    for (let j = 0; j < b!.size; j++)
      for (let k = 0; k < c!.size; k++)
        for (let l = 0; l < d!.size; l++)
          result[next++] = values[i * a!.stride + j * b!.stride + k * c!.stride + l * d!.stride]!;
  return result;
}

export function convolution(call: Call): string {
  const { node, writer, read, has } = call;
  const weight = call.constant(1);
  if (weight?.dims.length !== 4) throw new NotExpressible('kernel');
  const [out, inner, height, width] = weight.dims as [number, number, number, number];
  const group = intAttribute(node, 'group', 1);
  const strides = intsAttribute(node, 'strides') ?? [1, 1];
  const dilations = intsAttribute(node, 'dilations') ?? [1, 1];
  const perChannel = group > 1 && inner === 1 && out % group === 0;
  if ((group > 1 && !perChannel) || (perChannel && strides[0] !== strides[1]))
    throw new NotExpressible('group');
  const value = padded(call, channelsLast(writer, read(0)), 0);
  const attr = {
    ...attributes.float,
    strides: windowOf(strides),
    dilations: windowOf(dilations),
    padding: attributes.text('VALID'),
    data_format: attributes.text('NHWC'),
  };
  // Per channel: [channels, multiplier, height, width], each channel's filters one after the other.
  const sizes = perChannel ? [group, out / group, height, width] : [out, inner, height, width];
  const order = perChannel ? [2, 3, 0, 1] : [2, 3, 1, 0];
  const kernel = writer.floats(
    transposed(weight.values, sizes, order),
    order.map((axis) => sizes[axis]!),
  );
  const product = writer.add(perChannel ? 'DepthwiseConv2dNative' : 'Conv2D', [value, kernel], attr);
  return channelsFirst(writer, has(2) ? writer.add('AddV2', [product, read(2)]) : product);
}

const average: Operator = ({ writer, read }) =>
  writer.add('Mean', [read(0), writer.ints([2, 3])], {
    ...attributes.float,
    keep_dims: attributes.flag(true),
  });

/** Windows that hang over the edge count what is inside, which TensorFlow.js does where they cover "the same" places. */
const averageOf: Operator = (call) => {
  const { node, writer, read } = call;
  const window = windowing(call);
  const pads = intsAttribute(node, 'pads') ?? [0, 0, 0, 0];
  const isPadded = pads.some((pad) => pad > 0);
  if (isPadded && !keepsPlaces(call, pads)) throw new NotExpressible('pads');
  const padding = attributes.text(isPadded ? 'SAME' : 'VALID');
  return channelsFirst(
    writer,
    writer.add('AvgPool', [channelsLast(writer, read(0))], { ...window, padding }),
  );
};

/** One place a step, each window around it. */
function keepsPlaces({ node }: Call, pads: readonly number[]): boolean {
  const kernel = intsAttribute(node, 'kernel_shape') ?? [];
  const strides = intsAttribute(node, 'strides') ?? [1, 1];
  return (
    intAttribute(node, 'count_include_pad', 0) === 0 &&
    strides.every((stride) => stride === 1) &&
    [...kernel, ...kernel].every((size, i) => pads[i] === (size - 1) / 2)
  );
}

const max: Operator = (call) => {
  const { writer, read } = call;
  const value = padded(call, channelsLast(writer, read(0)), LOWEST);
  const padding = attributes.text('VALID');
  return channelsFirst(writer, writer.add('MaxPool', [value], { ...windowing(call), padding }));
};

/** Of single precision. */
const LOWEST = -3.4e38;

function windowing({ node }: Call) {
  const kernel = intsAttribute(node, 'kernel_shape');
  if (!kernel || intAttribute(node, 'ceil_mode', 0) !== 0) throw new NotExpressible('ceil_mode');
  if (stringAttribute(node, 'auto_pad', 'NOTSET') !== 'NOTSET') throw new NotExpressible('auto_pad');
  return {
    ...attributes.float,
    ksize: windowOf(kernel),
    strides: windowOf(intsAttribute(node, 'strides') ?? [1, 1]),
    data_format: attributes.text('NHWC'),
  };
}

export const pooling = { average, averageOf, max };

/** With zeros; or with the value at the edge, which is the mirror image where it is one wide. */
export function pad({ node, writer, read, constant }: Call): string {
  const mode = stringAttribute(node, 'mode', 'constant');
  const pads = Array.from(constant(1)?.values ?? [], Number);
  const rank = pads.length / 2;
  const filler = Number(constant(2)?.values[0] ?? 0);
  const widest = Math.max(...pads);
  if (rank === 0 || (mode !== 'constant' && !(mode === 'edge' && widest === 1)))
    throw new NotExpressible('mode');
  const table = writer.ints(
    Array.from({ length: rank }, (_, axis) => [pads[axis]!, pads[rank + axis]!]).flat(),
    [rank, 2],
  );
  if (mode === 'constant') return writer.add('PadV2', [read(0), table, writer.number(filler)]);
  return writer.add('MirrorPad', [read(0), table], {
    ...attributes.float,
    mode: attributes.text('SYMMETRIC'),
  });
}
