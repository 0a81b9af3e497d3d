/**
 * Which weights of a graph are worth storing in fewer bits, and how they are read. In: a graph. Out: for each float32
 * weight its channel axis, and whether rows of it are looked up. Next: `compact-model.ts` chooses codes for each.
 */
import { consumersOf, nodesBehind, readsOf } from '../graph.ts';
import { DataType, intAttribute, type OnnxGraph, type OnnxNode, type OnnxTensor } from '../model.ts';
import { sizeOf } from '../tensor.ts';

export interface WeightUse {
  tensor: OnnxTensor;
  /** Elements with the same index along it share a scale: outputs of a layer, rows of a table. */
  axis: number;
  /** Nodes that look up rows of it (Gather over axis 0), which need not restore all of it. */
  lookUps: readonly OnnxNode[];
  /** Something reads all of it. */
  wholeRead: boolean;
}

/** Smaller weights would save less than the nodes cost. */
const MIN_SIZE = 256;

const isMatrix = (tensor: OnnxTensor): boolean =>
  tensor.dataType === DataType.FLOAT &&
  tensor.dims.filter((dim) => dim > 1).length >= 2 &&
  sizeOf(tensor) >= MIN_SIZE;

/** Float32 weights of two axes and more that something reads, biases and scales of normalisations left as they are. */
export function weightUses(graph: OnnxGraph): WeightUse[] {
  const consumers = consumersOf(graph);
  const kept = new Set([...graph.output.map(({ name }) => name), ...weightsOfSpectra(graph, consumers)]);
  return graph.initializer
    .filter((tensor) => isMatrix(tensor) && !kept.has(tensor.name))
    .map((tensor) => useOf(tensor, consumers.get(tensor.name) ?? []))
    .filter(({ lookUps, wholeRead }) => wholeRead || lookUps.length > 0);
}

/**
 * Weights whose results a logarithm is taken of before further layers: Fourier and mel matrices of sounds. The logarithm
 * makes the rounding of a strong band as large as a weak one; in 8 bits they turned 92 % right on spoken languages into
 * 20 %. A logarithm at the end, as of probabilities, is another matter.
 */
function weightsOfSpectra(graph: OnnxGraph, consumers: Consumers): Set<string> {
  const matrices = new Set(graph.initializer.filter(isMatrix).map(({ name }) => name));
  const logs = graph.node.filter(
    ({ opType, domain, output }) =>
      opType === 'Log' && domain === '' && leadsToLayer(output[0]!, matrices, consumers),
  );
  const values = logs.flatMap(({ input }) => input);
  return new Set(nodesBehind(graph, values, new Set()).flatMap(readsOf));
}

type Consumers = ReturnType<typeof consumersOf>;

function leadsToLayer(value: string, matrices: ReadonlySet<string>, consumers: Consumers): boolean {
  const seen = new Set<OnnxNode>();
  const stack = [value];
  for (let next = stack.pop(); next !== undefined; next = stack.pop())
    for (const reader of consumers.get(next) ?? []) {
      if (readsOf(reader).some((read) => matrices.has(read))) return true;
      if (!seen.has(reader)) stack.push(...reader.output);
      seen.add(reader);
    }
  return false;
}

function useOf(tensor: OnnxTensor, readers: readonly OnnxNode[]): WeightUse {
  const lookUps = readers.filter((reader) => isLookUp(reader, tensor));
  const others = readers.filter((reader) => !lookUps.includes(reader));
  const axis = lookUps.length > 0 || others[0] === undefined ? 0 : channelAxis(others[0], tensor);
  return { tensor, axis, lookUps, wholeRead: others.length > 0 };
}

const isLookUp = (reader: OnnxNode, { name, dims }: OnnxTensor): boolean =>
  reader.opType === 'Gather' &&
  reader.domain === '' &&
  reader.input[0] === name &&
  reader.input[1] !== name &&
  dims.length === 2 &&
  intAttribute(reader, 'axis', 0) === 0;

/** Axis of the outputs of the layer that reads the weight; 0 where no layer does, as behind a Transpose. */
function channelAxis(reader: OnnxNode, { name, dims }: OnnxTensor): number {
  const isSecond = reader.input[1] === name;
  const last = dims.length - 1;
  switch (reader.opType) {
    case 'MatMul':
      return isSecond ? last : Math.max(0, last - 1);
    case 'Gemm':
      return isSecond && intAttribute(reader, 'transB', 0) === 0 ? 1 : 0;
    case 'ConvTranspose':
    case 'LSTM':
    case 'GRU':
    case 'RNN':
      return 1;
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div':
      return Math.max(0, last - 1);
    default:
      return 0;
  }
}
