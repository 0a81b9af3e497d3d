/**
 * Nodes of a TensorFlow.js graph model while it is being written. In: ops with their inputs, constants. Out: the topology
 * and the weights of `model.json`. Next: `operators.ts` says which nodes an ONNX operator becomes.
 */
import { gridCodes } from '../../../onnx/compact/compact-weights.ts';
import { floatTensor, type OnnxTensor } from '../../../onnx/model.ts';
import { float32Of, numbersOf } from '../../../onnx/tensor.ts';

type Attribute =
  | { type: string }
  | { i: string }
  | { b: boolean }
  | { s: string }
  | { list: { i: string[] } }
  | { shape: { dim: { size: string }[] } }
  | { tensor: { dtype: string; tensorShape: { dim: { size: string }[] } } };

interface GraphNode {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, Attribute>;
}

interface WeightEntry {
  name: string;
  shape: readonly number[];
  dtype: 'float32' | 'int32';
  quantization?: { dtype: 'uint8'; min: number; scale: number };
}

export const attributes = {
  float: { T: { type: 'DT_FLOAT' } },
  int: (value: number) => ({ i: String(value) }),
  ints: (values: readonly number[]) => ({ list: { i: values.map(String) } }),
  flag: (value: boolean) => ({ b: value }),
  text: (value: string) => ({ s: Buffer.from(value).toString('base64') }),
} as const;

const shapeOf = (dims: readonly number[]) => ({ dim: dims.map((size) => ({ size: String(size) })) });

export class GraphWriter {
  readonly nodes: GraphNode[] = [];
  readonly weights: WeightEntry[] = [];
  readonly #bytes: Uint8Array[] = [];

  /** @returns what other nodes read it by */
  add(
    op: string,
    input: readonly string[],
    attr: Record<string, Attribute> = attributes.float,
    name?: string,
  ): string {
    const own = name ?? `node_${this.nodes.length}`;
    this.nodes.push({ name: own, op, input: [...input], attr });
    return own;
  }

  input(name: string, type: 'DT_FLOAT' | 'DT_INT32' | 'DT_BOOL', dims: readonly number[]): void {
    this.add('Placeholder', [], { dtype: { type }, shape: { shape: shapeOf(dims) } }, name);
  }

  ints(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#constant({ shape: dims, dtype: 'int32' }, new Uint8Array(Int32Array.from(values).buffer));
  }

  /** Weights that came in 8 bits stay in 8 bits: TensorFlow.js restores them when it loads the model. */
  floats(values: Float32Array, dims: readonly number[]): string {
    const packed = gridCodes(floatTensor('weight', dims, values));
    if (packed === null)
      return this.#constant({ shape: dims, dtype: 'float32' }, new Uint8Array(values.slice().buffer));
    const [codes, scale, min] = packed.tensors.map(numbersOf);
    const quantization = { dtype: 'uint8', min: min![0]!, scale: scale![0]! } as const;
    return this.#constant({ shape: dims, dtype: 'float32', quantization }, Uint8Array.from(codes!));
  }

  tensor(tensor: OnnxTensor): string {
    return this.floats(float32Of(tensor), tensor.dims);
  }

  number(value: number): string {
    return this.floats(Float32Array.of(value), []);
  }

  #constant(entry: Omit<WeightEntry, 'name'>, bytes: Uint8Array): string {
    const dtype = entry.dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT';
    const value = { tensor: { dtype, tensorShape: shapeOf(entry.shape) } };
    const name = this.add('Const', [], { dtype: { type: dtype }, value });
    this.weights.push({ name, ...entry });
    this.#bytes.push(bytes);
    return name;
  }

  /** All weights, in the order of `weights`, one after the other. */
  bytes(): Uint8Array {
    return Buffer.concat(this.#bytes);
  }
}
