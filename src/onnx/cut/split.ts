/**
 * Cuts a model in two. In: a prepared model, a boundary, the measured sizes. Out: `trunk`, a valid model that ends in
 * the boundary's values, and `tail`, one that starts from them (and from the model's inputs where masks are computed
 * again). tail(trunk(x)) = model(x). Next: the trunk runs once a sample; `head.ts` and `autodiff` take the tail.
 */
import { UserError } from '../../errors.ts';
import { nodesBehind, producersOf, readsOf, withNodes } from '../graph.ts';
import {
  DataType,
  int64Tensor,
  intAttribute,
  node,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  valueInfo,
} from '../model.ts';
import { type Measured, multipleOf } from '../shapes.ts';
import type { Boundary } from './boundaries.ts';

export interface Split {
  trunk: OnnxModel;
  tail: OnnxModel;
  /** Values from trunk to tail, float32, first axis = sample. */
  values: string[];
  /** The model's own inputs that the tail reads too (attention mask). */
  sharedInputs: string[];
}

/** @throws UserError `cannot-cut` when the tail would need the size of something only the trunk knows. */
export function splitAt(model: OnnxModel, boundary: Pick<Boundary, 'values'>, measured: Measured): Split {
  const { graph } = model;
  const { values } = boundary;
  const cut = new Set(values);
  const below = new Set(nodesBehind(graph, values, new Set()));
  const cutInfos = values.map((name) => cutInfo(name, measured));
  const bridge = bridgeShapes(graph, { below, cut, measured, producers: producersOf(graph) });
  const tail = withNodes(bridge, nodesBehind(bridge, outputsOf(graph), cut), graph.output);
  return {
    trunk: { ...model, graph: withNodes(graph, [...below], cutInfos) },
    tail: { ...model, graph: { ...tail, input: [...cutInfos, ...tail.input] } },
    values: [...values],
    sharedInputs: tail.input.map(({ name }) => name),
  };
}

const outputsOf = (graph: OnnxGraph) => graph.output.map(({ name }) => name);

/** Open sizes get names: the batch, then one a distinct quantity. */
function cutInfo(name: string, measured: Measured) {
  const dims = (measured.sizes.get(name) ?? []).map((size, axis) =>
    typeof size === 'number' ? size : axis === 0 ? 'batch' : `size ${size.replace('|', ' or ')}`,
  );
  return valueInfo(name, DataType.FLOAT, dims);
}

interface Bridge {
  below: ReadonlySet<OnnxNode>;
  cut: ReadonlySet<string>;
  measured: Measured;
  producers: ReadonlyMap<string, OnnxNode>;
}

/**
 * Shape nodes of the tail that look below the cut are written anew from sizes the tail has: those of the cut's values,
 * then those of the model's inputs.
 */
function bridgeShapes(graph: OnnxGraph, bridge: Bridge): OnnxGraph {
  const hidden = graph.node.filter((item) => isHiddenShape(item, bridge));
  const stops = new Set([...bridge.cut, ...hidden.flatMap(({ output }) => output)]);
  const reads = new Set([
    ...nodesBehind(graph, outputsOf(graph), stops).flatMap(readsOf),
    ...outputsOf(graph),
  ]);
  const needed = new Set(hidden.filter(({ output }) => output.some((value) => reads.has(value))));
  const sources = [...bridge.cut, ...graph.input.map(({ name }) => name)];
  const made = new Map([...needed].map((item) => [item, rebuildShape(item, sources, bridge.measured)]));
  return {
    ...graph,
    node: graph.node.flatMap((item) => made.get(item)?.nodes ?? [item]),
    initializer: [...graph.initializer, ...[...made.values()].flatMap(({ constants }) => constants)],
  };
}

function isHiddenShape({ opType, input }: OnnxNode, { producers, below, cut }: Bridge): boolean {
  const [source = ''] = input;
  const producer = producers.get(source);
  return opType === 'Shape' && producer !== undefined && below.has(producer) && !cut.has(source);
}

/** Where a size, or a whole fraction of it, can be read: value, axis, and the factor to the size. */
function findSize(size: string, sources: readonly string[], { sizes }: Measured) {
  for (const source of sources)
    for (const [axis, unit] of (sizes.get(source) ?? []).entries()) {
      const factor = typeof unit === 'string' ? multipleOf(size, unit) : undefined;
      if (factor !== undefined) return { source, axis, factor };
    }
  return undefined;
}

/** Concat of fixed sizes and of sizes that are read elsewhere. */
function rebuildShape(item: OnnxNode, sources: readonly string[], measured: Measured) {
  const [output = ''] = item.output;
  const sizes = measured.sizes.get(item.input[0] ?? '') ?? [];
  const nodes: OnnxNode[] = [];
  const constants: OnnxTensor[] = [];
  const constant = (suffix: string, value: number) => {
    constants.push(int64Tensor(`${output}/${suffix}`, [1], [value]));
    return `${output}/${suffix}`;
  };
  const part = (size: number | string, axis: number) => {
    if (typeof size === 'number') return constant(`fixed${axis}`, size);
    const found = findSize(size, sources, measured);
    if (found === undefined) throw cannotCut(item);
    const [whole, picked] = [`${output}/shape${axis}`, `${output}/size${axis}`];
    nodes.push(node('Shape', [found.source], [whole]));
    nodes.push(node('Gather', [whole, constant(`axis${axis}`, found.axis)], [picked], { axis: 0 }));
    if (found.factor === 1) return picked;
    nodes.push(node('Mul', [picked, constant(`factor${axis}`, found.factor)], [`${picked}/times`]));
    return `${picked}/times`;
  };
  const parts = sizes.map(part);
  const whole = (value: string) => node('Concat', parts, [value], { axis: 0 });
  const [start, end] = [intAttribute(item, 'start', 0), intAttribute(item, 'end', sizes.length)];
  if (start === 0 && end === sizes.length) return { nodes: [...nodes, whole(output)], constants };
  const all = `${output}/all`;
  const cutOut = node('Slice', [all, constant('start', start), constant('end', end)], [output]);
  return { nodes: [...nodes, whole(all), cutOut], constants };
}

const cannotCut = ({ input }: OnnxNode) => new UserError('cannot-cut', { name: input[0] ?? '' });
