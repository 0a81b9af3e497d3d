/**
 * Builds small networks of our own as ONNX nodes with seeded weights. In: layer by layer calls. Out: `nodes` and
 * `weights` for `buildModel`. Next: the series mixer and the policies train them through `autodiff`.
 */
import { seededRandom } from '../statistics/random.ts';
import {
  type AttributeValue,
  floatTensor,
  int64Tensor,
  node,
  type OnnxNode,
  type OnnxTensor,
} from './model.ts';

export class NetworkBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly weights: OnnxTensor[] = [];
  readonly #normal: () => number;

  constructor(seed: number) {
    const uniform = seededRandom(seed);
    // Box–Muller: two uniforms make one normal.
    this.#normal = () =>
      Math.sqrt(-2 * Math.log(1 - uniform.next())) * Math.cos(2 * Math.PI * uniform.next());
  }

  /** Appends a node and returns its output. */
  op(
    opType: string,
    inputs: readonly string[],
    output: string,
    attributes: Record<string, AttributeValue | undefined> = {},
  ): string {
    this.nodes.push(node(opType, inputs, [output], attributes));
    return output;
  }

  /** An int64 constant (a shape, axes). */
  ints(name: string, values: readonly number[]): string {
    this.weights.push(int64Tensor(name, [values.length], [...values]));
    return name;
  }

  /** A float32 initialiser; a scalar when `dims` is empty. */
  floats(name: string, dims: readonly number[], values: ArrayLike<number>): string {
    this.weights.push(floatTensor(name, dims, Float32Array.from(values)));
    return name;
  }

  /** Normally distributed with mean 0. */
  weight(name: string, dims: readonly number[], deviation: number): string {
    const length = dims.reduce((n, size) => n * size, 1);
    return this.floats(
      name,
      dims,
      Float32Array.from({ length }, () => deviation * this.#normal()),
    );
  }

  filled(name: string, length: number, value: number): string {
    return this.floats(name, [length], new Float32Array(length).fill(value));
  }

  /** [.., from] → [.., to]; `<name>.weight` and `<name>.bias`. Gain √2 suits a rectifier (He et al. 2015). */
  linear(input: string, name: string, size: { from: number; to: number; gain?: number }): string {
    const { from, to, gain = Math.SQRT2 } = size;
    const weight = this.weight(`${name}.weight`, [from, to], gain / Math.sqrt(from));
    const product = this.op('MatMul', [input, weight], `${name}.product`);
    return this.op('Add', [product, this.filled(`${name}.bias`, to, 0)], `${name}.sum`);
  }

  /** x · sigmoid(x) (Elfwing et al. 2018). */
  silu(input: string, name: string): string {
    return this.op('Mul', [input, this.op('Sigmoid', [input], `${name}.gate`)], `${name}.silu`);
  }
}
