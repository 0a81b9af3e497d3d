import { expect, test } from 'vitest';
import { probability } from '../../src/report/probability.ts';
import { averagePrecision, cutsOf } from '../../src/training/classifier/evaluate/curves.ts';

test('an average precision that rounding pushes above 1 is a probability still', () => {
  const perfect = Array.from({ length: 40 }, (_, positives) => {
    const scores = Array.from({ length: 50 }, (__, i) => -i);
    return averagePrecision(
      cutsOf(
        scores,
        scores.map((___, i) => i <= positives),
      ),
    )!;
  });
  expect(Math.max(...perfect)).toBeGreaterThan(1);
  for (const value of perfect) expect(probability.parse(value)).toBeLessThanOrEqual(1);
});

test('what is no probability is refused', () => {
  expect(probability.safeParse(1.001).success).toBe(false);
  expect(probability.safeParse(-0.001).success).toBe(false);
  expect(probability.safeParse(Number.NaN).success).toBe(false);
});
