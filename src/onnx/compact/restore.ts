/**
 * Codes of a weight → initialisers and the nodes that give it back, under its own name, or row by row where rows are
 * looked up. In: a weight and its codes. Out: parts of a graph. Next: `compact-model.ts` puts them in.
 *
 * What is restored whole is restored by Cast and Mul of constants, which every ONNX Runtime computes once, when it loads
 * the model: runs take as long as before. DequantizeLinear says the same, but ONNX Runtime keeps it for integer kernels
 * and computes it in every run, which made those of MobileNetV2 five times longer (docs/compact.md).
 * A table of which rows are looked up stays in codes; only the rows that a run asks for are restored.
 */
import { toHalf } from '../half.ts';
import {
  DataType,
  floatTensor,
  int64Tensor,
  node,
  type OnnxNode,
  type OnnxTensor,
  rawTensor,
} from '../model.ts';
import { BLOCK, type Codes } from './weight-codes.ts';
import type { WeightUse } from './weight-uses.ts';

export interface Restored {
  tensors: OnnxTensor[];
  /** Before all others. */
  nodes: OnnxNode[];
  /** Nodes that look up rows → what stands in their place. */
  replaced: Map<OnnxNode, OnnxNode[]>;
}

const castTo = (from: string, to: string, dataType: number) => node('Cast', [from], [to], { to: dataType });
const toFloat = (from: string, to: string) => castTo(from, to, DataType.FLOAT);

export function restoreBytes({ tensor, axis, lookUps, wholeRead }: WeightUse, codes: Codes): Restored {
  const { name, dims } = tensor;
  const part = (suffix: string) => `${name}/${suffix}`;
  const scaleDims = dims.map((dim, i) => (i === axis ? dim : 1));
  const tensors = [
    rawTensor(part('codes'), dims, DataType.INT8, codes.bytes),
    floatTensor(part('scale'), scaleDims, codes.scales),
  ];
  const nodes = [toFloat(part('codes'), part('steps')), node('Mul', [part('steps'), part('scale')], [name])];
  const replaced = replaceAll(lookUps, (lookUp, inner) => {
    const ids = lookUp.input[1]!;
    return [
      node('Gather', [part('codes'), ids], [inner('codes')], { axis: 0 }),
      toFloat(inner('codes'), inner('steps')),
      node('Gather', [part('scale'), ids], [inner('scale')], { axis: 0 }),
      node('Mul', [inner('steps'), inner('scale')], [...lookUp.output]),
    ];
  });
  return { tensors, nodes: wholeRead ? nodes : [], replaced };
}

export function restoreHalves({ tensor, lookUps, wholeRead }: WeightUse, bytes: Uint8Array): Restored {
  const { name, dims } = tensor;
  const half = `${name}/half`;
  const replaced = replaceAll(lookUps, (lookUp, inner) => [
    node('Gather', [half, lookUp.input[1]!], [inner('half')], { axis: 0 }),
    toFloat(inner('half'), lookUp.output[0]!),
  ]);
  return {
    tensors: [rawTensor(half, dims, DataType.FLOAT16, bytes)],
    nodes: wholeRead ? [toFloat(half, name)] : [],
    replaced,
  };
}

/**
 * Two codes a byte are taken apart by shifts of uint8, which opset 11 has; the type int4 came with opset 21.
 * @param use its size, or the length of its rows where they are looked up, is a multiple of `BLOCK`
 */
export function restoreNibbles(use: WeightUse, { bytes, scales }: Codes): Restored {
  const { tensor, lookUps, wholeRead } = use;
  const { name, dims } = tensor;
  const part = (suffix: string) => `${name}/${suffix}`;
  const width = lookUps.length > 0 ? dims.at(-1)! : BLOCK;
  const rows = bytes.length / (width / 2);
  const halves = Uint16Array.from(scales, toHalf);
  const tensors = [
    rawTensor(part('codes'), [rows, width / 2], DataType.UINT8, bytes),
    rawTensor(part('scale'), [rows, width / BLOCK], DataType.FLOAT16, new Uint8Array(halves.buffer)),
    rawTensor(part('four'), [], DataType.UINT8, Uint8Array.of(4)),
    floatTensor(part('eight'), [], [8]),
    int64Tensor(part('pairs'), [2], [-1, BLOCK / 2]),
    int64Tensor(part('single'), [2], [-1, 1]),
    int64Tensor(part('dims'), [dims.length], dims),
    int64Tensor(part('width'), [1], [width]),
  ];
  const whole = { codes: part('codes'), scale: part('scale'), dims: part('dims') };
  const replaced = replaceAll(lookUps, (lookUp, inner) => {
    const ids = lookUp.input[1]!;
    const taken = { codes: inner('codes'), scale: inner('scale'), dims: inner('dims') };
    return [
      node('Gather', [part('codes'), ids], [taken.codes], { axis: 0 }),
      node('Gather', [part('scale'), ids], [taken.scale], { axis: 0 }),
      node('Shape', [ids], [inner('shape')]),
      node('Concat', [inner('shape'), part('width')], [taken.dims], { axis: 0 }),
      ...unpack(taken, { output: lookUp.output[0]!, part, inner }),
    ];
  });
  const nodes = wholeRead
    ? unpack(whole, { output: name, part, inner: (suffix) => part(`whole/${suffix}`) })
    : [];
  return { tensors, nodes, replaced };
}

type Naming = (suffix: string) => string;

/** @param part names the constants of the weight, `inner` the values on the way */
function unpack(
  { codes, scale, dims }: { codes: string; scale: string; dims: string },
  { output, part, inner }: { output: string; part: Naming; inner: Naming },
): OnnxNode[] {
  const shift = (from: string, to: string, direction: string) =>
    node('BitShift', [from, part('four')], [to], { direction });
  return [
    node('Reshape', [codes, part('pairs')], [inner('bytes')]),
    shift(inner('bytes'), inner('raised'), 'LEFT'),
    shift(inner('raised'), inner('low'), 'RIGHT'),
    shift(inner('bytes'), inner('high'), 'RIGHT'),
    node('Concat', [inner('low'), inner('high')], [inner('block')], { axis: 1 }),
    toFloat(inner('block'), inner('raw')),
    node('Sub', [inner('raw'), part('eight')], [inner('steps')]),
    node('Reshape', [scale, part('single')], [inner('half')]),
    toFloat(inner('half'), inner('step')),
    node('Mul', [inner('steps'), inner('step')], [inner('values')]),
    node('Reshape', [inner('values'), dims], [output]),
  ];
}

function replaceAll(
  lookUps: readonly OnnxNode[],
  build: (lookUp: OnnxNode, inner: Naming) => OnnxNode[],
): Map<OnnxNode, OnnxNode[]> {
  return new Map(
    lookUps.map((lookUp) => [lookUp, build(lookUp, (suffix) => `${lookUp.output[0]}/${suffix}`)]),
  );
}
