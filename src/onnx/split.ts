/**
 * Cuts a model in two. In: a prepared model, a boundary, the measured sizes. Out: `trunk`, a valid model that ends in
 * the boundary's values, and `tail`, one that starts from them (and from the model's inputs where masks are computed
 * again). tail(trunk(x)) = model(x). Next: the trunk runs once a sample; `head.ts` and `autodiff` take the tail.
 */
import { UserError } from '../errors.ts';
import type { Boundary } from './boundaries.ts';
import { nodesBehind, producersOf, withNodes } from './graph.ts';
import {
  DataType,
  int64Tensor,
  node,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  valueInfo,
} from './model.ts';
import { multipleOf, type Shapes, type Sizes } from './shapes.ts';

export interface Split {
  trunk: OnnxModel;
  tail: OnnxModel;
  /** Values from trunk to tail, float32, first axis = sample. */
  values: string[];
  /** The model's own inputs that the tail reads too (attention mask). */
  sharedInputs: string[];
}

/** @throws UserError `cannot-cut` when the tail would need the size of something only the trunk knows. */
export function splitAt(model: OnnxModel, boundary: Pick<Boundary, 'values'>, shapes: Shapes): Split {
  const { graph } = model;
  const values = boundary.values;
  const cut = new Set(values);
  const below = new Set(nodesBehind(graph, values, new Set()));
  const trunk = withNodes(
    graph,
    [...below],
    values.map((name) => cutInfo(name, shapes)),
  );
  const shapeNodes = replaceShapes(graph.node, { below, cut, shapes, producers: producersOf(graph) });
  const bridged = {
    ...graph,
    node: shapeNodes.nodes,
    initializer: [...graph.initializer, ...shapeNodes.constants],
  };
  const outputs = graph.output.map(({ name }) => name);
  const tailNodes = nodesBehind(bridged, outputs, cut);
  const tail = withNodes(bridged, tailNodes, graph.output);
  const cutInputs = values.map((name) => cutInfo(name, shapes));
  return {
    trunk: { ...model, graph: trunk },
    tail: { ...model, graph: { ...tail, input: [...cutInputs, ...tail.input] } },
    values: [...values],
    sharedInputs: tail.input.map(({ name }) => name),
  };
}

/** Open sizes get names: the batch, then one a distinct quantity. */
function cutInfo(name: string, shapes: Shapes) {
  const dims = (shapes.get(name) ?? []).map((size, axis) =>
    typeof size === 'number' ? size : axis === 0 ? 'batch' : `size ${size.replace('|', ' or ')}`,
  );
  return valueInfo(name, DataType.FLOAT, dims);
}

interface Bridge {
  below: ReadonlySet<OnnxNode>;
  cut: ReadonlySet<string>;
  shapes: Shapes;
  producers: ReadonlyMap<string, OnnxNode>;
}

/** Shape nodes that look below the cut are written anew from the cut's own sizes. */
function replaceShapes(
  nodes: readonly OnnxNode[],
  bridge: Bridge,
): { nodes: OnnxNode[]; constants: OnnxTensor[] } {
  const constants: OnnxTensor[] = [];
  const replaced = nodes.flatMap((item) => {
    const [source = ''] = item.input;
    const producer = bridge.producers.get(source);
    const hidden = producer !== undefined && bridge.below.has(producer) && !bridge.cut.has(source);
    if (item.opType !== 'Shape' || !hidden || item.attribute.length > 0) return [item];
    const made = shapeFromCut(item, bridge.shapes.get(source) ?? [], bridge);
    constants.push(...made.constants);
    return made.nodes;
  });
  return { nodes: replaced, constants };
}

/** Concat of fixed sizes and of sizes (or multiples of sizes) of the cut's first value. */
function shapeFromCut(item: OnnxNode, sizes: Sizes, { cut, shapes }: Bridge) {
  const [output = ''] = item.output;
  const [main = ''] = cut;
  const known = shapes.get(main) ?? [];
  const nodes: OnnxNode[] = [node('Shape', [main], [`${output}/cut`])];
  const constants: OnnxTensor[] = [];
  const constant = (suffix: string, values: number[]) => {
    constants.push(int64Tensor(`${output}/${suffix}`, [values.length], values));
    return `${output}/${suffix}`;
  };
  const parts = sizes.map((size, axis) => {
    if (typeof size === 'number') return constant(`fixed${axis}`, [size]);
    const from = known.findIndex((unit) => typeof unit === 'string' && multipleOf(size, unit) !== undefined);
    if (from < 0)
      throw new UserError(
        'cannot-cut',
        `The model cannot be cut at "${main}": the part above needs a size that is known only below. Choose another depth.`,
      );
    const picked = `${output}/size${axis}`;
    nodes.push(node('Gather', [`${output}/cut`, constant(`axis${axis}`, [from])], [picked], { axis: 0 }));
    const factor = multipleOf(size, known[from] as string) ?? 1;
    if (factor === 1) return picked;
    nodes.push(node('Mul', [picked, constant(`factor${axis}`, [factor])], [`${picked}x`]));
    return `${picked}x`;
  });
  nodes.push(node('Concat', parts, [output], { axis: 0 }));
  return { nodes, constants };
}
