/**
 * Ops with which text models drop padding: `where(mask)` → GatherNd → … → ScatterNd. The ONNX graph stays dense: what
 * TensorFlow gathers is kept in its place ("packed" views, see `values.ts`), and scattering is a product with the mask.
 */
import { UserError } from '../../errors.ts';
import type { GraphWriter } from './graph-writer.ts';
import { ONNX_TYPE } from './graph-writer.ts';
import { type Rule, type RuleInput, type Rules, tensorAt } from './rule.ts';
import { slicedSizes } from './shape-rules.ts';
import { intOf } from './tfjs-model.ts';
import {
  numbersOfSizes,
  type PositionsValue,
  type Size,
  sameDims,
  sizesOf,
  type TensorValue,
  TOKENS,
} from './values.ts';

const where: Rule = (input) => [{ kind: 'positions', mask: input.writer.plain(tensorAt(input, 0)) }];

function positionsAt({ inputs, node }: RuleInput, index: number): PositionsValue {
  const value = inputs[index];
  if (value?.kind === 'positions') return value;
  throw new UserError('tfjs-gather-indices', { op: node.op, name: node.name });
}

const gatherNd: Rule = (input) => {
  const { mask } = positionsAt(input, 1);
  const x = input.writer.plain(tensorAt(input, 0));
  if (!sameDims(x.dims.slice(0, 2), mask.dims))
    throw new UserError('tfjs-gather-mask', { name: input.node.name });
  return [{ ...x, dims: [TOKENS, ...x.dims.slice(2)] }];
};

const scatterNd: Rule = (input) => {
  const { inputs, writer, name } = input;
  const { mask } = positionsAt(input, 0);
  const updates = tensorAt(input, 1);
  const dims = sizesOf(inputs[2]);
  if (!sameDims(dims.slice(0, 2), mask.dims) || updates.dims[0] !== TOKENS || dims.length !== 3)
    throw new UserError('tfjs-scatter', { name: input.node.name });
  const kept = writer.emit('Cast', [mask.name], `${mask.name}/float`, { to: ONNX_TYPE.float32 });
  const column = writer.emit('Unsqueeze', [kept, writer.ints('axes', [2])], `${mask.name}/column`);
  return [writer.tensor(writer.emit('Mul', [updates.name, column], name), updates.dtype, dims)];
};

/** 0, 1, … size − 1 as int32, the size read at run time. */
function range(writer: GraphWriter, size: Size, name: string): TensorValue {
  const source = typeof size === 'string' ? writer.symbols.get(size) : undefined;
  if (source === undefined) throw new UserError('tfjs-range-size', { name, size });
  const { input, axis } = source;
  const length = writer.emit('Shape', [input], `${size}/size`, { start: axis, end: axis + 1 });
  const limit = writer.emit('Squeeze', [length, writer.ints('axes', [0])], `${size}/limit`);
  const [zero, one] = [writer.ints('zero', [0], []), writer.ints('one', [1], [])];
  const long = writer.emit('Range', [zero, limit, one], `${name}/long`);
  return writer.tensor(writer.emit('Cast', [long], name, { to: ONNX_TYPE.int32 }), 'int32', [size]);
}

const rangeRule: Rule = (input) => {
  const [start, step] = [numbersOfSizes(input.inputs[0])[0], numbersOfSizes(input.inputs[2])[0]];
  if (start !== 0 || step !== 1)
    throw new UserError('tfjs-range-step', {
      name: input.node.name,
      start: start ?? 'unknown',
      step: step ?? 'unknown',
    });
  return [range(input.writer, sizesOf(input.inputs[1])[0]!, input.name)];
};

/** `where(mask)[:, 1]` is each token's place in its row; anything else is a slice of a shape. */
const stridedSlice: Rule = (input) => {
  const { inputs, node, writer, name } = input;
  if (inputs[0]?.kind !== 'positions') return [slicedSizes(input, sizesOf(inputs[0]))];
  const column = numbersOfSizes(inputs[1])[1];
  if (column !== 1 || intOf(node, 'shrink_axis_mask') !== 2 || intOf(node, 'end_mask') !== 1)
    throw new UserError('tfjs-slice-of-mask', { name: node.name });
  const length = inputs[0].mask.dims[1]!;
  const places = range(writer, length, name);
  const row = writer.emit('Unsqueeze', [places.name, writer.ints('axes', [0])], `${name}/row`);
  return [writer.tensor(row, 'int32', [TOKENS], [1, length])];
};

export const tokenRules: Rules = {
  Where: where,
  GatherNd: gatherNd,
  ScatterNd: scatterNd,
  Range: rangeRule,
  StridedSlice: stridedSlice,
};
