/**
 * The parts of a fitted winner go in, one ONNX model comes out: from pixels, tokens, a waveform and TF-IDF rows to `logits` and
 * `probabilities`, by the formula of `finalist.ts`: logits = Σ weight · logSoftmax(features · W + b). A trunk is taken
 * over as it is. Next: `write-model.ts` writes and checks it.
 */
import type { Backbone, Tap } from '../../../backbones/backbone.ts';
import { UserError } from '../../../errors.ts';
import {
  buildModel,
  DataType,
  floatTensor,
  int64Tensor,
  node,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  opsetOf,
  valueInfo,
} from '../../../onnx/model.ts';
import type { FittedPart } from '../contenders/contender.ts';
import type { WeightedPart } from '../finalist.ts';
import { featureCountOf } from '../text/vectoriser.ts';
import { PIXEL_INPUT, TFIDF_INPUT, WAVEFORM_INPUT } from './pipeline.ts';

/** A Backbone's graph, whose taps are features. */
export interface Trunk {
  backbone: Backbone;
  model: OnnxModel;
}

interface Parts {
  nodes: OnnxNode[];
  initializers: OnnxTensor[];
  inputs: OnnxValueInfo[];
}

/** @param trunks by Backbone id, one for every `head` part; those that read pixels, or a waveform, share one input */
export function buildClassifier(
  parts: readonly WeightedPart[],
  trunks: ReadonlyMap<string, Trunk>,
  classCount: number,
): OnnxModel {
  const graph: Parts = { nodes: [], initializers: [], inputs: [] };
  const features = new Map<string, string>();
  for (const [id, trunk] of usedTrunks(parts, trunks)) features.set(id, addTrunk(graph, trunk, `${id}/`));
  const votes = parts.map(({ part, weight }, index) => {
    const scores = addScores(graph, part, features, `part${index}`);
    const vote = `part${index}_vote`;
    graph.initializers.push(floatTensor(`part${index}_weight`, [1], [weight]));
    graph.nodes.push(
      node('LogSoftmax', [scores], [`part${index}_log`], { axis: 1 }),
      node('Mul', [`part${index}_log`, `part${index}_weight`], [vote]),
    );
    return vote;
  });
  graph.nodes.push(
    node('Sum', votes, ['logits']),
    node('Softmax', ['logits'], ['probabilities'], { axis: 1 }),
  );
  const output = (name: string) => valueInfo(name, DataType.FLOAT, ['batch', classCount]);
  const opset = Math.max(...[...trunks.values()].map(({ model }) => opsetOf(model)), 17);
  return buildModel({ ...graph, outputs: [output('logits'), output('probabilities')], opset });
}

function usedTrunks(parts: readonly WeightedPart[], trunks: ReadonlyMap<string, Trunk>): Map<string, Trunk> {
  const used = new Map<string, Trunk>();
  for (const { part } of parts) if (part.kind === 'head') used.set(part.backbone, trunks.get(part.backbone)!);
  return used;
}

/** Takes a trunk's nodes over under a prefix; graph inputs keep their names and are shared. Returns the features. */
function addTrunk(graph: Parts, { backbone, model }: Trunk, prefix: string): string {
  const weights = new Set(model.graph.initializer.map(({ name }) => name));
  const inputs = model.graph.input.filter(({ name }) => !weights.has(name));
  const shared = { image: PIXEL_INPUT, audio: WAVEFORM_INPUT, text: null }[backbone.preprocessing.kind];
  const outer = new Map(inputs.map(({ name }) => [name, shared ?? name]));
  const rename = (name: string) => (name === '' ? '' : (outer.get(name) ?? prefix + name));
  for (const input of inputs) {
    const name = rename(input.name);
    if (!graph.inputs.some((known) => known.name === name)) graph.inputs.push({ ...input, name });
  }
  for (const tensor of model.graph.initializer)
    graph.initializers.push({ ...tensor, name: rename(tensor.name) });
  for (const inner of model.graph.node)
    graph.nodes.push({
      ...inner,
      name: rename(inner.name || inner.output[0]!),
      input: inner.input.map(rename),
      output: inner.output.map(rename),
    });
  const taps = backbone.taps.map((tap) => pooledTap(tap, rename(tap.output), backbone));
  // No value of the trunk is called so: they all begin with the prefix, and one may well be "features".
  const joined = `features of ${backbone.id}`;
  graph.nodes.push(
    taps.length === 1 ? node('Identity', taps, [joined]) : node('Concat', taps, [joined], { axis: 1 }),
  );
  return joined;
}

/** @throws UserError for pooling outside the graph, which the file could not repeat */
function pooledTap(tap: Tap, value: string, backbone: Backbone): string {
  if (tap.pooling === 'none') return value;
  throw new UserError('pooling-not-exported', { name: backbone.name, pooling: tap.pooling });
}

/** The scores of one part. Shape [batch, classCount]. */
function addScores(
  graph: Parts,
  part: FittedPart,
  features: ReadonlyMap<string, string>,
  prefix: string,
): string {
  switch (part.kind) {
    case 'head': {
      const { d, classCount, weights } = part.head;
      const taken = addSlice(graph, features.get(part.backbone)!, part.columns, prefix);
      return addLinear(graph, taken, { d, classCount, weights }, prefix);
    }
    case 'tfidf': {
      const d = featureCountOf(part.vectoriser);
      graph.inputs.push(valueInfo(TFIDF_INPUT, DataType.FLOAT, ['batch', d]));
      return addLinear(graph, TFIDF_INPUT, { d, ...part.classifier }, prefix);
    }
    case 'prior':
      throw new Error('the majority class is a comparison, never delivered');
  }
}

function addSlice(
  graph: Parts,
  value: string,
  [from, to]: readonly [number, number],
  prefix: string,
): string {
  const names = { from: `${prefix}_from`, to: `${prefix}_to`, axis: `${prefix}_axis` };
  graph.initializers.push(
    int64Tensor(names.from, [1], [from]),
    int64Tensor(names.to, [1], [to]),
    int64Tensor(names.axis, [1], [1]),
  );
  graph.nodes.push(node('Slice', [value, names.from, names.to, names.axis], [`${prefix}_features`]));
  return `${prefix}_features`;
}

/** value · W + b; `weights` is [d + 1, classCount] with the bias in the last row. */
function addLinear(
  graph: Parts,
  value: string,
  { d, classCount, weights }: { d: number; classCount: number; weights: Float64Array },
  prefix: string,
): string {
  graph.initializers.push(
    floatTensor(`${prefix}_matrix`, [d, classCount], weights.subarray(0, d * classCount)),
    floatTensor(`${prefix}_bias`, [classCount], weights.subarray(d * classCount)),
  );
  graph.nodes.push(node('Gemm', [value, `${prefix}_matrix`, `${prefix}_bias`], [`${prefix}_scores`]));
  return `${prefix}_scores`;
}
