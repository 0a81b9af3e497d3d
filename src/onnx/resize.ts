/**
 * Resize along one axis as a matrix: y = M·x, whatever the mode. In: a Resize node and the sizes along an axis. Out: M.
 * Next: its gradient rule multiplies by M, the TensorFlow.js executor by M transposed.
 * Formulas: https://onnx.ai/onnx/operators/onnx__Resize.html
 */
import { floatAttribute, intAttribute, type OnnxNode, stringAttribute } from './model.ts';

interface AxisSizes {
  from: number;
  to: number;
  /** `to / from` unless the model gives a scale that was rounded to `to`. */
  scale: number;
}

/** Why a Resize is beyond this file; undefined when it is not. */
export function resizeRefusal(node: OnnxNode): string | undefined {
  const mode = stringAttribute(node, 'mode', 'nearest');
  if (!(mode in WEIGHTS)) return `uses the mode "${mode}"`;
  if (mode === 'cubic' && intAttribute(node, 'exclude_outside', 0) === 1)
    return 'leaves out what lies outside';
  const coordinates = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  if (!(coordinates in SOURCES)) return `uses the coordinates "${coordinates}"`;
  if (intAttribute(node, 'antialias', 0) === 1) return 'uses antialias';
  return undefined;
}

/** Place in the input of output place `at`. */
const SOURCES: Readonly<Record<string, (at: number, sizes: AxisSizes) => number>> = {
  half_pixel: (at, { scale }) => (at + 0.5) / scale - 0.5,
  pytorch_half_pixel: (at, { scale, to }) => (to > 1 ? (at + 0.5) / scale - 0.5 : 0),
  align_corners: (at, { from, to }) => (to > 1 ? (at * (from - 1)) / (to - 1) : 0),
  asymmetric: (at, { scale }) => at / scale,
};

const ROUNDINGS: Readonly<Record<string, (place: number) => number>> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Keys' kernel at `distance`; `a` is −0.75 in PyTorch and ONNX. */
function keys(distance: number, a: number): number {
  const d = Math.abs(distance);
  return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
}

/** Places that make up the value at `place`, with their weights; those outside stand for the border. */
const WEIGHTS: Readonly<Record<string, (node: OnnxNode, place: number) => [number, number][]>> = {
  nearest: (node, place) => {
    const rounding = stringAttribute(node, 'nearest_mode', 'round_prefer_floor');
    return [[ROUNDINGS[rounding]?.(place) ?? Math.floor(place), 1]];
  },
  linear: (_, place) => {
    const below = Math.floor(place);
    return [
      [below, 1 - (place - below)],
      [below + 1, place - below],
    ];
  },
  cubic: (node, place) => {
    const a = floatAttribute(node, 'cubic_coeff_a', -0.75);
    return [-1, 0, 1, 2].map((step) => {
      const at = Math.floor(place) + step;
      return [at, keys(place - at, a)];
    });
  },
};

/** @returns M, [to, from] row-major */
export function resizeMatrix(node: OnnxNode, sizes: AxisSizes): number[] {
  const { from, to } = sizes;
  const source = SOURCES[stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel')];
  const weights = WEIGHTS[stringAttribute(node, 'mode', 'nearest')];
  if (source === undefined || weights === undefined) throw new Error('call resizeRefusal first');
  const matrix = new Array<number>(to * from).fill(0);
  for (let row = 0; row < to; row += 1)
    for (const [place, weight] of weights(node, source(row, sizes))) {
      const at = row * from + Math.min(Math.max(place, 0), from - 1);
      matrix[at] = (matrix[at] ?? 0) + weight;
    }
  return matrix;
}
