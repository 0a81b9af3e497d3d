/**
 * Sizes of every value, measured instead of inferred: ONNX Runtime is asked for them on two inputs that differ in batch
 * (and sequence) length, so any op's shape rule is right by construction.
 * In: a model. Out: `shapeProbe` makes a model whose outputs are the shapes of all values; `measuredFrom` turns its two
 * answers into Measured. Next: splitting and the gradient rules read them; `engines/measure-shapes.ts` runs the probe.
 */
import { UserError } from '../errors.ts';
import { DataType, int64Tensor, node, type OnnxModel, type OnnxTensor, valueInfo } from './model.ts';

/**
 * Sizes of a value: a number where it is fixed, a symbol "a|b" where the two measurements differed (equal symbols are
 * the same quantity, for example the batch). The rank is always known.
 */
export type Sizes = readonly (number | string)[];

export interface Measured {
  sizes: ReadonlyMap<string, Sizes>;
  /** Computed integers that came out the same both times, such as the bounds of a Slice, as int64 constants. */
  constants: ReadonlyMap<string, OnnxTensor>;
}

const SHAPE = 'shape of ';
const VALUE = 'value of ';

/** Inputs that a gradient rule must know beforehand, by op. */
const QUESTIONS: Readonly<Record<string, readonly number[]>> = {
  Dropout: [2],
  Pad: [1],
  ReduceL2: [1],
  ReduceMax: [1],
  ReduceMean: [1],
  ReduceSum: [1],
  ReduceSumSquare: [1],
  Slice: [3, 4],
};

/** Computed values in those places. */
function askedValues({ graph }: OnnxModel): string[] {
  const computed = new Set(graph.node.flatMap(({ output }) => output));
  const asked = graph.node.flatMap(({ opType, input }) =>
    (QUESTIONS[opType] ?? []).map((i) => input[i] ?? ''),
  );
  return [...new Set(asked)].filter((value) => value !== '' && computed.has(value));
}

/** The same graph with other outputs: the shape of every value, and the integers a rule must know. */
export function shapeProbe(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const computed = graph.node.flatMap(({ output }) => output).filter((value) => value !== '');
  const values = [...graph.input.map(({ name }) => name), ...computed];
  const asked = askedValues(model);
  return {
    ...model,
    graph: {
      ...graph,
      node: [
        ...graph.node,
        ...values.map((value) => node('Shape', [value], [SHAPE + value])),
        ...asked.map((value) => node('Cast', [value], [VALUE + value], { to: DataType.INT64 })),
      ],
      output: [...values.map((value) => SHAPE + value), ...asked.map((value) => VALUE + value)].map((name) =>
        valueInfo(name, DataType.INT64),
      ),
      valueInfo: [],
    },
  };
}

/** One output of the probe. */
interface Answer {
  dims: readonly number[];
  data: readonly number[];
}
type Answers = Readonly<Record<string, Answer>>;

/** @param first, second the probe's outputs on inputs of two different sizes. */
export function measuredFrom(model: OnnxModel, first: Answers, second: Answers): Measured {
  const sizes = new Map<string, Sizes>(model.graph.initializer.map(({ name, dims }) => [name, dims]));
  const constants = new Map<string, OnnxTensor>();
  for (const [key, a] of Object.entries(first)) {
    const b = second[key] as Answer;
    if (key.startsWith(SHAPE)) sizes.set(key.slice(SHAPE.length), commonSizes(key, a.data, b.data));
    else if (a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]))
      constants.set(key.slice(VALUE.length), int64Tensor('', a.dims, a.data));
  }
  return { sizes, constants };
}

function commonSizes(key: string, a: readonly number[], b: readonly number[]): Sizes {
  if (a.length !== b.length) throw new UserError('changing-rank', { name: key.slice(SHAPE.length) });
  return a.map((size, axis) => (size === b[axis] ? size : `${size}|${b[axis]}`));
}

/** How often `unit` ("2|3") goes into `size` ("24|36"): 12; undefined when it does not. */
export function multipleOf(size: string, unit: string): number | undefined {
  const [a = 0, b = 0] = size.split('|').map(Number);
  const [c = 1, d = 1] = unit.split('|').map(Number);
  return a % c === 0 && a / c === b / d ? a / c : undefined;
}
