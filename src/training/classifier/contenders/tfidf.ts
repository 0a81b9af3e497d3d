/**
 * The baseline without transfer for text: TF-IDF of words and characters with logistic regression, in any language.
 * Texts in, a contender out. The vectoriser learns its terms from train + validation texts; labels enter only by fold.
 */
import type { ClassificationRecipe } from '../../../../knowledge/recipes/schema.ts';
import { leftOutNote } from '../afford/thin-grid.ts';
import { fromScores } from '../evaluate/predictions.ts';
import { classCounts, labelsOf, type Samples } from '../samples.ts';
import type { SparseClassifier } from '../text/sparse-classifier.ts';
import { scoreRows } from '../text/sparse-classifier.ts';
import { fitVectoriser, vectorise } from '../text/vectoriser.ts';
import { type ClassWeighting, weightingsFor } from './class-weights.ts';
import type { Contender, Hyperparameters, Scored, Watch } from './contender.ts';
import { pointOf } from './curve-point.ts';
import { joinPredictions } from './join-predictions.ts';
import { openTfidfPaths } from './tfidf-paths.ts';

export function makeTfidf(samples: Samples, recipe: ClassificationRecipe, seed: number): Contender {
  const { maxTermsPerBlock, maxWeightsPerBlock } = recipe.tfidf;
  const most = Math.floor(maxWeightsPerBlock / samples.classes.length);
  const vectoriser = fitVectoriser(
    Array.from(samples.pool, (row) => samples.texts[row]!),
    { ...recipe.tfidf, maxTermsPerBlock: Math.min(maxTermsPerBlock, most) },
  );
  const matrix = vectorise(vectoriser, samples.texts);
  const classCount = samples.classes.length;
  const paths = openTfidfPaths({ samples, matrix, recipe, seed });
  const predict = (classifier: SparseClassifier, rows: Int32Array) =>
    fromScores(scoreRows(classifier, matrix, rows), classCount);
  const weightings = weightingsFor(classCounts(samples, samples.pool), recipe.imbalance);

  return {
    id: 'no-transfer',
    name: NAME,
    role: 'baseline',
    deliverable: true,
    async tryAll(plan, watch) {
      const grid = watch.reduced ? recipe.reduced.tfidfCosts : recipe.tfidf.costs;
      const costs = paths.plan(plan.folds, { grid, weightings: weightings.length, seconds: watch.seconds });
      sayLeftOut(watch, { tried: costs.length, of: grid.length, share: paths.share() });
      const byKey = new Map<string, Scored & { parts: Scored['predictions'][] }>();
      for (const [f, fold] of plan.folds.entries()) {
        for (const weighting of weightings)
          for (const { cost, classifier } of paths.fit(fold.fit, weighting, costs)) {
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
      const costs = paths.costs().filter((value) => value <= Number(cost));
      let last: SparseClassifier | undefined;
      for (const { classifier } of paths.fit(rows, weightingOf(classWeights), costs)) last = classifier;
      const classifier = last!;
      return {
        part: { kind: 'tfidf', vectoriser, classifier },
        predict: (asked) => predict(classifier, asked),
      };
    },
    async curve({ classWeights, cost }, { train, validation }, watch) {
      const truth = { train: labelsOf(samples, train), validation: labelsOf(samples, validation) };
      const onEpoch = (epoch: number, classifier: SparseClassifier) => {
        watch.signal.throwIfAborted();
        watch.onEpoch(pointOf(epoch, predict(classifier, train), predict(classifier, validation), truth));
      };
      const path = paths.fit(train, weightingOf(classWeights), [Number(cost)], onEpoch);
      // Between passes, so that the clock of the limit gets its turn.
      for (const _ of path) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const NAME = 'TF-IDF + logistic regression';

const weightingOf = (name: Hyperparameters[string] | undefined): ClassWeighting =>
  name === 'rare-lifted' ? 'rare-lifted' : 'equal';

function sayLeftOut({ onLeftOut }: Watch, part: Parameters<typeof leftOutNote>[1]): void {
  const said = leftOutNote(NAME, part);
  if (said) onLeftOut?.(said);
}
