/**
 * A Decoder → its frozen trunk, the training step of its upper blocks, and a scorer. In: the plain graph and how deep to
 * go. Out: TunableDecoder. The loss is the cross-entropy of every token. Next: `tune-decoder.ts` trains it,
 * `score-decoder.ts` measures it, `write-decoder.ts` stores the weights.
 */
import type { GenerationRecipe } from '../../../../knowledge/recipes/generation.ts';
import { openModel } from '../../../engines/graph-session.ts';
import { measureShapes, probeFeeds } from '../../../engines/measure-shapes.ts';
import { openTrainingStep, type TrainingExecutor } from '../../../engines/training-step.ts';
import { UserError } from '../../../errors.ts';
import { buildTrainingStep, type Trainable } from '../../../onnx/autodiff/training-step.ts';
import { type Boundary, listBoundaries } from '../../../onnx/cut/boundaries.ts';
import { type Split, splitAt } from '../../../onnx/cut/split.ts';
import { readsOf } from '../../../onnx/graph.ts';
import { sizeOf } from '../../../onnx/tensor.ts';
import { trainableWeights } from '../../../onnx/values.ts';
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
  /** Names of the weights that are trained, and their number of elements together. */
  trained: string[];
  parameters: number;
  close(): Promise<void>;
}

/** The one group of rates. */
export const RATE_GROUP = 'tail';

/** @throws UserError `nothing-to-unfreeze`, `unsupported-op` (naming the op), `cannot-cut` */
export async function openTunableDecoder(
  { plain, name, vocabulary }: Pick<Decoder, 'name' | 'vocabulary'> & Pick<DecoderGraphs, 'plain'>,
  { depth, recipe, workDir }: { depth: Depth; recipe: GenerationRecipe; workDir: string },
): Promise<TunableDecoder> {
  const measured = await measureShapes(
    plain,
    probeFeeds(plain, { batch: 2, other: 11 }),
    probeFeeds(plain, { batch: 3, other: 13 }),
    { workDir },
  );
  const boundary = boundaryFor(withBlocks(listBoundaries(plain, measured)), depth);
  if (!boundary) throw new UserError('nothing-to-unfreeze', { name });
  const split = splitAt(plain, boundary, measured);
  const trainable = trainableIn(split, recipe.headWeights);
  const step = buildTrainingStep({
    tail: split.tail,
    measured,
    trainable,
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
    trained: trainable.map((weight) => weight.name),
    parameters: step.weights.reduce((sum, { initial }) => sum + sizeOf(initial), 0),
    close: async () => {
      await executor.close();
      await scorer.close();
      await trunk.close();
    },
  };
}

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
