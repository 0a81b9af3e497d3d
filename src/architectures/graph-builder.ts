/**
 * The vocabulary in which architectures are written. In: calls such as `layer.linear('query', x)`. Out: an OnnxModel whose
 * weights still stand in their files. Next: `blocks/` builds larger words of these; `open-architecture.ts` ends the model.
 *
 * A builder stands at a path of the PyTorch module ("encoder.layer.3"): weights are looked up below it, and nodes are
 * named by it, so that people read "layer 3" where the graph can be cut. Every op has a gradient rule in `onnx/autodiff`.
 * Values are names of float32 tensors unless said otherwise.
 */
import { UserError } from '../errors.ts';
import {
  type AttributeValue,
  buildModel,
  DataType,
  type Dim,
  floatTensor,
  int64Tensor,
  node,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  rawTensor,
  valueInfo,
} from '../onnx/model.ts';
import type { WeightTable } from './weights/find-weights.ts';

/** Name of a tensor in the graph. */
export type Value = string;
type Attributes = Record<string, AttributeValue | undefined>;

class Graph {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, OnnxTensor>();
  readonly inputs: OnnxValueInfo[] = [];
  readonly outputs: OnnxValueInfo[] = [];
  readonly taken = new Map<string, number>();
  readonly weights: WeightTable;
  readonly prefix: string;

  constructor(weights: WeightTable, prefix: string) {
    this.weights = weights;
    this.prefix = prefix;
  }

  /** "a", then "a_1", "a_2". */
  fresh(name: string): string {
    const before = this.taken.get(name) ?? 0;
    this.taken.set(name, before + 1);
    return before === 0 ? name : `${name}_${before}`;
  }
}

const joined = (path: string, name: string) => (path === '' ? name : name === '' ? path : `${path}.${name}`);

export class GraphBuilder {
  readonly #graph: Graph;
  readonly #path: string;
  readonly #weightPath: string;
  readonly #prefix: string;

  private constructor(graph: Graph, path: string, weightPath: string, prefix: string) {
    this.#graph = graph;
    this.#path = path;
    this.#weightPath = weightPath;
    this.#prefix = prefix;
  }

  /** @param prefix before every weight's name in the files */
  static over(weights: WeightTable, prefix = ''): GraphBuilder {
    return new GraphBuilder(new Graph(weights, prefix), '', '', prefix);
  }

