/**
 * A prepared graph → its inputs and the kind of data they carry, with what stands in the way of feeding it removed: a
 * fixed batch is opened, and the keys and values of earlier tokens that a decoder reads become empty constants.
 */
import { UserError } from '../../errors.ts';
import {
  DataType,
  type Dim,
  dimsOf,
  int64Tensor,
  node,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  rawTensor,
} from '../../onnx/model.ts';
import type { Backbone } from '../backbone.ts';

/** The kinds of data a backbone can be fed with. */
export type FedKind = Backbone['preprocessing']['kind'];

export interface GraphInput {
  name: string;
  elemType: number;
  dims: readonly Dim[];
}

export const graphInputs = (model: OnnxModel): GraphInput[] =>
  model.graph.input.map((info) => ({
    name: info.name,
    elemType: info.type?.tensorType?.elemType ?? 0,
    dims: dimsOf(info) ?? [],
  }));

/** Pixels have four axes, one of them the three colours; token ids are whole numbers; sound is [n, samples]. */
export function kindOfInputs(inputs: readonly GraphInput[]): FedKind {
  const floats = inputs.filter(({ elemType }) => elemType === DataType.FLOAT);
  const ids = inputs.filter(({ elemType }) => elemType === DataType.INT64);
  const [first] = floats;
  if (first && inputs.length === 1 && first.dims.length === 4 && (first.dims[1] === 3 || first.dims[3] === 3))
    return 'image';
  // An open number of channels: by the name that exporters give.
  if (first && inputs.length === 1 && first.dims.length === 4 && first.name === 'pixel_values')
    return 'image';
  if (first && inputs.length === 1 && first.dims.length === 2) return 'audio';
  if (floats.length === 0 && ids.length > 0) return 'text';
  throw unknownInputs(inputs);
}

function unknownInputs(inputs: readonly GraphInput[]): UserError {
  const seen = inputs.map(({ name, dims }) => `${name} [${dims.map((dim) => dim ?? '?').join(', ')}]`);
  return new UserError('unknown-input', { inputs: seen.slice(0, 6).join(', ') || 'nothing' });
}

/** The first axis of every input becomes the batch, whatever the exporter fixed; declared sizes of values go. */
export function withOpenBatch(model: OnnxModel): OnnxModel {
  const opened = (info: OnnxValueInfo): OnnxValueInfo => {
    const tensorType = info.type?.tensorType;
    const dim = tensorType?.shape?.dim;
    if (!tensorType || !dim || dim.length === 0) return info;
    const shape = { ...tensorType.shape, dim: [{ param: 'batch' }, ...dim.slice(1)] };
    return { ...info, type: { ...info.type, tensorType: { ...tensorType, shape } } };
  };
  return { ...model, graph: { ...model.graph, input: model.graph.input.map(opened), valueInfo: [] } };
}

const PAST = /^past_key_values?\b|^past\b/;
const BRANCH = 'use_cache_branch';

/** @throws UserError `decoder-past` when a past's sizes are not in the graph */
export function withoutPast(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const past = graph.input.filter(({ name }) => PAST.test(name));
  if (past.length === 0) return model;
  const ids = graph.input.find(({ name }) => name === 'input_ids')?.name ?? '';
  const rows = 'past/rows';
  const nodes: OnnxNode[] = [node('Shape', [ids], [rows], { start: 0, end: 1 })];
  const initializer: OnnxTensor[] = [];
  for (const info of past) {
    const [, heads, , width] = dimsOf(info) ?? [];
    if (typeof heads !== 'number' || typeof width !== 'number' || ids === '') throw unknownPast(info.name);
    const [rest, shape] = [`${info.name}/sizes`, `${info.name}/shape`];
    initializer.push(int64Tensor(rest, [3], [heads, 0, width]));
    nodes.push(
      node('Concat', [rows, rest], [shape], { axis: 0 }),
      node('ConstantOfShape', [shape], [info.name]),
    );
  }
  if (graph.input.some(({ name }) => name === BRANCH))
    initializer.push(rawTensor(BRANCH, [1], DataType.BOOL, Uint8Array.of(0)));
  return {
    ...model,
    graph: {
      ...graph,
      input: graph.input.filter(({ name }) => !PAST.test(name) && name !== BRANCH),
      initializer: [...graph.initializer, ...initializer],
      node: [...nodes, ...graph.node],
    },
  };
}

const unknownPast = (name: string) => new UserError('decoder-past', { name });
