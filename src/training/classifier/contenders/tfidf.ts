/**
 * The baseline without transfer for text: TF-IDF of words and characters with logistic regression, in any language.
 * Texts in, a contender out. The vectoriser learns its terms from train + validation texts; labels enter only by fold.
 */
import type { ClassificationRecipe } from '../../../../knowledge/recipes/schema.ts';
import { fromScores } from '../evaluate/predictions.ts';
import { classCounts, labelsOf, type Samples } from '../samples.ts';
import { fitSparsePath, type SparseClassifier, scoreRows } from '../text/sparse-classifier.ts';
import { fitVectoriser, vectorise } from '../text/vectoriser.ts';
import { type ClassWeighting, classWeightsOf, weightingsFor } from './class-weights.ts';
import type { Contender, Scored } from './contender.ts';
import { pointOf } from './curve-point.ts';
import { joinPredictions } from './join-predictions.ts';

export function makeTfidf(samples: Samples, recipe: ClassificationRecipe, seed: number): Contender {
  const { maxTermsPerBlock, maxWeightsPerBlock } = recipe.tfidf;
  const most = Math.floor(maxWeightsPerBlock / samples.classes.length);
  const vectoriser = fitVectoriser(
    Array.from(samples.pool, (row) => samples.texts[row]!),
    { ...recipe.tfidf, maxTermsPerBlock: Math.min(maxTermsPerBlock, most) },
  );
  const matrix = vectorise(vectoriser, samples.texts);
  const classCount = samples.classes.length;
  const { maxEpochs, tolerance } = recipe.tfidf;

  const path = (
    rows: Int32Array,
    weighting: ClassWeighting,
    costs: readonly number[],
    onEpoch?: (epoch: number, classifier: SparseClassifier) => void,
  ) => {
    const classWeights = classWeightsOf(classCounts(samples, rows), weighting, recipe.imbalance.strength);
    const problem = { matrix, rows, labels: samples.labels, classCount, classWeights, seed };
    return fitSparsePath({ ...problem, maxEpochs, tolerance, onEpoch }, costs);
  };
  const predict = (classifier: SparseClassifier, rows: Int32Array) =>
    fromScores(scoreRows(classifier, matrix, rows), classCount);

  return {
    id: 'no-transfer',
    name: 'TF-IDF + logistic regression',
    role: 'baseline',
    deliverable: true,
    async tryAll(plan, watch) {
      const costs = watch.reduced ? recipe.reduced.tfidfCosts : recipe.tfidf.costs;
      const byKey = new Map<string, Scored & { parts: Scored['predictions'][] }>();
      for (const [f, fold] of plan.folds.entries()) {
        for (const weighting of weightingsFor(classCounts(samples, samples.pool), recipe.imbalance))
          for (const { cost, classifier } of path(fold.fit, weighting, costs)) {
            watch.signal.throwIfAborted();
            const predictions = predict(classifier, fold.score);
            const entry = byKey.get(`${weighting} ${cost}`);
            if (entry) entry.parts.push(predictions);
            else
              byKey.set(`${weighting} ${cost}`, {
                hyperparameters: { cost, classWeights: weighting },
                predictions,
                parts: [predictions],
              });
            await new Promise((resolve) => setImmediate(resolve));
          }
        watch.onFold(f + 1, plan.folds.length);
      }
      return [...byKey.values()].map(({ hyperparameters, parts }) => ({
        hyperparameters,
        predictions: joinPredictions(parts),
      }));
    },
    async fit({ cost, classWeights }, rows) {
      const weighting = classWeights === 'rare-lifted' ? 'rare-lifted' : 'equal';
      const costs = recipe.tfidf.costs.filter((value) => value <= Number(cost));
      let last: SparseClassifier | undefined;
      for (const { classifier } of path(rows, weighting, costs)) last = classifier;
      const classifier = last!;
      return {
        part: { kind: 'tfidf', vectoriser, classifier },
        predict: (asked) => predict(classifier, asked),
      };
    },
    async curve({ classWeights, cost }, { train, validation }, watch) {
      const weighting = classWeights === 'rare-lifted' ? 'rare-lifted' : 'equal';
      const truth = { train: labelsOf(samples, train), validation: labelsOf(samples, validation) };
      const onEpoch = (epoch: number, classifier: SparseClassifier) => {
        watch.signal.throwIfAborted();
        watch.onEpoch(pointOf(epoch, predict(classifier, train), predict(classifier, validation), truth));
      };
      for (const _ of path(train, weighting, [Number(cost)], onEpoch));
    },
  };
}
