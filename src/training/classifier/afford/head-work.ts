/**
 * A learning space, folds and a grid of heads go in; how many settings, which stops and what share of the samples there is
 * time for come out, by the timed first rounds of a few heads on a piece. Used by: `linear-probe.ts`.
 */
import type { ClassificationRecipe } from '../../../../knowledge/recipes/schema.ts';
import type { Matrices } from '../../../engines/compute/matrices.ts';
import type { Watch } from '../contenders/contender.ts';
import type { Fold } from '../folds.ts';
import type { LearningSpace } from '../head/feature-space.ts';
import { fitHeads } from '../head/fit-heads.ts';
import { labelsOf, type Samples } from '../samples.ts';
import { leftOutNote } from './thin-grid.ts';

export interface HeadWork {
  settings: number;
  stops: readonly number[];
  /** Of the samples to learn from. */
  share: number;
}

interface WorkOptions {
  name: string;
  engine: Matrices;
  samples: Samples;
  space: LearningSpace;
  folds: readonly Fold[];
  recipe: ClassificationRecipe;
  /** Settings of the whole grid. */
  grid: number;
}

/** Samples of the piece that is timed: enough that a round is more than its overhead. */
const PIECE = 400;
/** Heads of the piece, side by side as those of a grid are. */
const PIECE_COSTS = [1, 3, 9];
/** Rounds of the piece; the first warms up. */
const ROUNDS = 3;
/** Heads of a grid converge before the last stop, on average after this share of its rounds. */
const USUAL_SHARE = 0.7;
/** Fewer settings than this are not chosen for the sake of later stops. */
const FEW_SETTINGS = 3;

export async function planHeadWork(options: WorkOptions, watch: Watch): Promise<HeadWork> {
  const { folds, recipe, grid, samples, name } = options;
  const { stops } = recipe.head;
  if (!Number.isFinite(watch.seconds)) return { settings: grid, stops, share: 1 };
  const perRow = await secondsOfRow(options);
  const rows = folds.reduce((sum, { fit }) => sum + fit.length, 0);
  const needs = (settings: number, rounds: number) =>
    perRow * rounds * (USUAL_SHARE * settings * rows + samples.pool.length);
  const work = choose(stops, grid, { needs, seconds: watch.seconds });
  const said = leftOutNote(name, {
    tried: work.settings * work.stops.length,
    of: grid * stops.length,
    share: work.share,
  });
  if (said) watch.onLeftOut?.(said);
  return work;
}

/** The most that fits: all; few settings; few with earlier stops; one; one on fewer samples. */
function choose(
  stops: readonly number[],
  grid: number,
  { needs, seconds }: { needs: (settings: number, rounds: number) => number; seconds: number },
): HeadWork {
  const few = Math.min(FEW_SETTINGS, grid);
  const ladder = [
    { settings: grid, stops },
    ...stops.map((_, i) => ({ settings: few, stops: stops.slice(0, stops.length - i) })),
    { settings: 1, stops: stops.slice(0, 1) },
  ];
  const cost = ({ settings, stops: up }: (typeof ladder)[number]) => needs(settings, up.at(-1)!);
  const fitting = ladder.find((step) => cost(step) <= seconds);
  if (fitting) return { ...fitting, share: 1 };
  const least = ladder.at(-1)!;
  return { ...least, share: Math.min(1, seconds / cost(least)) };
}

/** Seconds of one sample in one round of one of several heads. */
async function secondsOfRow({ engine, samples, space }: WorkOptions): Promise<number> {
  const n = Math.min(PIECE, space.n);
  const stride = Math.max(1, Math.floor(space.n / n));
  const features = new Float32Array(n * space.d);
  for (let i = 0; i < n; i++)
    features.set(space.values.subarray(i * stride * space.d, (i * stride + 1) * space.d), i * space.d);
  const labels = labelsOf(samples, samples.pool.filter((_, i) => i % stride === 0).subarray(0, n));
  const classCount = samples.classes.length;
  const classWeights = Array.from({ length: classCount }, () => 1);
  const trials = PIECE_COSTS.map((cost) => ({
    cost,
    loss: 'softmax' as const,
    classWeights,
    maxIterations: ROUNDS,
  }));
  /** When each round was done by all. */
  const ends: number[] = [];
  await fitHeads({
    engine,
    features,
    n,
    d: space.d,
    labels,
    classCount,
    trials,
    tolerance: 0,
    onIteration: ({ trial }) => {
      if (trial === trials.length - 1) ends.push(performance.now());
      return true;
    },
  });
  if (ends.length < 2) return 0;
  return (ends.at(-1)! - ends[0]!) / 1_000 / (ends.length - 1) / trials.length / n;
}
