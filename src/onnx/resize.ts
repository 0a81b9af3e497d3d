/**
 * Resize along one axis as a matrix: y = M·x, whatever the mode. In: a Resize node and the sizes along an axis. Out: M.
 * Next: its gradient rule multiplies by M, the TensorFlow.js executor by M transposed.
 * Formulas: https://onnx.ai/onnx/operators/onnx__Resize.html
 */
import { intAttribute, type OnnxNode, stringAttribute } from './model.ts';

export interface AxisSizes {
  from: number;
  to: number;
  /** `to / from` unless the model gives a scale that was rounded to `to`. */
  scale: number;
}

/** Why a Resize is beyond this file; undefined when it is not. */
export function resizeRefusal(node: OnnxNode): string | undefined {
  const mode = stringAttribute(node, 'mode', 'nearest');
  if (mode !== 'nearest' && mode !== 'linear') return `uses the mode "${mode}"`;
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

/** @returns M, [to, from] row-major */
export function resizeMatrix(node: OnnxNode, sizes: AxisSizes): number[] {
  const { from, to } = sizes;
  const source = SOURCES[stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel')];
  const round = ROUNDINGS[stringAttribute(node, 'nearest_mode', 'round_prefer_floor')];
  const linear = stringAttribute(node, 'mode', 'nearest') === 'linear';
  if (source === undefined || round === undefined) throw new Error('call resizeRefusal first');
  const matrix = new Array<number>(to * from).fill(0);
  const put = (row: number, place: number, weight: number) => {
    const column = Math.min(Math.max(place, 0), from - 1);
    matrix[row * from + column] = (matrix[row * from + column] ?? 0) + weight;
  };
  for (let row = 0; row < to; row += 1) {
    const place = source(row, sizes);
    const below = Math.floor(place);
    if (!linear) put(row, round(place), 1);
    else {
      put(row, below, 1 - (place - below));
      put(row, below + 1, place - below);
    }
  }
  return matrix;
}
