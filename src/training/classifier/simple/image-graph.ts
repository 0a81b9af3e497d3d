/**
 * The features of images that need no pretraining, as an ONNX graph, so that they are computed, exported and checked
 * like any Backbone: a histogram of oriented gradients on an 8 × 8 grid (after Dalal & Triggs 2005; smooth bins, one
 * normalisation over the 3 × 3 neighbourhood, square root), colour means and deviations on a 4 × 4 grid with a joint
 * colour histogram, and raw pixels for the comparison without pretraining.
 */
import { floatTensor, int64Tensor, node, type OnnxNode, type OnnxTensor } from '../../../onnx/model.ts';

interface SimpleOutputs {
  /** Value names and sizes of the flattened outputs, each [n, dim]. */
  gradients: { name: string; dim: number };
  colours: { name: string; dim: number };
  pixels: { name: string; dim: number };
}

export interface GraphPart {
  nodes: OnnxNode[];
  initializers: OnnxTensor[];
  outputs: SimpleOutputs;
}

const GRID = 8;
const BINS = 9;
const LEVELS = 4;

/** Collects nodes and constants under one prefix. */
class Builder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  private count = 0;
  constructor(private readonly prefix: string) {}

  add(op: string, inputs: string[], attributes: Parameters<typeof node>[3] = {}, name?: string): string {
    const output = `${this.prefix}${name ?? `${op.toLowerCase()}_${this.count++}`}`;
    this.nodes.push(node(op, inputs, [output], attributes));
    return output;
  }
  floats(dims: number[], values: ArrayLike<number>): string {
    const name = `${this.prefix}constant_${this.count++}`;
    this.initializers.push(floatTensor(name, dims, Float32Array.from(values)));
    return name;
  }
  integers(values: number[]): string {
    const name = `${this.prefix}shape_${this.count++}`;
    this.initializers.push(int64Tensor(name, [values.length], values));
    return name;
  }
  flatten(input: string, name: string): string {
    return this.add('Flatten', [input], { axis: 1 }, name);
  }
  pool(input: string, size: number): string {
    return this.add('AveragePool', [input], { kernel_shape: [size, size], strides: [size, size] });
  }
}

/**
 * @param input name of a value [n, 3, size, size] with channels in 0–1
 * @param prefix of every name that is added
 */
export function buildSimpleImageGraph(
  input: string,
  size: number,
  pixelSide: number,
  prefix: string,
): GraphPart {
  const builder = new Builder(prefix);
  const shrink = Math.max(1, Math.floor(size / 72));
  const side = Math.floor(Math.floor(size / shrink) / GRID) * GRID;
  const small = crop(builder, shrink > 1 ? builder.pool(input, shrink) : input, side);
  return {
    outputs: {
      gradients: {
        name: addGradients(builder, small, side / GRID),
        dim: BINS * (GRID ** 2 + (GRID / 2) ** 2),
      },
      colours: { name: addColours(builder, small, side), dim: 2 * 3 * 16 + LEVELS ** 3 },
      pixels: { name: addPixels(builder, input, size, pixelSide), dim: 3 * pixelSide ** 2 },
    },
    nodes: builder.nodes,
    initializers: builder.initializers,
  };
}

function crop(builder: Builder, input: string, side: number): string {
  const [from, to, axes] = [
    [0, 0],
    [side, side],
    [2, 3],
  ].map((values) => builder.integers(values));
  return builder.add('Slice', [input, from!, to!, axes!]);
}

