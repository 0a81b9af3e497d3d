/** VJP rules of windowed pooling. */
import { intAttribute, intsAttribute } from '../../model.ts';
import { input, output, type Rule, type RuleCall, unsupported } from '../rule.ts';
import { padsOf } from './convolution.ts';

const window = (call: RuleCall) => {
  const kernel = intsAttribute(call.node, 'kernel_shape') ?? [];
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(call.node, 'strides') ?? ones;
  const dilations = intsAttribute(call.node, 'dilations') ?? ones;
  return { kernel, strides, dilations, pads: padsOf(call, { kernel, strides, dilations }) };
};

/** The forward node's second output says where each maximum was (index into the whole of x); gradients add up there. */
export const maxPool: Rule = (call) => {
  const { emit } = call;
  const x = input(call, 0);
  if (intAttribute(call.node, 'storage_order', 0) !== 0) throw unsupported('MaxPool', 'counts columns first');
  const flat = (value: string) => emit.op('Reshape', [value, emit.ints([-1])]);
  const scattered = emit.op(
    'ScatterElements',
    [flat(emit.zerosLike(x)), flat(call.extraOutput(1)), flat(call.gradient)],
    { axis: 0, reduction: 'add' },
  );
  return [emit.op('Reshape', [scattered, emit.op('Shape', [x])])];
};

/** How many elements each mean was taken over, [1, 1, out..]: fewer at the border unless padding counts. */
function counts(
  sizes: number[],
  outs: number[],
  view: ReturnType<typeof window>,
  includePad: boolean,
): number[] {
  const along = outs.map((out, i) => {
    const [k, s, d] = [view.kernel[i] ?? 1, view.strides[i] ?? 1, view.dilations[i] ?? 1];
    return Array.from({ length: out }, (_, o) => {
      if (includePad) return k;
      const places = Array.from({ length: k }, (_, p) => o * s + p * d - (view.pads[i] ?? 0));
      return places.filter((place) => place >= 0 && place < (sizes[i] ?? 1)).length;
    });
  });
  return along.reduce<number[]>((product, axis) => product.flatMap((a) => axis.map((b) => a * b)), [1]);
}

/** Each mean's share goes back to its window: a ConvTranspose of ones over single-channel images. */
export const averagePool: Rule = (call) => {
  const { emit } = call;
  const view = window(call);
  if (intAttribute(call.node, 'ceil_mode', 0) !== 0) throw unsupported('AveragePool', 'rounds its size up');
  const sizes = call.shape(input(call, 0)).slice(2);
  const outs = call.shape(output(call)).slice(2);
  if (![...sizes, ...outs].every((size) => typeof size === 'number'))
    throw unsupported('AveragePool', 'runs over an axis of changing size');
  const includePad = intAttribute(call.node, 'count_include_pad', 0) === 1;
  const count = counts(sizes as number[], outs as number[], view, includePad);
  const share = emit.op('Div', [call.gradient, emit.floats([1, 1, ...(outs as number[])], count)]);
  const single = emit.op('Reshape', [share, emit.ints([-1, 1, ...(outs as number[])])]);
  const rest = view.kernel.map((k, i) => {
    const total = (sizes[i] as number) + (view.pads[i] ?? 0) + (view.pads[i + view.kernel.length] ?? 0);
    return (
      total - (((outs[i] as number) - 1) * (view.strides[i] ?? 1) + (k - 1) * (view.dilations[i] ?? 1) + 1)
    );
  });
  const ones = emit.floats([1, 1, ...view.kernel], new Array(view.kernel.reduce((n, k) => n * k, 1)).fill(1));
  const { kernel: kernel_shape, strides, dilations, pads } = view;
  const spread = emit.op('ConvTranspose', [single, ones], {
    kernel_shape,
    strides,
    dilations,
    pads,
    output_padding: rest,
  });
  return [emit.op('Reshape', [spread, emit.op('Shape', [input(call, 0)])])];
};