  /** The same graph, further down; `weights` where they stand under another path, as those that layers share do. */
  at(path: string, weights = path): GraphBuilder {
    const down = joined(this.#weightPath, weights);
    return new GraphBuilder(this.#graph, joined(this.#path, path), down, this.#prefix);
  }

  /** The same graph beside the model proper, where its head stands: names of weights have no prefix there. */
  beside(path: string): GraphBuilder {
    return new GraphBuilder(this.#graph, path, path, '');
  }

  input(name: string, elemType: number, dims: readonly Dim[]): Value {
    this.#graph.inputs.push(valueInfo(name, elemType, dims));
    return name;
  }

  /** Names a value for those who use the model; `last_hidden_state` [n, s, d] or [n, c, h, w], `image_embeds`, … */
  output(name: string, value: Value): void {
    this.#graph.nodes.push(node('Identity', [value], [name]));
    this.#graph.outputs.push(valueInfo(name, DataType.FLOAT));
  }

  op(opType: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.ops(opType, inputs, { ...attributes, outputs: 1 })[0]!;
  }

  /** An op with several outputs, such as Split. */
  ops(
    opType: string,
    inputs: readonly Value[],
    { outputs, ...attributes }: Attributes & { outputs: number },
  ): Value[] {
    const name = this.#graph.fresh(`${this.#path}/${opType}`);
    const values = Array.from({ length: outputs }, (_, i) => (outputs === 1 ? name : `${name}.${i}`));
    this.#graph.nodes.push({ ...node(opType, inputs, values, attributes), name });
    return values;
  }

  /** @throws UserError `architecture-weight` when the files do not hold it */
  weight(name: string): Value {
    const path = joined(this.#weightPath, name);
    const { initializers } = this.#graph;
    if (initializers.has(path)) return path;
    const found = this.#find(path);
    if (found === undefined) throw new UserError('architecture-weight', { weight: path });
    initializers.set(path, rawTensor(path, found.dims, found.dataType, found.bytes));
    return path;
  }

  has(name: string): boolean {
    return this.#find(joined(this.#weightPath, name)) !== undefined;
  }

  /** Sizes of a weight. */
  sizes(name: string): readonly number[] {
    return this.#graph.initializers.get(this.weight(name))!.dims;
  }

  /** Files of TensorFlow's days call a norm's weight and bias gamma and beta. */
  #find(path: string) {
    const { weights } = this.#graph;
    const prefix = this.#prefix;
    const old = path.replace(/\.weight$/, '.gamma').replace(/\.bias$/, '.beta');
    return weights.get(prefix + path) ?? weights.get(prefix + old);
  }

  /** One float that is no weight. */
  scalar(value: number): Value {
    return this.#constant(`constant/${value}`, (name) => floatTensor(name, [], [value]));
  }

  /** int64 [n]: sizes, axes, indices. */
  ints(values: readonly number[]): Value {
    return this.#constant(`ints/${values.join(',')}`, (name) => int64Tensor(name, [values.length], values));
  }

  /** One int64 without axes. */
  int(value: number): Value {
    return this.#constant(`int/${value}`, (name) => int64Tensor(name, [], [value]));
  }

  /**
   * A table of float32 that follows from the configuration and is never trained: kept as float64, for what is float32
   * from the start counts as weights (`onnx/values.ts`).
   */
  table(name: string, dims: readonly number[], values: readonly number[]): Value {
    const bytes = new Uint8Array(Float64Array.from(values).buffer);
    const path = joined(this.#path, name);
    const tensor = this.#constant(path, (at) => rawTensor(at, dims, DataType.DOUBLE, bytes));
    return this.op('Cast', [tensor], { to: DataType.FLOAT });
  }

  #constant(name: string, make: (name: string) => OnnxTensor): Value {
    const { initializers } = this.#graph;
    if (!initializers.has(name)) initializers.set(name, make(name));
    return name;
  }

  add = (a: Value, b: Value): Value => this.op('Add', [a, b]);
  mul = (a: Value, b: Value): Value => this.op('Mul', [a, b]);
  times = (a: Value, factor: number): Value => this.mul(a, this.scalar(factor));
  matMul = (a: Value, b: Value): Value => this.op('MatMul', [a, b]);
  softmax = (x: Value, axis = -1): Value => this.op('Softmax', [x], { axis });
  transpose = (x: Value, perm: number[]): Value => this.op('Transpose', [x], { perm });
  /** 0 keeps an axis as it is, −1 takes what remains. */
  reshape = (x: Value, dims: readonly number[]): Value => this.op('Reshape', [x, this.ints(dims)]);
  /** Rows of a table [v, d] by int64 ids. */
  gather = (table: Value, ids: Value, axis = 0): Value => this.op('Gather', [table, ids], { axis });

  /** x · Wᵀ + b, where there is a bias; `<name>.weight` is [to, from]. */
  linear(name: string, x: Value): Value {
    const layer = this.at(name);
    const product = layer.matMul(x, layer.transpose(layer.weight('weight'), [1, 0]));
    return layer.has('bias') ? layer.add(product, layer.weight('bias')) : product;
  }

  /** Rows of `<name>.weight` [v, d] by int64 ids. */
  embedding(name: string, ids: Value): Value {
    const layer = this.at(name);
    return layer.gather(layer.weight('weight'), ids);
  }

  /** Over the last axis (Ba et al. 2016); without `<name>.bias` the shift is 0. */
  layerNorm(name: string, x: Value, epsilon: number): Value {
    const layer = this.at(name);
    const inputs = [x, layer.weight('weight'), ...(layer.has('bias') ? [layer.weight('bias')] : [])];
    return layer.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } });
  }

  /** x / √(mean x² + ε) · w over the last axis (Zhang and Sennrich 2019). */
  rmsNorm(name: string, x: Value, epsilon: number): Value {
    const layer = this.at(name);
    const square = layer.op('ReduceMean', [layer.mul(x, x)], { axes: [-1], keepdims: 1 });
    const root = layer.op('Sqrt', [layer.add(square, layer.scalar(epsilon))]);
    return layer.mul(layer.op('Div', [x, root]), layer.weight('weight'));
  }

  /** The finished graph. */
  model(): OnnxModel {
    const { nodes, initializers, inputs, outputs } = this.#graph;
    return buildModel({ nodes, initializers: [...initializers.values()], inputs, outputs });
  }

  /** Weights under the prefix that nothing asked for. */
  unused(): string[] {
    const { weights, prefix, initializers } = this.#graph;
    const plain = (name: string) => name.replace(/\.gamma$/, '.weight').replace(/\.beta$/, '.bias');
    return [...weights.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => plain(name.slice(prefix.length)))
      .filter((name) => !initializers.has(name));
  }
}
