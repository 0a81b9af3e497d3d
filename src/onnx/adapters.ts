/**
 * Low-rank adapters (LoRA, Hu et al. 2022, https://arxiv.org/abs/2106.09685) beside the linear layers of a tail: x·W becomes
 * x·W + (alpha / rank)·(x·A)·B, of which A and B are trained and W stays. In: a tail, its sizes, which layers. Out: the tail
 * with A and B as weights. Next: `autodiff/training-step.ts` trains them; `mergedWeights` adds what they learnt to W, so
 * that the delivered graph is the one that came.
 *
 * A is drawn as in the authors' code (uniform, 1/√from), B is 0: the first step starts from the model as it was.
 */
import type { Random } from '../statistics/random.ts';
import { readsOf } from './graph.ts';
import { DataType, floatTensor, node, type OnnxModel, type OnnxNode, type OnnxTensor } from './model.ts';
import type { Measured } from './shapes.ts';
import { float32Of } from './tensor.ts';

export interface LoraSettings {
  /** Columns of A, rows of B. */
  rank: number;
  /** Over the rank, the factor of what they add. */
  alpha: number;
}

interface Adapter {
  /** Initialiser W. */
  weight: string;
  /** W is [to, from] and read transposed; else [from, to]. */
  transposed: boolean;
  from: number;
  to: number;
  /** Initialisers A [from, rank] and B [rank, to]. */
  down: string;
  up: string;
}

interface Adapted {
  tail: OnnxModel;
  measured: Measured;
  adapters: Adapter[];
}

interface Place {
  node: OnnxNode;
  weight: OnnxTensor;
  transposed: boolean;
}

/** @param frozen weights that get no adapter, such as a table of words that others read too */
export function addAdapters(
  { tail, measured, frozen }: { tail: OnnxModel; measured: Measured; frozen: ReadonlySet<string> },
  { rank, alpha }: LoraSettings,
  random: Random,
): Adapted {
  const places = new Map(linearLayers(tail, frozen).map((place) => [place.node, place]));
  const factor = floatTensor('lora/factor', [], [alpha / rank]);
  const initializer = [...tail.graph.initializer, factor];
  const sizes = new Map(measured.sizes);
  const adapters: Adapter[] = [];
  const nodes = tail.graph.node.flatMap((item) => {
    const place = places.get(item);
    if (place === undefined) return [item];
    const adapter = adapterOf(place);
    adapters.push(adapter);
    initializer.push(...freshWeights(adapter, rank, random));
    const added = branch(item, adapter, factor.name);
    const whole = sizes.get(item.output[0]!) ?? [];
    for (const name of [added.plain, added.raised, added.scaled]) sizes.set(name, whole);
    sizes.set(added.lowered, [...whole.slice(0, -1), rank]);
    sizes.set(adapter.down, [adapter.from, rank]);
    sizes.set(adapter.up, [rank, adapter.to]);
    return added.nodes;
  });
  return {
    tail: { ...tail, graph: { ...tail.graph, node: nodes, initializer } },
    measured: { ...measured, sizes },
    adapters,
  };
}

/** Products of data with a matrix of weights. */
function linearLayers({ graph }: OnnxModel, frozen: ReadonlySet<string>): Place[] {
  const tensors = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const turned = new Map(
    graph.node
      .filter(({ opType }) => opType === 'Transpose')
      .map(({ input, output }) => [output[0]!, input[0]!]),
  );
  return graph.node.flatMap((item) => {
    if (item.opType !== 'MatMul') return [];
    const [, matrix = ''] = readsOf(item);
    const transposed = turned.has(matrix);
    const weight = tensors.get(turned.get(matrix) ?? matrix);
    const isMatrix = weight?.dataType === DataType.FLOAT && weight.dims.length === 2;
    return isMatrix && !frozen.has(weight.name) ? [{ node: item, weight, transposed }] : [];
  });
}

function adapterOf({ weight, transposed }: Place): Adapter {
  const [first = 0, second = 0] = weight.dims;
  const [from, to] = transposed ? [second, first] : [first, second];
  const { name } = weight;
  return { weight: name, transposed, from, to, down: `${name}/lora-down`, up: `${name}/lora-up` };
}

function freshWeights({ down, up, from, to }: Adapter, rank: number, random: Random): OnnxTensor[] {
  const bound = 1 / Math.sqrt(from);
  const drawn = Float32Array.from({ length: from * rank }, () => bound * (2 * random.next() - 1));
  return [floatTensor(down, [from, rank], drawn), floatTensor(up, [rank, to], new Float32Array(rank * to))];
}

function branch(item: OnnxNode, { down, up }: Adapter, factor: string) {
  const [output = ''] = item.output;
  const named = (part: string) => `${output}/lora-${part}`;
  const [plain, lowered, raised, scaled] = [
    named('plain'),
    named('lowered'),
    named('raised'),
    named('scaled'),
  ];
  const nodes = [
    { ...item, name: plain, output: [plain] },
    node('MatMul', [item.input[0]!, down], [lowered]),
    node('MatMul', [lowered, up], [raised]),
    node('Mul', [raised, factor], [scaled]),
    node('Add', [plain, scaled], [output]),
  ];
  return { nodes, plain, lowered, raised, scaled };
}

/** W + (alpha / rank)·A·B of every adapted layer, by its name; `trained` holds A and B. */
export function mergedWeights(
  tail: OnnxModel,
  { adapters, trained }: { adapters: readonly Adapter[]; trained: ReadonlyMap<string, Float32Array> },
  { rank, alpha }: LoraSettings,
): Map<string, Float32Array> {
  const tensors = new Map(tail.graph.initializer.map((tensor) => [tensor.name, tensor]));
  return new Map(
    adapters.map((adapter) => {
      const merged = float32Of(tensors.get(adapter.weight)!).slice();
      addProduct(merged, adapter, { trained, rank, factor: alpha / rank });
      return [adapter.weight, merged];
    }),
  );
}

interface Product {
  trained: ReadonlyMap<string, Float32Array>;
  rank: number;
  factor: number;
}

function addProduct(
  merged: Float32Array,
  { down, up, from, to, transposed }: Adapter,
  { trained, rank, factor }: Product,
): void {
  const [a, b] = [trained.get(down)!, trained.get(up)!];
  const [rowStep, columnStep] = transposed ? [1, from] : [to, 1];
  for (let row = 0; row < from; row++)
    for (let column = 0; column < to; column++) {
      let sum = 0;
      for (let i = 0; i < rank; i++) sum += a[row * rank + i]! * b[i * to + column]!;
      merged[row * rowStep + column * columnStep]! += factor * sum;
    }
}
