/**
 * VJP rules of convolution, any number of spatial axes, in the forms that were fastest in ONNX Runtime 1.30 at batch
 * 16 on one core (bench/onnx-step.ts): input gradient by ConvTranspose, except 1×1 (Conv with the transposed kernel)
 * and depthwise stride 1 (Conv with the flipped kernel); weight gradient with channels last, one matrix product a
 * kernel position (twice as fast as a Conv over swapped axes), depthwise one product and sum a position.
 */
import { intAttribute, intsAttribute, stringAttribute } from '../../model.ts';
import { sumOver } from '../reduce.ts';
import { input, output, type Rule, type RuleCall, type Sizes, unsupported } from '../rule.ts';

export interface Geometry {
  spatial: number;
  kernel: number[];
  strides: number[];
  dilations: number[];
  /** Begin pads then end pads. */
  pads: number[];
  group: number;
  inChannels: number;
  outChannels: number;
}

function fixed(call: RuleCall, sizes: Sizes): number[] {
  return sizes.map((size) => {
    if (typeof size !== 'number') throw unsupported(call.node.opType, 'has a kernel of changing size');
    return size;
  });
}

export function geometryOf(call: RuleCall): Geometry {
  const { node } = call;
  const [outChannels = 1, perGroup = 1, ...kernel] = fixed(call, call.shape(input(call, 1)));
  const ones = kernel.map(() => 1);
  const group = intAttribute(node, 'group', 1);
  const geometry = {
    spatial: kernel.length,
    kernel,
    strides: intsAttribute(node, 'strides') ?? ones,
    dilations: intsAttribute(node, 'dilations') ?? ones,
    group,
    inChannels: perGroup * group,
    outChannels,
  };
  return { ...geometry, pads: padsOf(call, geometry) };
}

/** Explicit pads; auto_pad SAME needs spatial sizes that do not change. */
export function padsOf(
  call: RuleCall,
  window: { kernel: number[]; strides: number[]; dilations: number[] },
): number[] {
  const mode = stringAttribute(call.node, 'auto_pad', 'NOTSET');
  if (mode === 'NOTSET') return intsAttribute(call.node, 'pads') ?? window.kernel.flatMap(() => [0, 0]);
  if (mode === 'VALID') return window.kernel.flatMap(() => [0, 0]);
  const sizes = fixed(call, call.shape(input(call, 0)).slice(2));
  const total = window.kernel.map((k, i) => {
    const [size, stride, dilation] = [sizes[i] ?? 1, window.strides[i] ?? 1, window.dilations[i] ?? 1];
    return Math.max(0, (Math.ceil(size / stride) - 1) * stride + (k - 1) * dilation + 1 - size);
  });
  const small = total.map((n) => Math.floor(n / 2));
  const large = total.map((n) => Math.ceil(n / 2));
  return mode === 'SAME_UPPER' ? [...small, ...large] : [...large, ...small];
}

const all = (values: readonly number[], wanted: number) => values.every((value) => value === wanted);

function inputGradient(call: RuleCall, geo: Geometry): string {
  const { emit, gradient: g } = call;
  const w = input(call, 1);
  const plain = all(geo.strides, 1) && all(geo.dilations, 1);
  const spatialAxes = geo.kernel.map((_, i) => i + 2);
  if (plain && geo.group === 1 && all(geo.kernel, 1) && all(geo.pads, 0))
    return emit.op('Conv', [g, emit.op('Transpose', [w], { perm: [1, 0, ...spatialAxes] })], {});
  if (plain && geo.group === geo.inChannels && geo.group === geo.outChannels) {
    const last = geo.kernel.map(() => -1);
    const beyond = geo.kernel.map(() => -(2 ** 31));
    const flipped = emit.op('Slice', [
      w,
      emit.ints(last),
      emit.ints(beyond),
      emit.ints(spatialAxes),
      emit.ints(last),
    ]);
    const pads = geo.pads.map((pad, i) => (geo.kernel[i % geo.spatial] ?? 1) - 1 - pad);
    if (pads.every((pad) => pad >= 0))
      return emit.op('Conv', [g, flipped], { pads, group: geo.group, kernel_shape: geo.kernel });
  }
  return transposed(call, geo, g, w);
}

/** ConvTranspose, with the rows and columns that the stride never reached given back by output_padding. */
function transposed(call: RuleCall, geo: Geometry, g: string, w: string): string {
  const sizes = call.shape(input(call, 0)).slice(2);
  const outs = call.shape(output(call)).slice(2);
  const left = geo.kernel.map((k, i) => {
    const [size, out, stride] = [sizes[i], outs[i], geo.strides[i] ?? 1];
    if (stride === 1) return 0;
    if (typeof size !== 'number' || typeof out !== 'number')
      throw unsupported(call.node.opType, 'has a stride over an axis of changing size');
    const reach = (out - 1) * stride + (k - 1) * (geo.dilations[i] ?? 1) + 1;
    return size + (geo.pads[i] ?? 0) + (geo.pads[i + geo.spatial] ?? 0) - reach;
  });
  return call.emit.op('ConvTranspose', [g, w], {
    kernel_shape: geo.kernel,
    strides: geo.strides,
    dilations: geo.dilations,
    pads: geo.pads,
    group: geo.group,
    output_padding: left,
  });
}

