/**
 * A model with its 8-bit weights written as 8 bits, for delivery. In: an OnnxModel. Out: the same model, about a
 * quarter of the size where its weights came from 8-bit files. Next: the exporter writes it.
 *
 * Weights that TensorFlow.js delivers as uint8 take at most 256 values, evenly spaced. Where a weight is like that, it
 * becomes Cast(uint8) · scale + minimum, which every runtime folds back into float32 when it loads the model: speed and
 * results stay the same to float32 rounding. Weights that were trained here are no longer on a grid and stay as they are.
 */
import { chunksOf } from '../file/element-chunks.ts';
import {
  DataType,
  floatTensor,
  node,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  rawTensor,
} from '../model.ts';
import { sizeOf } from '../tensor.ts';

/** Smaller weights would save less than the nodes cost. */
const MIN_SIZE = 1_024;
/** A value may be this share of a step off the grid: float32 rounding of value · scale + minimum. */
const TOLERANCE = 0.01;

interface Grid {
  minimum: number;
  scale: number;
}

export function compactWeights(model: OnnxModel): OnnxModel {
  const restore: OnnxNode[] = [];
  const initializer = model.graph.initializer.flatMap((tensor) => {
    const packed = gridCodes(tensor);
    if (packed === null) return [tensor];
    restore.push(...packed.nodes);
    return packed.tensors;
  });
  return { ...model, graph: { ...model.graph, initializer, node: [...restore, ...model.graph.node] } };
}

/** The 8-bit form of a weight and the nodes that restore it under its name, or null where it has none. */
export function gridCodes(tensor: OnnxTensor): { tensors: OnnxTensor[]; nodes: OnnxNode[] } | null {
  if (tensor.dataType !== DataType.FLOAT || sizeOf(tensor) < MIN_SIZE) return null;
  const grid = gridOf(tensor);
  if (grid === null) return null;
  const { minimum, scale } = grid;
  const codes = new Uint8Array(sizeOf(tensor));
  for (const { from, values } of chunksOf(tensor))
    for (let i = 0; i < values.length; i++) codes[from + i] = Math.round((values[i]! - minimum) / scale);
  const { name, dims } = tensor;
  const part = (suffix: string) => `${name}/${suffix}`;
  return {
    tensors: [
      rawTensor(part('codes'), dims, DataType.UINT8, codes),
      floatTensor(part('scale'), [], [scale]),
      floatTensor(part('minimum'), [], [minimum]),
    ],
    nodes: [
      node('Cast', [part('codes')], [part('steps')], { to: DataType.FLOAT }),
      node('Mul', [part('steps'), part('scale')], [part('scaled')]),
      node('Add', [part('scaled'), part('minimum')], [name]),
    ],
  };
}

/** The evenly spaced values, at most 256 of them, that all elements lie on; null where there are none. */
function gridOf(tensor: OnnxTensor): Grid | null {
  const distinct = new Set<number>();
  for (const { values } of chunksOf(tensor))
    for (const value of values) if (distinct.add(value).size > 256) return null;
  const sorted = [...distinct].sort((a, b) => a - b);
  const minimum = sorted[0]!;
  const range = sorted.at(-1)! - minimum;
  if (range === 0) return null;
  const gaps = sorted.slice(1).map((value, i) => value - sorted[i]!);
  // The whole range measures the step more exactly than one gap does.
  const scale = range / Math.round(range / Math.min(...gaps));
  const onGrid = sorted.every((value) => {
    const steps = (value - minimum) / scale;
    return Math.abs(steps - Math.round(steps)) < TOLERANCE;
  });
  return onGrid && Math.round(range / scale) <= 255 ? { minimum, scale } : null;
}
