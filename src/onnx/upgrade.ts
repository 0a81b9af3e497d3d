/**
 * Older operator sets → opset 17, whose forms the gradient rules know. In: a model of opset 7–16. Out: the same
 * function in opset 17; newer models pass unchanged. Only ops whose form changed are touched (ONNX's changelog,
 * https://github.com/onnx/onnx/blob/main/docs/Changelog.md). Next: `prepare.ts`.
 */
import { UserError } from '../errors.ts';
import {
  node as buildNode,
  floatAttribute,
  floatTensor,
  int64Tensor,
  intAttribute,
  intsAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  opsetOf,
} from './model.ts';

const TARGET = 17;

interface Change {
  nodes: OnnxNode[];
  constants: OnnxTensor[];
}
type Upgrade = (node: OnnxNode, name: string) => Change;

const without = (node: OnnxNode, ...names: string[]) =>
  node.attribute.filter((attribute) => !names.includes(attribute.name));

/** Attribute(s) that became int64 inputs, in input order after the existing ones. */
const toInputs =
  (...names: string[]): Upgrade =>
  (node, fresh) => {
    const present = names.map((name) => [name, intsAttribute(node, name)] as const);
    const constants = present.flatMap(([name, values]) =>
      values === undefined ? [] : [int64Tensor(`${fresh}/${name}`, [values.length], values)],
    );
    const inputs = present.map(([name, values]) => (values === undefined ? '' : `${fresh}/${name}`));
    while (inputs.at(-1) === '') inputs.pop();
    return {
      nodes: [{ ...node, input: [...node.input, ...inputs], attribute: without(node, ...names) }],
      constants,
    };
  };

/** Limits of Clip (opset 6) became inputs. */
const clip: Upgrade = (node, fresh) => {
  const limits = [
    floatAttribute(node, 'min', -3.4028234663852886e38),
    floatAttribute(node, 'max', 3.4028234663852886e38),
  ];
  const constants = limits.map((value, i) => floatTensor(`${fresh}/limit${i}`, [], [value]));
  const input = [...node.input, ...constants.map(({ name }) => name)];
  return { nodes: [{ ...node, input, attribute: without(node, 'min', 'max') }], constants };
};

/** Pad (opset 2): pads and value became inputs. */
const pad: Upgrade = (node, fresh) => {
  const { nodes, constants } = toInputs('pads')(node, fresh);
  const value = floatTensor(`${fresh}/value`, [], [floatAttribute(node, 'value', 0)]);
  const [first] = nodes as [OnnxNode];
  const next = { ...first, input: [...first.input, value.name], attribute: without(first, 'value') };
  return { nodes: [next], constants: [...constants, value] };
};

/**
 * Softmax before opset 13 flattened to two dimensions at `axis`, default 1. With the last axis that is the same as
 * now; otherwise the flattening is written out.
 */
const flattenedSoftmax: Upgrade = (node, fresh) => {
  const axis = intAttribute(node, 'axis', 1);
  if (axis === -1) return { nodes: [node], constants: [] };
  const [x = ''] = node.input;
  const [y = ''] = node.output;
  const nodes = [
    buildNode('Flatten', [x], [`${fresh}/flat`], { axis }),
    buildNode(node.opType, [`${fresh}/flat`], [`${fresh}/soft`], { axis: -1 }),
    buildNode('Shape', [x], [`${fresh}/shape`]),
    buildNode('Reshape', [`${fresh}/soft`, `${fresh}/shape`], [y]),
  ];
  return { nodes, constants: [] };
};

const dropout: Upgrade = (node) => ({
  nodes: [{ ...node, input: node.input.slice(0, 1), attribute: without(node, 'ratio', 'is_test') }],
  constants: [],
});
/** BatchNormalization before 14: `spatial` = 1 and the extra training outputs go. */
const batchNormalization: Upgrade = (node) => ({
  nodes: [{ ...node, output: node.output.slice(0, 1), attribute: without(node, 'spatial') }],
  constants: [],
});

/** Op → the opset in which its form changed and how to follow. */
const UPGRADES: Readonly<Record<string, { since: number; apply: Upgrade }[]>> = {
  Slice: [{ since: 10, apply: toInputs('starts', 'ends', 'axes') }],
  Clip: [{ since: 11, apply: clip }],
  Pad: [{ since: 11, apply: pad }],
  Dropout: [{ since: 12, apply: dropout }],
  ReduceSum: [{ since: 13, apply: toInputs('axes') }],
  Squeeze: [{ since: 13, apply: toInputs('axes') }],
  Unsqueeze: [{ since: 13, apply: toInputs('axes') }],
  Split: [{ since: 13, apply: toInputs('split') }],
  Softmax: [{ since: 13, apply: flattenedSoftmax }],
  LogSoftmax: [{ since: 13, apply: flattenedSoftmax }],
  BatchNormalization: [{ since: 14, apply: batchNormalization }],
};

/** Ops of old models whose meaning changed in ways that are not followed here. */
const REFUSED = new Set(['Upsample', 'Scan', 'Loop', 'If', 'TopK']);

export function upgradeOpset(model: OnnxModel): OnnxModel {
  const version = opsetOf(model);
  if (version >= TARGET) return model;
  if (version < 7) throw new UserError('onnx-too-old', { version });
  const changes = model.graph.node.map((node, index) => {
    if (REFUSED.has(node.opType) && version < 11)
      throw new UserError('onnx-op-too-old', { opType: node.opType, version });
    const steps = UPGRADES[node.opType]?.filter(({ since }) => version < since) ?? [];
    const fresh = `upgraded/${node.output[0] ?? index}`;
    return steps.reduce<Change>(
      (change, { apply }) => {
        const done = change.nodes.map((item) => apply(item, fresh));
        return {
          nodes: done.flatMap(({ nodes }) => nodes),
          constants: [...change.constants, ...done.flatMap(({ constants }) => constants)],
        };
      },
      { nodes: [node], constants: [] },
    );
  });
  return {
    ...model,
    irVersion: Math.max(8, model.irVersion),
    opsetImport: model.opsetImport.map((entry) =>
      entry.domain === '' || entry.domain === 'ai.onnx' ? { ...entry, version: TARGET } : entry,
    ),
    graph: {
      ...model.graph,
      node: changes.flatMap(({ nodes }) => nodes),
      initializer: [...model.graph.initializer, ...changes.flatMap(({ constants }) => constants)],
    },
  };
}
