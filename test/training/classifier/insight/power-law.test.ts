import { describe, expect, it } from 'vitest';
import {
  errorAt,
  fitPowerLaw,
  gainOfDoubling,
} from '../../../../src/training/classifier/insight/power-law.ts';

const SIZES = [100, 250, 500, 1_000];

describe('fitPowerLaw', () => {
  it('gives back a law that the errors follow', () => {
    const law = { a: 2, b: 0.5, c: 0.05 };
    const fitted = fitPowerLaw(
      SIZES,
      SIZES.map((size) => errorAt(law, size)),
    );
    expect(fitted.b).toBeCloseTo(0.5, 6);
    expect(fitted.a).toBeCloseTo(2, 4);
    expect(fitted.c).toBeCloseTo(0.05, 6);
    // 2 · (1000^−½ − 2000^−½), by hand.
    expect(gainOfDoubling(fitted, 1_000)).toBeCloseTo(0.018524, 5);
  });

  it('promises nothing from errors that stay or rise', () => {
    for (const errors of [
      [0.2, 0.2, 0.2, 0.2],
      [0.1, 0.12, 0.11, 0.13],
    ])
      expect(gainOfDoubling(fitPowerLaw(SIZES, errors), 1_000)).toBeCloseTo(0, 6);
  });

  it('never foretells an error below zero', () => {
    const law = fitPowerLaw(SIZES, [0.4, 0.2, 0.08, 0]);
    expect(law.c).toBeGreaterThanOrEqual(0);
    expect(errorAt(law, 1e9)).toBeGreaterThanOrEqual(0);
  });
});
