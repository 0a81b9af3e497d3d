/**
 * A model in ONNX → the same as a graph model of TensorFlow.js, which `tf.loadGraphModel` opens: `model.json` and one file
 * of weights. What is computed from constants alone is computed here. In: a path. Out: both files' contents.
 *
 * The format: https://github.com/tensorflow/tfjs/blob/master/tfjs-converter/README.md, and `tfjs-converter`'s loader.
 */
import { openGraph } from '../../../engines/graph-session.ts';
import { UserError } from '../../../errors.ts';
import { readModelFile } from '../../../onnx/file/model-file.ts';
import { initializersOf, readsOf, sortNodes } from '../../../onnx/graph.ts';
import {
  buildModel,
  DataType,
  dimsOf,
  encodeModel,
  floatTensor,
  int64Tensor,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  opsetOf,
  valueInfo,
} from '../../../onnx/model.ts';
import { float32Of, numbersOf } from '../../../onnx/tensor.ts';
import { type Call, NotExpressible } from './call.ts';
import { GraphWriter } from './graph-writer.ts';
import { OPERATORS } from './operators.ts';

export const WEIGHTS_FILE = 'weights.bin';

interface GraphModelFiles {
  /** JSON. */
  topology: string;
  weights: Uint8Array;
}

/** @throws UserError `export-tfjs-op` naming an operator that has no counterpart */
export async function toGraphModel(path: string): Promise<GraphModelFiles> {
  const model = await readModelFile(path);
  const nodes = sortNodes(model.graph);
  const missing = nodes.find(({ opType, domain }) => domain !== '' || !KNOWN.has(opType));
  if (missing) throw new UserError('export-tfjs-op', { opType: missing.opType });
  const constants = initializersOf(model.graph);
  const folded = foldable(nodes, constants);
  for (const [name, tensor] of await computed(model, folded)) constants.set(name, tensor);
  const rest = nodes.filter((node) => !folded.has(node));
  return writeGraph(model.graph, rest, constants);
}

const KNOWN = new Set([...Object.keys(OPERATORS), 'Cast']);

/** Nodes that read nothing but constants, and other such nodes. */
function foldable(nodes: readonly OnnxNode[], constants: ReadonlyMap<string, OnnxTensor>): Set<OnnxNode> {
  const known = new Set(constants.keys());
  const folded = nodes.filter((node) => {
    const isConstant = readsOf(node).every((name) => known.has(name));
    if (isConstant) for (const name of node.output) known.add(name);
    return isConstant;
  });
  return new Set(folded);
}

/** What the other nodes read of the folded ones. */
async function computed(model: OnnxModel, folded: ReadonlySet<OnnxNode>): Promise<Map<string, OnnxTensor>> {
  if (folded.size === 0) return new Map();
  const made = new Set([...folded].flatMap(({ output }) => output));
  const read = new Set(model.graph.node.filter((node) => !folded.has(node)).flatMap(readsOf));
  const reads = new Set([...folded].flatMap(readsOf));
  const part = buildModel({
    nodes: [...folded],
    initializers: model.graph.initializer.filter(({ name }) => reads.has(name)),
    inputs: [],
    outputs: [...made].filter((name) => read.has(name)).map((name) => valueInfo(name, DataType.FLOAT)),
    opset: opsetOf(model),
  });
  const session = await openGraph(encodeModel(part));
  try {
    const results = Object.entries(await session.run({}));
    return new Map(
      results.map(([name, { dims, data }]) => [
        name,
        data instanceof Float32Array
          ? floatTensor(name, dims, data)
          : int64Tensor(name, dims, Array.from(data, Number)),
      ]),
    );
  } finally {
    await session.close();
  }
}

function writeGraph(
  graph: OnnxGraph,
  nodes: readonly OnnxNode[],
  constants: ReadonlyMap<string, OnnxTensor>,
): GraphModelFiles {
  const writer = new GraphWriter();
  const names = new Map<string, string>();
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  for (const input of inputs) {
    const dims = (dimsOf(input) ?? []).map((dim) => (typeof dim === 'number' ? dim : -1));
    writer.input(input.name, typeOf(input.type?.tensorType?.elemType), dims);
    names.set(input.name, input.name);
  }
  const read = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const tensor = constants.get(name)!;
    const written =
      tensor.dataType === DataType.FLOAT
        ? writer.tensor(tensor)
        : writer.ints(numbersOf(tensor), tensor.dims);
    names.set(name, written);
    return written;
  };
  for (const node of nodes) names.set(node.output[0]!, writeNode(node, { writer, read, constants }));
  const outputs = graph.output.map(({ name }) => name);
  for (const name of outputs) writer.add('Identity', [read(name)], undefined, name);
  return {
    topology: JSON.stringify(
      describe(
        writer,
        inputs.map(({ name }) => name),
        outputs,
      ),
    ),
    weights: writer.bytes(),
  };
}

interface Surroundings {
  writer: GraphWriter;
  read: (name: string) => string;
  constants: ReadonlyMap<string, OnnxTensor>;
}

function writeNode(node: OnnxNode, { writer, read, constants }: Surroundings): string {
  const call: Call = {
    node,
    writer,
    read: (i) => read(node.input[i]!),
    has: (i) => (node.input[i] ?? '') !== '',
    constant: (i) => {
      const tensor = constants.get(node.input[i] ?? '');
      if (!tensor) return undefined;
      const values = tensor.dataType === DataType.FLOAT ? float32Of(tensor) : numbersOf(tensor);
      return { values, dims: tensor.dims };
    },
  };
  try {
    const operator = OPERATORS[node.opType];
    if (!operator) throw new NotExpressible(node.opType);
    return operator(call);
  } catch (error) {
    if (!(error instanceof NotExpressible)) throw error;
    throw new UserError('export-tfjs-op', { opType: node.opType });
  }
}

/** TensorFlow.js has no int64: numbers of tokens fit into 32 bits. */
const typeOf = (elemType: number | undefined) =>
  elemType === DataType.FLOAT ? 'DT_FLOAT' : elemType === DataType.BOOL ? 'DT_BOOL' : 'DT_INT32';

const describe = (writer: GraphWriter, inputs: readonly string[], outputs: readonly string[]) => {
  const named = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { name: `${name}:0` }]));
  return {
    format: 'graph-model',
    generatedBy: 'Tunesmith',
    convertedBy: 'Tunesmith',
    signature: { inputs: named(inputs), outputs: named(outputs) },
    modelTopology: { node: writer.nodes, library: {}, versions: { producer: 1 } },
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: writer.weights }],
  };
};
