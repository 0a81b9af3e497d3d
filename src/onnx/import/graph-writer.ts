/**
 * Collects the ONNX nodes and initialisers of a conversion. In: calls from the rules. Out: nodes, initialisers.
 * It also turns values into the form an op needs: an initialiser, channel-last order, a written-out view.
 */
import { UserError } from '../../errors.ts';
import {
  type AttributeValue,
  DataType,
  floatTensor,
  int64Tensor,
  node,
  type OnnxNode,
  type OnnxTensor,
  rawTensor,
} from '../model.ts';
import {
  type Constant,
  type Dtype,
  type Size,
  sameDims,
  type TensorValue,
  TOKENS,
  type Value,
} from './values.ts';

export const ONNX_TYPE: Record<Dtype, number> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  bool: DataType.BOOL,
};

/** Where the run-time value of a symbolic size can be read: an axis of a graph input. */
interface SymbolSource {
  input: string;
  axis: number;
}

export class GraphWriter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly symbols = new Map<string, SymbolSource>();
  readonly #names = new Set<string>();
  readonly #outputs = new Map<string, string[]>();
  readonly #written = new Map<string, string>();
  readonly #constants = new Map<Constant, Map<string, string>>();

  /** A name nobody has taken yet, starting with `wish`. */
  name(wish: string): string {
    let name = wish;
    for (let i = 1; this.#names.has(name); i++) name = `${wish}_${i}`;
    this.#names.add(name);
    return name;
  }

  /** Adds a node with one output; an identical node is not written twice. Returns its output's name. */
  emit(
    opType: string,
    inputs: readonly string[],
    wish: string,
    attributes: Record<string, AttributeValue | undefined> = {},
  ): string {
    return this.emitAll(opType, inputs, [wish], attributes)[0]!;
  }

  /** As `emit`, for a node with several outputs. */
  emitAll(
    opType: string,
    inputs: readonly string[],
    wishes: readonly string[],
    attributes: Record<string, AttributeValue | undefined> = {},
  ): string[] {
    const key = JSON.stringify([opType, inputs, wishes.length, attributes]);
    const written = this.#outputs.get(key);
    if (written !== undefined) return written;
    const outputs = wishes.map((wish) => this.name(wish));
    this.nodes.push(node(opType, inputs, outputs, attributes));
    this.#outputs.set(key, outputs);
    return outputs;
  }

  ints(wish: string, values: readonly number[], dims: readonly number[] = [values.length]): string {
    const key = `ints ${dims} ${values}`;
    const written = this.#written.get(key);
    if (written !== undefined) return written;
    const name = this.name(wish);
    this.initializers.push(int64Tensor(name, dims, values));
    this.#written.set(key, name);
    return name;
  }

  /**
   * A constant as an initialiser, written once per `form`.
   * @param arrange gives shape and elements where they differ from TensorFlow's
   */
  constant(
    value: Constant,
    wish: string,
    form = '',
    arrange?: (value: Constant) => { dims: number[]; data: Float32Array | Int32Array },
  ): string {
    const forms = this.#constants.get(value) ?? new Map<string, string>();
    this.#constants.set(value, forms);
    const written = forms.get(form);
    if (written !== undefined) return written;
    const { dims, data } = arrange ? arrange(value) : value;
    const name = this.name(wish);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push(
      value.dtype === 'float32'
        ? floatTensor(name, dims, data)
        : rawTensor(name, dims, DataType.INT32, bytes),
    );
    forms.set(form, name);
    return name;
  }

  scalar(wish: string, value: number): string {
    const key = `scalar ${value}`;
    const written = this.#written.get(key);
    if (written !== undefined) return written;
    const name = this.name(wish);
    this.initializers.push(floatTensor(name, [], [value]));
    this.#written.set(key, name);
    return name;
  }

  tensor(name: string, dtype: Dtype, dims: readonly Size[], stored = dims, nchw = false): TensorValue {
    return { kind: 'tensor', name, dtype, dims: [...dims], stored: [...stored], nchw };
  }

  /** The value with its ONNX shape equal to TensorFlow's: views written out, channels last. */
  plain(value: TensorValue): TensorValue {
    if (value.nchw) {
      const name = this.emit('Transpose', [value.name], `${value.name}/nhwc`, { perm: [0, 2, 3, 1] });
      return this.tensor(name, value.dtype, value.dims);
    }
    if (sameDims(value.dims, value.stored)) return value;
    const target = reshapeTarget(value);
    const shape = this.ints('shape', target);
    return this.tensor(
      this.emit('Reshape', [value.name, shape], `${value.name}/view`),
      value.dtype,
      value.dims,
    );
  }

  /** A tensor or constant by its ONNX name, in TensorFlow's shape. */
  operand(value: Value | undefined, wish: string): string {
    if (value?.kind === 'tensor') return this.plain(value).name;
    if (value?.kind === 'constant') return this.constant(value, wish);
    throw new UserError('tfjs-shape-for-tensor', { wish });
  }
}

/** Reshape's second input: 0 keeps a size in its place, one −1 is found by the runtime. */
function reshapeTarget({ name, dims, stored }: TensorValue): number[] {
  const target = dims.map((dim, i) => (typeof dim === 'number' ? dim : dim === stored[i] ? 0 : -1));
  if (dims.some((dim) => dim === TOKENS) || target.filter((dim) => dim === -1).length > 1)
    throw new UserError('tfjs-shape-lost', { name, dims, stored });
  return target;
}
