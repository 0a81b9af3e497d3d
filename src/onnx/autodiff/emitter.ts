/**
 * Collects ONNX nodes and constants under fresh names. In: nothing. Out: `nodes` and `initializers` for a graph.
 * Next: the rules, losses and optimisers write through it; `training-step.ts` puts the result into a model.
 * Only operator forms that mean the same from opset 17 on are emitted.
 */
import {
  type AttributeValue,
  floatTensor,
  int64Tensor,
  node,
  type OnnxNode,
  type OnnxTensor,
  rawTensor,
} from '../model.ts';

export class Emitter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly #prefix: string;
  readonly #constants = new Map<string, string>();
  #count = 0;

  /** @param prefix starts every name made here; must be unused in the graph that receives the nodes. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** A name nobody else has. */
  fresh(hint: string): string {
    this.#count += 1;
    return `${this.#prefix}${hint}_${this.#count}`;
  }

  /** Appends a node with one output and returns that output. An absent optional input is ''. */
  op(
    opType: string,
    inputs: readonly string[],
    attributes: Record<string, AttributeValue | undefined> = {},
  ): string {
    const output = this.fresh(opType);
    this.nodes.push(node(opType, inputs, [output], attributes));
    return output;
  }

  /** The same with `count` outputs. */
  ops(
    opType: string,
    inputs: readonly string[],
    count: number,
    attributes: Record<string, AttributeValue | undefined> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.fresh(opType));
    this.nodes.push(node(opType, inputs, outputs, attributes));
    return outputs;
  }

  /** The value under a name of the caller's choice (a graph output). */
  named(name: string, value: string): string {
    this.nodes.push(node('Identity', [value], [name]));
    return name;
  }

  #constant(key: string, make: (name: string) => OnnxTensor): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.fresh('const');
    this.initializers.push(make(name));
    this.#constants.set(key, name);
    return name;
  }

  /** A one-dimensional int64 constant. */
  ints(values: readonly number[]): string {
    return this.#constant(`i${values}`, (name) => int64Tensor(name, [values.length], values));
  }

  /** An int64 scalar constant. */
  int(value: number): string {
    return this.#constant(`n${value}`, (name) => int64Tensor(name, [], [value]));
  }

  /** A float32 scalar constant. */
  float(value: number): string {
    return this.#constant(`f${value}`, (name) => floatTensor(name, [], [value]));
  }

  /** A float32 constant of any shape. */
  floats(dims: readonly number[], values: readonly number[]): string {
    return this.#constant(`t${dims}|${values}`, (name) => floatTensor(name, dims, values));
  }

  add(tensor: (name: string) => OnnxTensor): string {
    const name = this.fresh('const');
    this.initializers.push(tensor(name));
    return name;
  }

  /** Zeros in the shape of `like`, whatever the batch. */
  zerosLike(like: string): string {
    const value = rawTensor('', [1], 1, new Uint8Array(4));
    return this.op('ConstantOfShape', [this.op('Shape', [like])], { value });
  }
}
