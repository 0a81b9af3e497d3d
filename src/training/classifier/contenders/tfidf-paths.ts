/**
 * The regularisation paths of TF-IDF + logistic regression. In: the sparse matrix, and how long the race of it may take.
 * Out: fits, each from the solution before it; a timed piece of one says beforehand how many the time allows. Used by:
 * `tfidf.ts`.
 */
import type { ClassificationRecipe } from '../../../../knowledge/recipes/schema.ts';
import { allot, thinGrid } from '../afford/thin-grid.ts';
import { shareOfRows } from '../draw-samples.ts';
import type { Fold } from '../folds.ts';
import { classCounts, type Samples } from '../samples.ts';
import type { SparseMatrix } from '../text/sparse.ts';
import { fitSparsePath, type SparseClassifier } from '../text/sparse-classifier.ts';
import { type ClassWeighting, classWeightsOf } from './class-weights.ts';

/** Rows of the piece that is timed. */
const PIECE = 200;
/** Passes until a fit has converged: 4 to 10 on texts of 8, 20 and 300 classes; the first ones of a path need fewer. */
const USUAL_EPOCHS = 9;
/** Fits of the winner after the race, in paths of a fold: one on more rows than a fold has, and the learning curve. */
const AFTER_RACE = 1.5;
/** A path that takes so many times its share of the time ends early: estimates are good to about a third. */
const PATIENCE = 1.5;

interface PathOptions {
  samples: Samples;
  matrix: SparseMatrix;
  recipe: ClassificationRecipe;
  seed: number;
}

interface TfidfPaths {
  /** Measures, and decides for all later fits. @returns the costs that there is time for, of `grid` */
  plan(
    folds: readonly Fold[],
    time: { grid: readonly number[]; weightings: number; seconds: number },
  ): number[];
  /** As decided; all of them before. */
  costs(): readonly number[];
  share(): number;
  fit(
    rows: Int32Array,
    weighting: ClassWeighting,
    costs: readonly number[],
    onEpoch?: (epoch: number, classifier: SparseClassifier) => void,
  ): ReturnType<typeof fitSparsePath>;
}

export function openTfidfPaths({ samples, matrix, recipe, seed }: PathOptions): TfidfPaths {
  const { maxEpochs, tolerance } = recipe.tfidf;
  const classCount = samples.classes.length;
  let decided = { costs: recipe.tfidf.costs, share: 1, longest: Number.POSITIVE_INFINITY };
  const fit: TfidfPaths['fit'] = (all, weighting, costs, onEpoch) => {
    const rows = shareOfRows(samples, all, { share: decided.share, seed });
    const classWeights = classWeightsOf(classCounts(samples, rows), weighting, recipe.imbalance.strength);
    const end = performance.now() + 1_000 * decided.longest;
    const problem = { matrix, rows, labels: samples.labels, classCount, classWeights, seed };
    const isOver = () => performance.now() > end;
    return fitSparsePath({ ...problem, maxEpochs, tolerance, onEpoch, isOver }, costs);
  };
  /** Seconds of one pass over the rows: the second over a piece of them, scaled. */
  const epochSeconds = (rows: Int32Array): number => {
    const stride = Math.max(1, Math.floor(rows.length / PIECE));
    const piece = rows.filter((_, i) => i % stride === 0).subarray(0, PIECE);
    const classWeights = Array.from({ length: classCount }, () => 1);
    const problem = { matrix, rows: piece, labels: samples.labels, classCount, classWeights, seed };
    const ends: number[] = [];
    const onEpoch = () => ends.push(performance.now());
    for (const _ of fitSparsePath({ ...problem, maxEpochs: 2, tolerance: 0, onEpoch }, [1]));
    return ((ends[1]! - ends[0]!) / 1_000) * (rows.length / Math.max(1, piece.length));
  };
  return {
    plan: (folds, { grid, weightings, seconds }) => {
      const unit = seconds / (folds.length * weightings + AFTER_RACE);
      const { settings, share } = allot(unit / (USUAL_EPOCHS * epochSeconds(folds[0]!.fit)), grid.length);
      decided = { costs: thinGrid(grid, settings), share, longest: unit * PATIENCE };
      return decided.costs;
    },
    costs: () => decided.costs,
    share: () => decided.share,
    fit,
  };
}
