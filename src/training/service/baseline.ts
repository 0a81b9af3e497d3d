/** Labelled texts → the model without transfer that every Run is compared with, chosen on validation; its answers for some samples. */
import { classificationRecipe as recipe } from '../../../knowledge/recipes/classification.ts';
import { chooseBest } from '../classifier/choose.ts';
import { isImbalanced } from '../classifier/contenders/class-weights.ts';
import { makeTfidf } from '../classifier/contenders/tfidf.ts';
import { predictedClasses } from '../classifier/evaluate/predictions.ts';
import { planFolds } from '../classifier/folds.ts';
import { classCounts, labelsOf, type Samples } from '../classifier/samples.ts';

/** Far more than so small a model needs. */
const SECONDS = 120;

export interface FittedBaseline {
  name: string;
  validationScore: number;
  hyperparameters: Record<string, string | number | boolean>;
  seconds: number;
  /** A class a row, in their order. */
  predicted: Int32Array;
}

export async function fitBaseline(
  samples: Samples,
  { rows, seed, signal }: { rows: readonly number[]; seed: number; signal: AbortSignal },
): Promise<FittedBaseline> {
  const start = performance.now();
  const contender = makeTfidf(samples, recipe, seed);
  const plan = planFolds(samples, recipe.validation, seed);
  const watch = { signal, onFold: () => {}, reduced: false, seconds: SECONDS };
  const all = await contender.tryAll(plan, watch);
  const imbalanced = isImbalanced(classCounts(samples, samples.pool), recipe.imbalance);
  const best = chooseBest(
    all.map(({ predictions }) => predictions),
    labelsOf(samples, plan.scored),
    imbalanced,
  );
  const { hyperparameters } = all[best.index]!;
  const fitted = await contender.fit(hyperparameters, samples.pool);
  return {
    name: contender.name,
    validationScore: best.accuracy,
    hyperparameters,
    seconds: (performance.now() - start) / 1_000,
    predicted: predictedClasses(fitted.predict(Int32Array.from(rows))),
  };
}
