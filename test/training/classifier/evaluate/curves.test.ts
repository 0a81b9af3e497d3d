import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brierScore, reliabilityBins } from '../../../../src/training/classifier/evaluate/calibration.ts';
import {
  averagePrecision,
  classCurves,
  cutsOf,
  precisionRecallPoints,
  rocPoints,
} from '../../../../src/training/classifier/evaluate/curves.ts';
import { fromScores, type Predictions } from '../../../../src/training/classifier/evaluate/predictions.ts';

interface Case {
  name: string;
  labels: number[];
  probabilities: number[][];
  averagePrecision: number[];
  roc: [number, number][];
  precisionRecall: [number, number][];
  brier: number;
  reliability: [number, number][];
}
const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('./fixtures/metrics.json', import.meta.url), 'utf8'),
);
const predictionsOf = (probabilities: number[][]): Predictions => ({
  n: probabilities.length,
  classCount: probabilities[0]!.length,
  logProbabilities: Float64Array.from(probabilities.flat(), Math.log),
});

const expectPoints = (got: readonly (readonly number[])[], wanted: readonly (readonly number[])[]) => {
  expect(got).toHaveLength(wanted.length);
  for (const [i, point] of got.entries())
    for (const [axis, value] of point.entries()) expect(value).toBeCloseTo(wanted[i]![axis]!, 9);
};

describe('curves agree with scikit-learn to 1e-9', () => {
  for (const known of cases)
    it(known.name, () => {
      const classOne = known.labels.map((label) => label === 1);
      const cuts = cutsOf(
        known.probabilities.map((row) => row[1]!),
        classOne,
      );
      expectPoints(rocPoints(cuts), known.roc);
      // scikit-learn 1.9 keeps every threshold too.
      expectPoints(precisionRecallPoints(cuts), known.precisionRecall);
      known.averagePrecision.forEach((wanted, c) => {
        const own = cutsOf(
          known.probabilities.map((row) => row[c]!),
          known.labels.map((label) => label === c),
        );
        expect(averagePrecision(own)).toBeCloseTo(wanted, 9);
      });
      const predictions = predictionsOf(known.probabilities);
      expect(brierScore(predictions, known.labels)).toBeCloseTo(known.brier, 9);
      const bins = reliabilityBins(predictions, known.labels).filter(({ count }) => count > 0);
      expectPoints(
        bins.map(({ confidence, accuracy }) => [confidence, accuracy]),
        known.reliability,
      );
    });
});

describe('classCurves', () => {
  it('shows the positive class of two, and of many the six hardest with their mean', () => {
    const two = classCurves(fromScores([3, 0, 0, 3, 1, 0, 0, 2], 2), [0, 1, 1, 1], ['no', 'yes'], 1);
    expect(two.curves.map(({ name, positives }) => [name, positives])).toEqual([['yes', 3]]);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const scores = names.flatMap((_, row) => names.map((__, c) => Number(row === c || (row < 2 && c < 2))));
    const many = classCurves(fromScores(scores, 8), [0, 1, 2, 3, 4, 5, 6, 7], names, 0);
    expect(many.curves).toHaveLength(7);
    expect(many.curves[0]!.name).toBeNull();
    expect(many.curves.slice(1, 3).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(many.averagePrecision).toBeCloseTo((0.5 + 0.5 + 6) / 8, 9);
  });

  it('has no curve for a class without samples and no mean then', () => {
    const { curves, averagePrecision: mean } = classCurves(
      fromScores([1, 0, 0, 0, 1, 0], 3),
      [0, 1],
      ['a', 'b', 'c'],
      1,
    );
    expect(curves.map(({ name }) => name)).toEqual([null, 'a', 'b']);
    expect(mean).toBeNull();
  });
});
