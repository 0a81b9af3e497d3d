/**
 * A tunable network goes in, what training it costs comes out, from a few timed steps: so that what does not fit into a
 * budget is not begun. An estimate, good to a third. Used by: `race-unfrozen.ts`.
 */
import type { UnfreezeRecipe } from '../../../../knowledge/recipes/schema.ts';
import { TARGETS } from '../../../onnx/autodiff/loss.ts';
import type { Fold } from '../folds.ts';
import type { Samples } from '../samples.ts';
import { sampleBatch, type Tunable } from '../tail/open-tunable.ts';

export interface Cost {
  /** Seconds: one sample through one training step. */
  trained: number;
  /** One sample through the tail alone. */
  predicted: number;
  /** One sample (one view of it) through the frozen part, what is kept read again later. */
  frozen: number;
}

/** A forward pass is about a third of a training step. */
const FORWARD_SHARE = 1 / 3;
const TIMED = 2;

/** Leaves the network untrained. */
export async function measureCost(
  { tuning, source, fresh }: Tunable,
  samples: Samples,
  { batch }: UnfreezeRecipe,
): Promise<Cost> {
  const rates = Object.fromEntries(tuning.groups.map((group) => [group, 0]));
  let frozen = 0;
  let trained = 0;
  // The first round also warms up.
  for (let round = 0; round < TIMED; round++) {
    const start = performance.now();
    const feeds = await sampleBatch(source, samples, batch);
    const rows = feeds[TARGETS]!.dims[0]!;
    const middle = performance.now();
    await tuning.executor.step({ batch: feeds, rates });
    frozen = (middle - start) / 1_000 / rows;
    trained = (performance.now() - middle) / 1_000 / rows;
  }
  tuning.executor.restore(fresh);
  // Where nothing is kept the frozen part runs in every step.
  const again = source.runsFor('test') === 0 ? frozen : 0;
  return { trained: trained + again, predicted: trained * FORWARD_SHARE + again, frozen };
}

/** Seconds to train on a fold and to score it at each stop. */
export const foldSeconds = (cost: Cost, { fit, score }: Fold, epochs: number, stops: number): number =>
  epochs * fit.length * cost.trained + stops * score.length * cost.predicted;

/** Seconds to run the frozen part where that was not done yet. */
export const preparingSeconds = (cost: Cost, { source }: Tunable, augment: boolean): number =>
  cost.frozen * (source.runsFor('pool') + (augment ? source.runsFor('views') : 0));
