/**
 * Features and heads. In: a prepared backbone and its taps. Out: the same graph with one output "features" [n, D]
 * (pooled taps side by side), then with a linear head on top: "logits" [n, C]. A classifier the model came with is not
 * behind the taps, so it is gone. Next: `boundaries.ts` on the features, `split.ts`, `autodiff`.
 */
import { UserError } from '../errors.ts';
import { producersOf, readsOf } from './graph.ts';
import {
  DataType,
  floatTensor,
  int64Tensor,
  node,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  valueInfo,
} from './model.ts';
import { withOutputs } from './prepare.ts';
import { layerNodes } from './values.ts';

export const FEATURES = 'features';
export const LOGITS = 'logits';
export const HEAD_WEIGHT = 'head.weight';
export const HEAD_BIAS = 'head.bias';

/** A value to read. `mean`: over every axis but the channels' (axis 1, or the last with `layout: 'last'`). */
export interface FeatureTap {
  output: string;
  pooling: 'none' | 'mean' | 'cls' | 'last-token' | 'masked-mean';
  /** Rank of the value, 2–4. */
  rank: number;
  /** Where the channels are; default 'first' for rank 4 and 'last' for rank 3. */
  channels?: 'first' | 'last';
  /** For `masked-mean` and `last-token`: the model input [n, s] that is 1 for real tokens. */
  mask?: string;
}

/** A model whose one output is FEATURES. The pools stand right after what they read, so that cuts can pass above them. */
export function appendFeatures(model: OnnxModel, taps: readonly FeatureTap[]): OnnxModel {
  const producers = producersOf(model.graph);
  const pools = taps.map((tap, i) => poolNodes(tap, `tap${i}`));
  const nodes = model.graph.node.flatMap((item) => {
    const after = taps.flatMap((tap, i) =>
      producers.get(tap.output) === item ? (pools[i]?.nodes ?? []) : [],
    );
    return [item, ...after];
  });
  const missing = taps.find(({ output }) => !producers.has(output));
  if (missing !== undefined) throw new UserError('unknown-value', { output: missing.output });
  const pooled = pools.map(({ output }) => output);
  nodes.push(
    pooled.length === 1
      ? node('Identity', pooled, [FEATURES])
      : node('Concat', pooled, [FEATURES], { axis: 1 }),
  );
  const constants = pools.flatMap((pool) => pool.constants);
  const graph = { ...model.graph, node: nodes, initializer: [...model.graph.initializer, ...constants] };
  return withOutputs({ ...model, graph }, [FEATURES]);
}

interface Pool {
  nodes: OnnxNode[];
  constants: OnnxTensor[];
  output: string;
}

/** One tap's pooling as nodes that mean the same in every opset from 13 on. */
function poolNodes({ output: x, pooling, rank, channels, mask }: FeatureTap, prefix: string): Pool {
  const last = (channels ?? (rank === 3 ? 'last' : 'first')) === 'last';
  const name = (suffix: string) => `${prefix}/${suffix}`;
  const output = name('pooled');
  const ints = (suffix: string, values: number[]) => int64Tensor(name(suffix), [values.length], values);
  switch (pooling) {
    case 'none':
      return { nodes: [node('Identity', [x], [output])], constants: [], output };
    case 'mean': {
      const toFront = last
        ? [node('Transpose', [x], [name('moved')], { perm: [0, rank - 1, ...range(1, rank - 1)] })]
        : [];
      const source = last ? name('moved') : x;
      const nodes = [
        ...toFront,
        node('GlobalAveragePool', [source], [name('mean')]),
        node('Flatten', [name('mean')], [output], { axis: 1 }),
      ];
      return { nodes, constants: [], output };
    }
    case 'cls': {
      const first = int64Tensor(name('first'), [], [0]);
      return { nodes: [node('Gather', [x, first.name], [output], { axis: 1 })], constants: [first], output };
    }
    case 'last-token':
      return lastToken(x, mask, name, ints);
    case 'masked-mean':
      return maskedMean(x, mask, name, ints);
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
type Namer = (suffix: string) => string;
type Ints = (suffix: string, values: number[]) => OnnxTensor;

function needMask(mask: string | undefined): string {
  if (mask === undefined) throw new Error('this pooling needs the name of the mask input');
  return mask;
}

/** Σ mask·x / Σ mask over the tokens, x [n, s, d]. */
function maskedMean(x: string, mask: string | undefined, name: Namer, ints: Ints): Pool {
  const output = name('pooled');
  const constants = [ints('axis1', [1]), ints('axis2', [2])];
  const [axis1, axis2] = [name('axis1'), name('axis2')];
  const nodes = [
    node('Cast', [needMask(mask)], [name('mask')], { to: DataType.FLOAT }),
    node('Unsqueeze', [name('mask'), axis2], [name('column')]),
    node('Mul', [x, name('column')], [name('masked')]),
    node('ReduceSum', [name('masked'), axis1], [name('sum')], { keepdims: 0 }),
    node('ReduceSum', [name('mask'), axis1], [name('count')], { keepdims: 1 }),
    node('Div', [name('sum'), name('count')], [output]),
  ];
  return { nodes, constants, output };
}

/** x at the last position whose mask is 1: picked by a one-hot row, so padding on either side works. */
function lastToken(x: string, mask: string | undefined, name: Namer, ints: Ints): Pool {
  const output = name('pooled');
  const constants = [ints('axis1', [1]), int64Tensor(name('one'), [], [1])];
  const nodes = [
    node('Cast', [needMask(mask)], [name('mask')], { to: DataType.INT64 }),
    node('CumSum', [name('mask'), name('one')], [name('order')]),
    node('ReduceSum', [name('mask'), name('axis1')], [name('count')], { keepdims: 1 }),
    node('Equal', [name('order'), name('count')], [name('late')]),
    node('Cast', [name('late')], [name('lateInt')], { to: DataType.INT64 }),
    node('Mul', [name('lateInt'), name('mask')], [name('hit')]),
    node('Cast', [name('hit')], [name('row')], { to: DataType.FLOAT }),
    node('Unsqueeze', [name('row'), name('axis1')], [name('selector')]),
    node('MatMul', [name('selector'), x], [name('token')]),
    node('Squeeze', [name('token'), name('axis1')], [output]),
  ];
  return { nodes, constants, output };
}

export interface LinearHead {
  /** Row-major [classes, d]. */
  weight: Float32Array;
  /** [classes] */
  bias: Float32Array;
}

/** logits = features · weightᵀ + bias; the model's one output becomes LOGITS [n, classes]. */
export function appendHead(model: OnnxModel, head: LinearHead): OnnxModel {
  const classes = head.bias.length;
  const dim = head.weight.length / classes;
  return {
    ...model,
    graph: {
      ...model.graph,
      node: [...model.graph.node, node('Gemm', [FEATURES, HEAD_WEIGHT, HEAD_BIAS], [LOGITS], { transB: 1 })],
      initializer: [
        ...model.graph.initializer,
        floatTensor(HEAD_WEIGHT, [classes, dim], head.weight),
        floatTensor(HEAD_BIAS, [classes], head.bias),
      ],
      output: [valueInfo(LOGITS, DataType.FLOAT, ['batch', classes])],
    },
  };
}

/** What the model's own classifier reads: the data input of the last layer before the first output. */
export function classifierInput(model: OnnxModel): string {
  const last = layerNodes(model.graph).at(-1);
  const weights = new Set(model.graph.initializer.map(({ name }) => name));
  const source = last && readsOf(last).find((value) => !weights.has(value));
  if (source === undefined) throw new UserError('no-classifier');
  return source;
}
