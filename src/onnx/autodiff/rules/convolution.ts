/**
 * VJP rules of convolution, any number of spatial axes, in the forms that were fastest in ONNX Runtime 1.30 at batch
 * 16 on one core (bench/onnx-step.ts): input gradient at stride 1 by Conv with the flipped kernel, or over few places by
 * one matrix product a kernel position, else by ConvTranspose; weight gradient with channels last, one matrix product a
 * kernel position (twice as fast as a Conv over swapped axes), depthwise one product and sum a position.
 */
import { intAttribute, intsAttribute, stringAttribute } from '../../model.ts';
import type { Emitter } from '../emitter.ts';
import { sumOver } from '../reduce.ts';
import { input, output, type Rule, type RuleCall, type Sizes, unsupported } from '../rule.ts';

interface Geometry {
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

/** Up to so many places the input gradient is faster as products than as a Conv (7×7: 17 ms against 24, 14×14: 19 each). */
const FEW_PLACES = 100;

function inputGradient(call: RuleCall, geo: Geometry): string {
  const { emit, gradient: g } = call;
  const w = input(call, 1);
  const plain = all(geo.strides, 1) && all(geo.dilations, 1);
  const dense = geo.group === 1;
  const depthwise = geo.group === geo.inChannels && geo.group === geo.outChannels;
  const pads = geo.pads.map((pad, i) => (geo.kernel[i % geo.spatial] ?? 1) - 1 - pad);
  if (!plain || !(dense || depthwise) || pads.some((pad) => pad < 0)) return transposed(call, geo, g, w);
  if (dense && all(geo.kernel, 1))
    return emit.op('Conv', [g, emit.op('Transpose', [w], { perm: swapped(geo) })], {});
  const places = call.shape(input(call, 0)).slice(2);
  const few =
    places.reduce<number>((n, size) => n * (typeof size === 'number' ? size : Infinity), 1) <= FEW_PLACES;
  if (dense && few) return inputProducts(call, geo, pads);
  const kernel = flipped(emit, w, geo);
  return emit.op('Conv', [g, dense ? emit.op('Transpose', [kernel], { perm: swapped(geo) }) : kernel], {
    pads,
    group: geo.group,
    kernel_shape: geo.kernel,
  });
}

/** [o, i, k..] → [i, o, k..]. */
const swapped = (geo: Geometry) => [1, 0, ...geo.kernel.map((_, i) => i + 2)];

/** [o, i, k..] → [positions, o · i]. As a matrix: ONNX Runtime transposes two axes 15 times as fast as four. */
const positionsFirst = (emit: Emitter, w: string, geo: Geometry) =>
  emit.op('Transpose', [emit.op('Reshape', [w, emit.ints([-1, countOf(geo)])])], { perm: [1, 0] });

/** The kernel turned round on all spatial axes. */
function flipped(emit: Emitter, w: string, geo: Geometry): string {
  const order = positions(geo.kernel).map((_, i, { length }) => length - 1 - i);
  const turned = emit.op('Gather', [positionsFirst(emit, w, geo), emit.ints(order)], { axis: 0 });
  const shape = emit.ints([geo.outChannels, geo.inChannels / geo.group, ...geo.kernel]);
  return emit.op('Reshape', [emit.op('Transpose', [turned], { perm: [1, 0] }), shape]);
}

/** Sum over kernel positions of (what reached the place through it) · (its weights), channels last. */
function inputProducts(call: RuleCall, geo: Geometry, pads: readonly number[]): string {
  const { emit } = call;
  const places = call.shape(input(call, 0)).slice(2);
  const count = countOf(geo);
  const weights = emit.ops(
    'Split',
    [positionsFirst(emit, input(call, 1), geo), emit.ints(Array<number>(count).fill(1))],
    count,
    { axis: 0 },
  );
  const products = windows(call, { ...geo, pads: [...pads] }, call.gradient, places).map((window, i) =>
    emit.op('MatMul', [
      emit.op('Reshape', [window, emit.ints([-1, geo.outChannels])]),
      emit.op('Reshape', [weights[count - 1 - i] ?? '', emit.ints([geo.outChannels, geo.inChannels])]),
    ]),
  );
  const sizes = places.map((size) => Number(size));
  const sum = emit.op('Reshape', [emit.op('Sum', products), emit.ints([-1, ...sizes, geo.inChannels])]);
  return emit.op('Transpose', [sum], { perm: [0, geo.spatial + 1, ...sizes.map((_, i) => i + 1)] });
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

/** For each kernel position (row-major) what it meets of `value` [n, c, s..], [n, out.., c], padded, channels last. */
function windows(call: RuleCall, geo: Geometry, value: string, outs: Sizes): string[] {
  const { emit } = call;
  let x = channelsLast(call, value, geo.spatial);
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

/** The windows of the layer's input. */
const inputWindows = (call: RuleCall, geo: Geometry) =>
  windows(call, geo, input(call, 0), call.shape(output(call)).slice(2));

const countOf = (geo: Geometry) => geo.kernel.reduce((n, size) => n * size, 1);

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
  return inputWindows(call, geo).map((window) => {
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
  return inputWindows(call, geo).map((window) => sumOver(emit, emit.op('Mul', [g, window]), axes));
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
