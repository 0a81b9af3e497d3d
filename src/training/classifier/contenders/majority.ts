/** The baseline that everything must beat: always the most frequent class. */
import type { Predictions } from '../evaluate/predictions.ts';
import { classCounts, type Samples } from '../samples.ts';
import type { Contender, Fitted } from './contender.ts';
import { joinPredictions } from './join-predictions.ts';

export function makeMajority(samples: Samples): Contender {
  const fitPriors = (rows: Int32Array): Fitted => {
    const logPriors = logPriorsOf(classCounts(samples, rows));
    return { part: { kind: 'prior', logPriors }, predict: (asked) => repeatRow(logPriors, asked.length) };
  };
  return {
    id: 'majority',
    name: 'Majority class',
    role: 'baseline',
    deliverable: false,
    tryAll: async (plan) => [
      {
        hyperparameters: {},
        predictions: joinPredictions(plan.folds.map((fold) => fitPriors(fold.fit).predict(fold.score))),
      },
    ],
    fit: async (_, rows) => fitPriors(rows),
  };
}

/** With one sample added to every class (Laplace), so that a class unseen in a fold keeps a finite logarithm. */
function logPriorsOf(counts: Int32Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0) + counts.length;
  return Float64Array.from(counts, (count) => Math.log((count + 1) / total));
}

function repeatRow(row: Float64Array, n: number): Predictions {
  const logProbabilities = new Float64Array(n * row.length);
  for (let i = 0; i < n; i++) logProbabilities.set(row, i * row.length);
  return { n, classCount: row.length, logProbabilities };
}
