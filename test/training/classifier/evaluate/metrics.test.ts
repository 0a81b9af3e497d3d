import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../../src/statistics/intervals.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { comparePaired, mcnemarExact } from '../../../../src/statistics/significance.ts';
import { fitTemperature } from '../../../../src/training/classifier/evaluate/calibration.ts';
import { classificationMetrics } from '../../../../src/training/classifier/evaluate/metrics.ts';
import {
  fromScores,
  logLossOf,
  type Predictions,
} from '../../../../src/training/classifier/evaluate/predictions.ts';

interface Case {
  name: string;
  labels: number[];
  probabilities: number[][];
  accuracyInterval: number[];
  precision: number[];
  recall: number[];
  f1: number[];
  support: number[];
  confusion: number[][];
  [metric: string]: unknown;
}
const fixture: { cases: Case[]; mcnemar: { onlyFirst: number; onlySecond: number; pValue: number }[] } =
  JSON.parse(readFileSync(new URL('./fixtures/metrics.json', import.meta.url), 'utf8'));
const predictionsOf = (probabilities: number[][]): Predictions => ({
  n: probabilities.length,
  classCount: probabilities[0]!.length,
  logProbabilities: Float64Array.from(probabilities.flat(), Math.log),
});

describe('classification metrics agree with scikit-learn to 1e-9', () => {
  for (const known of fixture.cases)
    it(known.name, () => {
      const names = known.support.map((_, c) => `class ${c}`);
      const metrics = classificationMetrics(predictionsOf(known.probabilities), known.labels, names);
      for (const key of [
        'accuracy',
        'macroPrecision',
        'macroRecall',
        'macroF1',
        'logLoss',
        'ece',
        'rocAuc',
      ] as const)
        expect(metrics[key], key).toBeCloseTo(known[key] as number, 9);
      metrics.accuracyInterval.forEach((bound, i) => {
        expect(bound).toBeCloseTo(known.accuracyInterval[i]!, 9);
      });
      for (const key of ['precision', 'recall', 'f1', 'support'] as const)
        metrics.perClass.forEach((row, c) => {
          expect(row[key], `${key} of ${row.name}`).toBeCloseTo(known[key][c]!, 9);
        });
      expect(metrics.confusion).toEqual(known.confusion);
    });

  it('gives McNemar’s exact p-value', () => {
    for (const { onlyFirst, onlySecond, pValue } of fixture.mcnemar) {
      const first = [...new Array(onlyFirst).fill(1), ...new Array(onlySecond).fill(0), 1, 0];
      const second = [...new Array(onlyFirst).fill(0), ...new Array(onlySecond).fill(1), 1, 0];
      expect(mcnemarExact(first, second)).toBeCloseTo(pValue, 9);
    }
  });
});

describe('intervals and calibration', () => {
  it('a paired comparison calls a clear difference and leaves a tie open', () => {
    const random = seededRandom(3);
    const weak = Array.from({ length: 400 }, () => Number(random.next() < 0.6));
    const strong = weak.map((right) => (right === 1 ? 1 : Number(random.next() < 0.5)));
    const clear = comparePaired(strong, weak, 1);
    expect(clear.interval[0]).toBeGreaterThan(0.1);
    expect(clear.pValue).toBeLessThan(1e-6);
    const tie = comparePaired(weak, [...weak.slice(1), weak[0]!], 1);
    expect(tie.interval[0]).toBeLessThan(0);
    expect(tie.interval[1]).toBeGreaterThan(0);
  });

  it('a bootstrap interval of a mean has the width theory gives (2 × 1.96 σ/√n, to 15 %)', () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 500 }, () => random.next());
    const [low, high] = bootstrapInterval(
      500,
      (rows) => rows.reduce((sum, row) => sum + values[row]!, 0) / 500,
      {
        seed: 1,
      },
    );
    const expected = (2 * 1.96 * Math.sqrt(1 / 12)) / Math.sqrt(500);
    expect(Math.abs((high - low) / expected - 1)).toBeLessThan(0.15);
  });

  it('temperature scaling finds the factor by which scores were inflated', () => {
    const random = seededRandom(7);
    const scores: number[] = [];
    const labels: number[] = [];
    for (let row = 0; row < 4_000; row++) {
      const probability = random.next();
      const score = Math.log(probability / (1 - probability));
      scores.push(0, 3 * score);
      labels.push(Number(random.next() < probability));
    }
    const inflated = fromScores(scores, 2);
    const temperature = fitTemperature(inflated, labels);
    expect(temperature).toBeGreaterThan(2.7);
    expect(temperature).toBeLessThan(3.3);
    expect(logLossOf(fromScores(scores, 2, temperature), labels)).toBeLessThan(logLossOf(inflated, labels));
  });

  it('a validation part without a mistake does not make the model infinitely sure', () => {
    const labels = Array.from({ length: 40 }, (_, row) => row % 2);
    const perfect = fromScores(
      labels.flatMap((label) => (label === 0 ? [1, 0] : [0, 1])),
      2,
    );
    // The optimum by hand: certainty (n + 1)/(n + 2), so 1/T = ln(41).
    expect(fitTemperature(perfect, labels)).toBeCloseTo(1 / Math.log(41), 2);
  });
});