function addGradients(builder: Builder, image: string, cell: number): string {
  const luma = builder.floats([1, 3, 1, 1], [0.299, 0.587, 0.114]);
  const grey = builder.add('Conv', [image, luma], { kernel_shape: [1, 1] });
  const padded = builder.add('Pad', [grey, builder.integers([0, 0, 1, 1, 0, 0, 1, 1])], { mode: 'edge' });
  const central = builder.floats([2, 1, 3, 3], [0, 0, 0, -1, 0, 1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0]);
  const slopes = builder.add('Conv', [padded, central], { kernel_shape: [3, 3] });
  const strength = builder.add('Sqrt', [sumOfSquares(builder, slopes)]);
  const angles = Array.from({ length: BINS }, (_, b) => (b * Math.PI) / BINS);
  const turns = builder.floats(
    [BINS, 2, 1, 1],
    angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]),
  );
  const along = builder.add('Abs', [builder.add('Conv', [slopes, turns], { kernel_shape: [1, 1] })]);
  // A bin takes what points within 20° of its axis, the more the nearer.
  const threshold = builder.add('Mul', [strength, builder.floats([1], [Math.cos(Math.PI / BINS)])]);
  const votes = builder.add('Relu', [builder.add('Sub', [along, threshold])]);
  const cells = builder.pool(votes, cell);
  const coarse = builder.pool(cells, 2);
  const parts = [cells, coarse].map((grid) => builder.flatten(normaliseCells(builder, grid), `grid_${grid}`));
  return builder.add('Concat', parts, { axis: 1 }, 'gradients');
}

function normaliseCells(builder: Builder, cells: string): string {
  const energy = sumOfSquares(builder, cells);
  const around = builder.add('AveragePool', [energy], {
    kernel_shape: [3, 3],
    strides: [1, 1],
    pads: [1, 1, 1, 1],
  });
  const length = builder.add('Sqrt', [builder.add('Add', [around, builder.floats([1], [1e-7])])]);
  return builder.add('Sqrt', [builder.add('Div', [cells, length])]);
}

function addColours(builder: Builder, image: string, side: number): string {
  const means = builder.pool(image, side / 4);
  const squares = builder.pool(builder.add('Mul', [image, image]), side / 4);
  const variance = builder.add('Relu', [builder.add('Sub', [squares, builder.add('Mul', [means, means])])]);
  const deviations = builder.add('Sqrt', [builder.add('Add', [variance, builder.floats([1], [1e-6])])]);
  const parts = [
    builder.flatten(means, 'colour_means'),
    builder.flatten(deviations, 'colour_deviations'),
    addHistogram(builder, image, side),
  ];
  return builder.add('Concat', parts, { axis: 1 }, 'colours');
}

/** Joint histogram of red, green and blue, `LEVELS` soft bins each; the square root of the shares. */
function addHistogram(builder: Builder, image: string, side: number): string {
  const flat = builder.add('Reshape', [image, builder.integers([0, 3, 1, side * side])]);
  const levels = builder.floats(
    [1, 1, LEVELS, 1],
    Array.from({ length: LEVELS }, (_, level) => level),
  );
  const scaled = builder.add('Mul', [flat, builder.floats([1], [LEVELS - 1])]);
  const distance = builder.add('Abs', [builder.add('Sub', [scaled, levels])]);
  const votes = builder.add('Relu', [builder.add('Sub', [builder.floats([1], [1]), distance])]);
  const channel = (index: number, shape: number[]) => {
    const slice = builder.add('Gather', [votes, builder.integers([index])], { axis: 1 });
    return builder.add('Reshape', [slice, builder.integers(shape)]);
  };
  const red = channel(0, [0, LEVELS, 1, side * side]);
  const green = channel(1, [0, 1, LEVELS, side * side]);
  const pairs = builder.add('Reshape', [
    builder.add('Mul', [red, green]),
    builder.integers([0, LEVELS * LEVELS, side * side]),
  ]);
  const blue = builder.add('Transpose', [channel(2, [0, LEVELS, side * side])], { perm: [0, 2, 1] });
  const joint = builder.add('MatMul', [pairs, blue]);
  const shares = builder.add('Div', [joint, builder.floats([1], [side * side])]);
  return builder.flatten(builder.add('Sqrt', [builder.add('Relu', [shares])]), 'colour_histogram');
}

/** Over the channels; axes as an input, which every operator set since 13 takes. */
function sumOfSquares(builder: Builder, value: string): string {
  const squares = builder.add('Mul', [value, value]);
  return builder.add('ReduceSum', [squares, builder.integers([1])], { keepdims: 1 });
}

function addPixels(builder: Builder, input: string, size: number, pixelSide: number): string {
  const factor = Math.max(1, Math.floor(size / pixelSide));
  const pooled = factor > 1 ? builder.pool(input, factor) : input;
  return builder.flatten(crop(builder, pooled, pixelSide), 'pixels');
}
