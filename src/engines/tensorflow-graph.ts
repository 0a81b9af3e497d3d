/**
 * The second executor of ONNX graphs: TensorFlow.js (`tensorflow.ts` chooses native or WebAssembly). In: bytes of a
 * model. Out: a GraphSession like ONNX Runtime's, for training steps and as an independent check. Only forward ops are
 * needed, since the backward pass is part of the graph. Next: `training-step.ts` with `open: openTensorFlowGraph`.
 */
import { UserError } from '../errors.ts';
import { readsOf } from '../onnx/graph.ts';
import { DataType, decodeModel, type OnnxNode, type OnnxTensor } from '../onnx/model.ts';
import { numbersOf } from '../onnx/tensor.ts';
import type { Feeds, GraphSession, GraphTensor } from './graph-session.ts';
import { loadTensorFlow } from './tensorflow.ts';
import { convolution } from './tensorflow-ops/convolution.ts';
import { elementwise } from './tensorflow-ops/elementwise.ts';
import { indexing } from './tensorflow-ops/indexing.ts';
import { linear } from './tensorflow-ops/linear.ts';
import type { Op, Tensor, Tf } from './tensorflow-ops/op.ts';
import { pooling } from './tensorflow-ops/pooling.ts';
import { shape } from './tensorflow-ops/shape.ts';

const OPS: Readonly<Record<string, Op>> = {
  ...elementwise,
  ...linear,
  ...shape,
  ...convolution,
  ...pooling,
  ...indexing,
};

/** int64 "to the end" bounds become the largest int32. */
const toInt32 = (value: number) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value));

function upload(tf: Tf, { dims, data }: GraphTensor): Tensor {
  const shapeOf = [...dims];
  if (data instanceof Float32Array) return tf.tensor(data, shapeOf, 'float32');
  if (data instanceof Uint8Array) return tf.tensor(data, shapeOf, 'bool');
  if (data instanceof Int32Array) return tf.tensor(data, shapeOf, 'int32');
  return tf.tensor(Int32Array.from(Array.from(data, Number), toInt32), shapeOf, 'int32');
}

function constant(tf: Tf, tensor: OnnxTensor): Tensor {
  const values = numbersOf(tensor);
  if (tensor.dataType === DataType.FLOAT) return tf.tensor(Float32Array.from(values), tensor.dims, 'float32');
  if (tensor.dataType === DataType.BOOL) return tf.tensor(Uint8Array.from(values), tensor.dims, 'bool');
  return tf.tensor(Int32Array.from(values, toInt32), tensor.dims, 'int32');
}

function download(tensor: Tensor): GraphTensor {
  const data = tensor.dataSync();
  if (data instanceof Float32Array || data instanceof Int32Array) return { dims: tensor.shape, data };
  return { dims: tensor.shape, data: Uint8Array.from(data) };
}

/** @throws UserError `tensorflow-op` naming an op this executor lacks. */
export async function openTensorFlowGraph(model: Uint8Array): Promise<GraphSession> {
  const { tf } = await loadTensorFlow();
  const { graph } = decodeModel(model);
  const missing = graph.node.find(({ opType }) => OPS[opType] === undefined);
  if (missing !== undefined) throw new UserError('tensorflow-op', { opType: missing.opType });
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, constant(tf, tensor)]));
  const outputs = graph.output.map(({ name }) => name);
  const dead = lastReads(graph.node, outputs);
  return {
    run: async (feeds, into = {}) => {
      const results = tf.tidy(() => {
        const values = new Map([
          ...constants,
          ...Object.entries(feeds).map(([name, feed]) => [name, upload(tf, feed)] as const),
        ]);
        for (const [index, node] of graph.node.entries()) runNode(tf, node, values, dead[index] ?? []);
        return outputs.map((name) => tf.keep((values.get(name) as Tensor).clone()));
      });
      const named = Object.fromEntries(outputs.map((name, i) => [name, download(results[i] as Tensor)]));
      for (const tensor of results) tensor.dispose();
      copyInto(named, into);
      return named;
    },
    close: async () => {
      for (const tensor of constants.values()) tensor.dispose();
    },
  };
}

function runNode(tf: Tf, node: OnnxNode, values: Map<string, Tensor>, dead: readonly string[]): void {
  const inputs = node.input.map((name) => (name === '' ? undefined : values.get(name)));
  const results = [(OPS[node.opType] as Op)({ tf, node, inputs })].flat();
  node.output.forEach((name, i) => {
    if (name !== '' && results[i] !== undefined) values.set(name, results[i]);
  });
  for (const name of dead) values.get(name)?.dispose();
}

/** For each node the computed values nobody reads after it: they are freed at once. */
function lastReads(nodes: readonly OnnxNode[], outputs: readonly string[]): string[][] {
  const computed = new Set(nodes.flatMap(({ output }) => output));
  const seen = new Set(outputs);
  const dead = nodes.toReversed().map((node) => {
    const last = [...new Set(readsOf(node))].filter((name) => computed.has(name) && !seen.has(name));
    for (const name of last) seen.add(name);
    return last;
  });
  return dead.reverse();
}

function copyInto(outputs: Readonly<Record<string, GraphTensor>>, into: Feeds): void {
  for (const [name, { data }] of Object.entries(into)) {
    const source = outputs[name]?.data;
    if (data instanceof Float32Array && source instanceof Float32Array) data.set(source);
  }
}
