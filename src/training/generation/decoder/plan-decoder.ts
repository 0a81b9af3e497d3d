/**
 * A Decoder → its frozen trunk, the training step of what is above it, and a scorer. In: the plain graph and how deep to go:
 * `top` trains the last block, `deep` low-rank adapters of all blocks. Out: TunableDecoder. The loss is the cross-entropy of every token. Next: `tune-decoder.ts` trains it,
 * `score-decoder.ts` measures it, `write-decoder.ts` stores the weights.
 */
import type { GenerationRecipe } from '../../../../knowledge/recipes/generation.ts';
import { openModel } from '../../../engines/graph-session.ts';
import { measureShapes, probeFeeds } from '../../../engines/measure-shapes.ts';
import { openTrainingStep, type TrainingExecutor } from '../../../engines/training-step.ts';
import { UserError } from '../../../errors.ts';
import { addAdapters, type LoraSettings, mergedWeights } from '../../../onnx/adapters.ts';
import { buildTrainingStep, type Trainable } from '../../../onnx/autodiff/training-step.ts';
import { type Boundary, listBoundaries } from '../../../onnx/cut/boundaries.ts';
import { type Split, splitAt } from '../../../onnx/cut/split.ts';
import { readsOf } from '../../../onnx/graph.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import type { Measured } from '../../../onnx/shapes.ts';
import { sizeOf } from '../../../onnx/tensor.ts';
import { layerNodes, trainableWeights, weightsOf, weightValues } from '../../../onnx/values.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { boundaryFor, type Depth } from '../../classifier/tune/depth.ts';
import type { Decoder, DecoderGraphs } from './load-decoder.ts';
import { openScorer, type Scorer } from './score-decoder.ts';
import { openTrunk, type Trunk } from './trunk.ts';

export interface TunableDecoder {
  boundary: Boundary;
  split: Split;
  trunk: Trunk;
  executor: TrainingExecutor;
  scorer: Scorer;
  /** null: the weights themselves are trained. */
  lora: LoraSettings | null;
  /** Number of trained elements together. */
  parameters: number;
  /** Each is tried from the start. */
  rates: readonly number[];
  /** Of the graph as it came: trained weights, or with what adapters learnt. */
  merged(trained: ReadonlyMap<string, Float32Array>): ReadonlyMap<string, Float32Array>;
  close(): Promise<void>;
}

/** The one group of rates. */
export const RATE_GROUP = 'tail';

export interface PlanOptions {
  depth: Depth;
  recipe: GenerationRecipe;
  workDir: string;
  /** Draws the adapters. */
  seed: number;
}

/** @throws UserError `nothing-to-unfreeze`, `unsupported-op` (naming the op), `cannot-cut` */
export async function openTunableDecoder(
  { plain, name, vocabulary }: Pick<Decoder, 'name' | 'vocabulary'> & Pick<DecoderGraphs, 'plain'>,
  { depth, recipe, workDir, seed }: PlanOptions,
): Promise<TunableDecoder> {
  const measured = await measureShapes(
    plain,
    probeFeeds(plain, { batch: 2, other: 11 }),
    probeFeeds(plain, { batch: 3, other: 13 }),
    { workDir },
  );
  const boundaries = withBlocks(listBoundaries(plain, measured));
  const boundary = depth === 'deep' ? allBlocks(boundaries) : boundaryFor(boundaries, depth);
  if (!boundary) throw new UserError('nothing-to-unfreeze', { name });
  const split = splitAt(plain, boundary, measured);
  const planned =
    depth === 'deep' ? adapted(split, measured, { recipe, seed }) : whole(split, measured, recipe);
  const step = buildTrainingStep({
    tail: planned.tail,
    measured: planned.measured,
    trainable: planned.trainable,
    loss: { kind: 'cross-entropy', classes: vocabulary },
    optimiser: { kind: 'adamw', weightDecay: recipe.weightDecay },
    clipNorm: recipe.clipNorm,
    accumulate: true,
  });
  const trunk = openTrunk(await openModel(split.trunk, { workDir }), split, recipe.cacheBytes);
  const scorer = await openScorer(step.forward, trunk, workDir);
  const executor = await openTrainingStep(step, { workDir });
  return {
    boundary,
    split,
    trunk,
    executor,
    scorer,
    lora: planned.lora,
    rates: planned.rates,
    merged: planned.merged,
    parameters: step.weights.reduce((sum, { initial }) => sum + sizeOf(initial), 0),
    close: async () => {
      await executor.close();
      await scorer.close();
      await trunk.close();
    },
  };
}

interface Planned extends Pick<TunableDecoder, 'lora' | 'rates' | 'merged'> {
  tail: OnnxModel;
  measured: Measured;
  trainable: Trainable[];
}

const whole = (split: Split, measured: Measured, recipe: GenerationRecipe): Planned => ({
  tail: split.tail,
  measured,
  trainable: trainableIn(split, recipe.headWeights),
  lora: null,
  rates: recipe.rates,
  merged: (trained) => trained,
});

/** The output layer, often the table of words itself, stays as it is. */
function adapted(
  split: Split,
  measured: Measured,
  { recipe, seed }: Pick<PlanOptions, 'recipe' | 'seed'>,
): Planned {
  const { rates, ...lora } = recipe.lora;
  const values = weightValues(split.tail.graph);
  const frozen = new Set(weightsOf(layerNodes(split.tail.graph).at(-1)!, values));
  const added = addAdapters({ tail: split.tail, measured, frozen }, lora, seededRandom(seed));
  const names = added.adapters.flatMap(({ down, up }) => [down, up]);
  return {
    tail: added.tail,
    measured: added.measured,
    trainable: names.map((name) => ({ name, group: RATE_GROUP, decay: true })),
    lora,
    rates,
    merged: (trained) => mergedWeights(split.tail, { adapters: added.adapters, trained }, lora),
  };
}

/** The lowest cut: nothing but the words' table is below it. */
const allBlocks = (boundaries: readonly Boundary[]): Boundary | null =>
  boundaries.reduce<Boundary | null>(
    (lowest, one) => (lowest === null || one.blocks > lowest.blocks ? one : lowest),
    null,
  );

/** The output layer is a layer of its own and no block: a cut right below it trains no block. */
const withBlocks = (boundaries: readonly Boundary[]): Boundary[] => {
  const blocks = boundaries.filter((boundary) => boundary.blocks > 0);
  return blocks.length > 0 ? blocks : [...boundaries];
};

/**
 * Weights of the tail: those of blocks and norms always, the output layer where it is small. A table of words that the
 * trunk reads too (tied to the output) stays as it is, so that both uses remain one.
 */
function trainableIn({ trunk, tail }: Split, headWeights: number): Trainable[] {
  const below = new Set(trunk.graph.node.flatMap(readsOf));
  const tensors = new Map(tail.graph.initializer.map((tensor) => [tensor.name, tensor]));
  return trainableWeights(tail.graph)
    .filter((name) => !below.has(name) && sizeOf(tensors.get(name)!) <= headWeights)
    .map((name) => ({ name, group: RATE_GROUP, decay: tensors.get(name)!.dims.length > 1 }));
}
