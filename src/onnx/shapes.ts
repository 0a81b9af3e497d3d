/**
 * Sizes of every value, measured instead of inferred: ONNX Runtime is asked for them on two inputs that differ in batch
 * (and sequence) length, so any op's shape rule is right by construction.
 * In: a model. Out: `shapeProbe` makes a model whose outputs are the shapes of all values; `sizesFrom` turns its two
 * answers into Sizes. Next: splitting and the gradient rules read them; `engines/measure-shapes.ts` runs the probe.
 */
import { UserError } from '../errors.ts';
import { DataType, node, type OnnxModel, valueInfo } from './model.ts';

/**
 * Sizes of a value: a number where it is fixed, a symbol "a|b" where the two measurements differed (equal symbols are
 * the same quantity, for example the batch). The rank is always known.
 */
export type Sizes = readonly (number | string)[];
export type Shapes = ReadonlyMap<string, Sizes>;

const PREFIX = 'shape of ';

/** The same graph with one output a value: its shape. */
export function shapeProbe(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const computed = graph.node.flatMap(({ output }) => output).filter((value) => value !== '');
  const values = [...graph.input.map(({ name }) => name), ...computed];
  return {
    ...model,
    graph: {
      ...graph,
      node: [...graph.node, ...values.map((value) => node('Shape', [value], [PREFIX + value]))],
      output: values.map((value) => valueInfo(PREFIX + value, DataType.INT64)),
      valueInfo: [],
    },
  };
}

/** @param first, second the probe's outputs (name → shape as int64 numbers) on inputs of two different sizes. */
export function sizesFrom(
  model: OnnxModel,
  first: Readonly<Record<string, readonly number[]>>,
  second: Readonly<Record<string, readonly number[]>>,
): Shapes {
  const shapes = new Map<string, Sizes>(model.graph.initializer.map(({ name, dims }) => [name, dims]));
  for (const [key, a] of Object.entries(first)) {
    const b = second[key];
    if (b === undefined || b.length !== a.length)
      throw new UserError(
        'changing-rank',
        `The value "${key.slice(PREFIX.length)}" changes its rank with the batch; this model can only be used frozen.`,
      );
    shapes.set(
      key.slice(PREFIX.length),
      a.map((size, axis) => (size === b[axis] ? size : `${size}|${b[axis]}`)),
    );
  }
  return shapes;
}

/** How often `unit` ("2|3") goes into `size` ("24|36"): 12; undefined when it does not. */
export function multipleOf(size: string, unit: string): number | undefined {
  const [a = 0, b = 0] = size.split('|').map(Number);
  const [c = 1, d = 1] = unit.split('|').map(Number);
  return a % c === 0 && a / c === b / d ? a / c : undefined;
}