/** A value with channels last: [n, c, s..] → [n, s.., c]. */
const channelsLast = (call: RuleCall, value: string, spatial: number) =>
  call.emit.op('Transpose', [value], { perm: [0, ...Array.from({ length: spatial }, (_, i) => i + 2), 1] });

/** For each kernel position (row-major) the inputs it met, [n, out.., c], from padded channels-last x. */
function windows(call: RuleCall, geo: Geometry): string[] {
  const { emit } = call;
  const outs = call.shape(output(call)).slice(2);
  let x = channelsLast(call, input(call, 0), geo.spatial);
  if (!all(geo.pads, 0)) {
    const begin = geo.pads.slice(0, geo.spatial);
    x = emit.op('Pad', [x, emit.ints([0, ...begin, 0, 0, ...geo.pads.slice(geo.spatial), 0])]);
  }
  if (all(geo.kernel, 1) && all(geo.strides, 1)) return [x];
  const axes = emit.ints(geo.kernel.map((_, i) => i + 1));
  const steps = emit.ints(geo.strides);
  return positions(geo.kernel).map((at) => {
    const start = at.map((p, i) => p * (geo.dilations[i] ?? 1));
    const end = start.map((s, i) => {
      const out = outs[i];
      if (typeof out === 'number') return s + (out - 1) * (geo.strides[i] ?? 1) + 1;
      throw unsupported(call.node.opType, 'has a trained kernel over an axis of changing size');
    });
    return emit.op('Slice', [x, emit.ints(start), emit.ints(end), axes, steps]);
  });
}

/** Every index into `sizes`, last axis fastest. */
function positions(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (lists, size) => lists.flatMap((list) => Array.from({ length: size }, (_, i) => [...list, i])),
    [[]],
  );
}

/** [o, i/group] a position, put side by side into the kernel's shape [o, i/group, k..]. */
export function weightGradient(call: RuleCall, geo: Geometry): string {
  const { emit } = call;
  const depthwise = geo.group > 1 && geo.group === geo.inChannels && geo.group === geo.outChannels;
  const parts = depthwise ? depthwiseParts(call, geo) : productParts(call, geo);
  const perGroup = geo.inChannels / geo.group;
  const shape = emit.ints([geo.outChannels, perGroup, ...geo.kernel]);
  if (parts.length === 1) return emit.op('Reshape', [parts[0] ?? '', shape]);
  const columns = parts.map((part) => emit.op('Reshape', [part, emit.ints([geo.outChannels, perGroup, 1])]));
  return emit.op('Reshape', [emit.op('Concat', columns, { axis: 2 }), shape]);
}

/** gᵀ·x a position, over all samples and places; grouped as a batch of products. */
function productParts(call: RuleCall, geo: Geometry): string[] {
  const { emit } = call;
  const spatialAxes = geo.kernel.map((_, i) => i + 2);
  const front = emit.op('Transpose', [call.gradient], { perm: [1, 0, ...spatialAxes] });
  const perGroup = geo.outChannels / geo.group;
  const g = emit.op('Reshape', [
    front,
    emit.ints(geo.group === 1 ? [geo.outChannels, -1] : [geo.group, perGroup, -1]),
  ]);
  return windows(call, geo).map((window) => {
    if (geo.group === 1)
      return emit.op('MatMul', [g, emit.op('Reshape', [window, emit.ints([-1, geo.inChannels])])]);
    const split = emit.op('Reshape', [window, emit.ints([-1, geo.group, geo.inChannels / geo.group])]);
    return emit.op('MatMul', [g, emit.op('Transpose', [split], { perm: [1, 0, 2] })]);
  });
}

function depthwiseParts(call: RuleCall, geo: Geometry): string[] {
  const { emit } = call;
  const g = channelsLast(call, call.gradient, geo.spatial);
  const axes = Array.from({ length: geo.spatial + 1 }, (_, i) => i);
  return windows(call, geo).map((window) => sumOver(emit, emit.op('Mul', [g, window]), axes));
}

export const conv: Rule = (call) => {
  const geo = geometryOf(call);
  const bias = () => {
    const axes = [0, ...geo.kernel.map((_, i) => i + 2)];
    return call.emit.op('Reshape', [sumOver(call.emit, call.gradient, axes), call.emit.ints([-1])]);
  };
  return [
    call.needs(0) ? inputGradient(call, geo) : undefined,
    call.needs(1) ? weightGradient(call, geo) : undefined,
    input(call, 2) !== '' && call.needs(2) ? bias() : undefined,
  ];
};
