/**
 * Products of matrices, of which heads are made: on TensorFlow.js, or on ONNX Runtime where ENGINE says so. In: a matrix
 * that is held, then operands. Out: row-major products in single precision. Next: `training/classifier/head`.
 */
import { buildModel, encodeModel, node, valueInfo } from '../../onnx/model.ts';
import { type GraphSession, openGraph } from '../graph-session.ts';
import { onnxRuntimeVersion } from '../onnxruntime.ts';
import { loadTensorFlow } from '../tensorflow.ts';
import { choice } from './choice.ts';

export interface HeldMatrix {
  /** [rows, columns of the right one]. @param right row-major [columns of this one, columns] */
  times(right: Float32Array, columns: number): Promise<Float32Array>;
  release(): void;
}

export interface Matrices {
  /** With its version, for the report. */
  name: string;
  /** @param values row-major */
  hold(values: Float32Array, rows: number, columns: number): HeldMatrix;
}

/** By ENGINE: `auto` takes TensorFlow.js, whose products of these shapes were measured first. */
export const openMatrices = (): Promise<Matrices> =>
  choice().engine === 'onnxruntime' ? onnxMatrices() : tensorFlowMatrices();

export async function tensorFlowMatrices(): Promise<Matrices> {
  const { tf, name, version } = await loadTensorFlow();
  return {
    name: `${name} ${version}`,
    hold: (values, rows, columns) => {
      const held = tf.tensor2d(values, [rows, columns]);
      return {
        times: async (right, width) => {
          const operand = tf.tensor2d(right, [columns, width]);
          const product = tf.matMul(held, operand);
          // Not inside `tidy`, which would walk through every number it returns.
          const result = product.dataSync<'float32'>();
          tf.dispose([operand, product]);
          return result;
        },
        release: () => held.dispose(),
      };
    },
  };
}

/** One graph for all products of a process. */
let product: Promise<GraphSession> | undefined;

const openProduct = (): Promise<GraphSession> =>
  openGraph(
    encodeModel(
      buildModel({
        nodes: [node('MatMul', ['left', 'right'], ['product'])],
        initializers: [],
        inputs: [valueInfo('left', 1, ['n', 'k']), valueInfo('right', 1, ['k', 'm'])],
        outputs: [valueInfo('product', 1, ['n', 'm'])],
      }),
    ),
  );

export async function onnxMatrices(): Promise<Matrices> {
  product ??= openProduct();
  const session = await product;
  return {
    name: onnxRuntimeVersion(),
    hold: (values, rows, columns) => ({
      times: async (right, width) => {
        const left = { dims: [rows, columns], data: values };
        const answer = await session.run({ left, right: { dims: [columns, width], data: right } });
        const data = answer.product?.data;
        if (!(data instanceof Float32Array)) throw new Error('a product of matrices is not float32');
        return data;
      },
      release: () => {},
    }),
  };
}

/** Row-major [columns, rows]. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c]!;
  return result;
}
