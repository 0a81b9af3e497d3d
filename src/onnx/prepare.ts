/**
 * A model as it comes → the form every later step expects. In: a decoded model. Out: the same function with opset ≥ 17,
 * nodes sorted, Constant nodes as initialisers, unused parts gone, and separate copies of weights that the exporter had
 * merged because their values were equal. Next: `values.ts`, `boundaries.ts`, `split.ts`.
 */
import { UserError } from '../errors.ts';
import { consumersOf, nodesBehind, sortNodes, withNodes } from './graph.ts';
import {
  DataType,
  floatTensor,
  int64Tensor,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  valueInfo,
} from './model.ts';
import { float32Of, sizeOf } from './tensor.ts';
import { upgradeOpset } from './upgrade.ts';

/** @throws UserError when the model has local functions, external data that was not read, or a broken graph. */
export function prepareModel(model: OnnxModel): OnnxModel {
  if (model.functions.length > 0) throw new UserError('onnx-functions', { count: model.functions.length });
  const upgraded = upgradeOpset(constantsToInitializers(model));
  const sorted = { ...upgraded.graph, node: sortNodes(upgraded.graph) };
  const graph = withoutInitializerInputs(sorted);
  const outputs = graph.output.map(({ name }) => name);
  const used = withNodes(graph, nodesBehind(graph, outputs, new Set()), graph.output);
  // Inputs stay even when unused: they are the model's interface.
  return { ...upgraded, graph: separateMergedWeights({ ...used, input: graph.input }) };
}

/** Only these outputs, and what is behind them. @throws UserError when a name is unknown. */
export function withOutputs(model: OnnxModel, names: readonly string[]): OnnxModel {
  const known = new Set(model.graph.node.flatMap(({ output }) => output));
  for (const name of names) if (!known.has(name)) throw new UserError('unknown-value', { output: name });
  const outputs = names.map(
    (name) => model.graph.output.find((info) => info.name === name) ?? valueInfo(name, DataType.FLOAT),
  );
  return { ...model, graph: withNodes(model.graph, nodesBehind(model.graph, names, new Set()), outputs) };
}

function constantsToInitializers(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const isConstant = (node: OnnxNode) => node.opType === 'Constant' && node.domain === '';
  return {
    ...model,
    graph: {
      ...graph,
      node: graph.node.filter((node) => !isConstant(node)),
      initializer: [...graph.initializer, ...graph.node.filter(isConstant).map(constantTensor)],
    },
  };
}

function constantTensor(node: OnnxNode): OnnxTensor {
  const name = node.output[0] ?? '';
  const [value] = node.attribute;
  if (value?.t !== undefined) return { ...value.t, name };
  if (value?.f !== undefined) return floatTensor(name, [], [value.f]);
  if (value?.i !== undefined) return int64Tensor(name, [], [value.i]);
  if (value?.name === 'value_floats') return floatTensor(name, [value.floats.length], value.floats);
  if (value?.name === 'value_ints') return int64Tensor(name, [value.ints.length], value.ints);
  throw new UserError('onnx-constant', { name, form: value?.name ?? 'none' });
}

/** Before IR version 4 every initialiser was listed as an input too. */
function withoutInitializerInputs(graph: OnnxGraph): OnnxGraph {
  const names = new Set(graph.initializer.map(({ name }) => name));
  return { ...graph, input: graph.input.filter(({ name }) => !names.has(name)) };
}

function isUniform(tensor: OnnxTensor): boolean {
  if (tensor.dataType !== DataType.FLOAT || sizeOf(tensor) < 2) return false;
  const values = float32Of(tensor);
  return values.every((value) => value === values[0]);
}

/**
 * Exporters store equal tensors once, so fresh biases (all 0) and scales (all 1) of many layers end up shared; trained
 * together they would drift apart from the original. Uniform weights get one copy a reader; others that are shared
 * (ALBERT's layers) are tied by design and stay.
 */
function separateMergedWeights(graph: OnnxGraph): OnnxGraph {
  const consumers = consumersOf(graph);
  const merged = graph.initializer.filter(
    (tensor) => (consumers.get(tensor.name)?.length ?? 0) > 1 && isUniform(tensor),
  );
  if (merged.length === 0) return graph;
  const names = new Map(merged.map((tensor) => [tensor.name, tensor]));
  const copies: OnnxTensor[] = [];
  const seen = new Map<string, number>();
  const node = graph.node.map((item) => {
    if (!item.input.some((value) => names.has(value))) return item;
    const input = item.input.map((value) => {
      const tensor = names.get(value);
      if (tensor === undefined) return value;
      const count = seen.get(value) ?? 0;
      seen.set(value, count + 1);
      if (count === 0) return value;
      const name = `${value}/copy${count}`;
      copies.push({ ...tensor, name });
      return name;
    });
    return { ...item, input };
  });
  return { ...graph, node, initializer: [...graph.initializer, ...copies] };
}
