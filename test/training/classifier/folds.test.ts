import { describe, expect, it } from 'vitest';
import { classificationRecipe as recipe } from '../../../knowledge/recipes/classification.ts';
import { chooseBest } from '../../../src/training/classifier/choose.ts';
import { classWeightsOf, weightingsFor } from '../../../src/training/classifier/contenders/class-weights.ts';
import { fromScores } from '../../../src/training/classifier/evaluate/predictions.ts';
import { planFolds } from '../../../src/training/classifier/folds.ts';
import { classCounts, type Samples } from '../../../src/training/classifier/samples.ts';

/** n samples of which the last fifth is the test part; pairs share a group. */
function makeSamples(n: number, classCount: number): Samples {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const [trainEnd, poolEnd] = [Math.floor(n * 0.6), Math.floor(n * 0.8)];
  return {
    kind: 'text',
    classes: Array.from({ length: classCount }, (_, c) => `class ${c}`),
    texts: Array.from(rows, String),
    files: [],
    ids: Array.from(rows, String),
    labels: rows.map((row) => Math.floor(row / 2) % classCount),
    groups: rows.map((row) => Math.floor(row / 2)),
    groupNames: null,
    train: rows.slice(0, trainEnd),
    validation: rows.slice(trainEnd, poolEnd),
    test: rows.slice(poolEnd),
    pool: rows.slice(0, poolEnd),
    splitNotes: [],
  };
}

describe('the plan by which contenders are compared', () => {
  it('scores every sample of train and validation as often as it says, never with its own group or the test part', () => {
    const samples = makeSamples(100, 3);
    const plan = planFolds(samples, recipe.validation, 1);
    const times = new Map<number, number>();
    for (const row of plan.scored) times.set(row, (times.get(row) ?? 0) + 1);
    expect([...times.keys()].sort((a, b) => a - b)).toEqual([...samples.pool]);
    expect(new Set(times.values())).toEqual(new Set([3]));
    for (const { fit, score } of plan.folds) {
      const learnt = new Set(Array.from(fit, (row) => samples.groups[row]));
      expect(Array.from(score).some((row) => learnt.has(samples.groups[row]))).toBe(false);
      const counts = classCounts(samples, score);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    }
    expect(planFolds(samples, recipe.validation, 1)).toEqual(plan);
    expect(planFolds(samples, recipe.validation, 2).scored).not.toEqual(plan.scored);
  });

  it('uses the one validation part when there are many samples', () => {
    const samples = makeSamples(5_000, 4);
    const plan = planFolds(samples, recipe.validation, 1);
    expect(plan.folds).toEqual([{ fit: samples.train, score: samples.validation }]);
  });
});

describe('the choice on validation', () => {
  const labels = Int32Array.from({ length: 200 }, (_, i) => i % 2);
  /** Right for all but the first `wrong` samples, with scores of the given size. */
  const predictions = (wrong: number, size: number) =>
    fromScores(
      Array.from(labels, (label, i) => {
        const side = label === (i < wrong ? 0 : 1) ? size : -size;
        return [-side, side];
      }).flat(),
      2,
    );

  it('takes the more accurate one when the difference is clear', () => {
    expect(chooseBest([predictions(40, 1), predictions(10, 1)], labels, false).index).toBe(1);
  });

  it('takes the better calibrated one of two that validation cannot tell apart', () => {
    // Equally accurate, but the second is surest where it is wrong: no temperature mends that.
    const unsure = predictions(20, 1);
    const sure = fromScores(
      Array.from(labels, (label, i) => {
        const side = (label === (i < 20 ? 0 : 1) ? 1 : -1) * (i < 20 ? 4 : 0.5);
        return [-side, side];
      }).flat(),
      2,
    );
    expect(chooseBest([sure, unsure], labels, false).index).toBe(1);
  });
});

it('rare classes are lifted only when classes are imbalanced, and the mean weight of a sample stays 1', () => {
  expect(weightingsFor(Int32Array.of(50, 40), recipe.imbalance)).toEqual(['equal']);
  const counts = Int32Array.of(90, 10);
  expect(weightingsFor(counts, recipe.imbalance)).toEqual(['equal', 'rare-lifted']);
  const [frequent, rare] = classWeightsOf(counts, 'rare-lifted', 0.5) as [number, number];
  expect(rare / frequent).toBeCloseTo(3, 9);
  expect((90 * frequent + 10 * rare) / 100).toBeCloseTo(1, 9);
});
