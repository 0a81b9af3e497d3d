import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../../src/statistics/random.ts';
import { arima } from '../../../src/training/series/methods/arima/arima.ts';
import { difference, differencing } from '../../../src/training/series/methods/arima/differences.ts';
import { continueArma, fitArma } from '../../../src/training/series/methods/arima/fit-arma.ts';
import { stationary } from '../../../src/training/series/methods/arima/polynomials.ts';

const fixture = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      logarithm: z.boolean(),
      values: z.array(z.number()),
      order: z.tuple([z.number(), z.number(), z.number()]),
      seasonal: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      constant: z.boolean(),
      forecast: z.array(z.number()),
    }),
  ),
});
const { cases } = fixture.parse(
  JSON.parse(await readFile(new URL('./fixtures/arima.json', import.meta.url), 'utf8')),
);
const caseOf = (name: string) => cases.find((one) => one.name === name)!;
const NO_SEASON = { seasonalP: 0, seasonalQ: 0 };

const noise = (seed: number, length: number) => {
  const random = seededRandom(seed);
  return Float64Array.from(
    { length },
    () => Array.from({ length: 12 }, () => random.next()).reduce((a, b) => a + b) - 6,
  );
};

describe('fitArma', () => {
  it('finds the coefficients that R publishes for Lake Huron: ar 1.0436 and −0.2495, mean 579.05', () => {
    const values = Float64Array.from(caseOf('LakeHuron').values);
    const { arma } = fitArma(values, { p: 2, q: 0, ...NO_SEASON, constant: true }, 1, 1);
    // Conditional least squares against exact likelihood: the standard errors are 0.1, 0.1 and 0.4.
    expect(Math.abs(arma.ar.values[0]! - 1.0436)).toBeLessThan(0.03);
    expect(Math.abs(arma.ar.values[1]! + 0.2495)).toBeLessThan(0.03);
    expect(Math.abs(arma.mean - 579.0473)).toBeLessThan(0.3);
  });

  it.each(cases)(
    'continues $name as statsmodels does',
    ({ values, logarithm, order, seasonal, constant, forecast }) => {
      const [p, d, q] = order;
      const [seasonalP, seasonalD, seasonalQ, period] = seasonal;
      const series = Float64Array.from(values, (value) => (logarithm ? Math.log(value) : value));
      const lags = [...Array<number>(seasonalD).fill(period), ...Array<number>(d).fill(1)];
      const levels: Float64Array[] = [series];
      for (const lag of lags) levels.push(difference(levels.at(-1)!, lag));
      const fitted = fitArma(
        levels.at(-1)!,
        { p, q, seasonalP, seasonalQ, constant },
        Math.max(1, period),
        1,
      );
      const changes = continueArma(levels.at(-1)!, fitted, forecast.length);
      // Undone step by step, as differences are defined.
      const ours = lags.reduceRight<number[]>(
        (steps, lag, index) => {
          const whole = [...levels[index]!];
          for (const step of steps) whole.push(step + whole.at(-lag)!);
          return whole.slice(levels[index]!.length);
        },
        [...changes],
      );
      forecast.forEach((value, step) => {
        expect(Math.abs(ours[step]! / value - 1)).toBeLessThan(0.005);
      });
    },
  );
});

describe('stationary', () => {
  it('gives polynomials whose recursion dies out, whatever the numbers', () => {
    const coefficients = stationary([30, -30, 4]);
    const impulse = [1];
    for (let t = 1; t < 3_000; t += 1)
      impulse.push(coefficients.reduce((sum, value, k) => sum + value * (impulse[t - 1 - k] ?? 0), 0));
    expect(Math.abs(impulse.at(-1)!)).toBeLessThan(1e-3);
  });
});

describe('differencing', () => {
  it('leaves noise as it is, differences a walk once, and a strong season at its lag', () => {
    expect(differencing(noise(1, 120), 1)).toEqual({ seasonal: 0, plain: 0 });
    let sum = 0;
    const walk = noise(2, 200).map((value) => {
      sum += value;
      return sum;
    });
    expect(differencing(walk, 1).plain).toBe(1);
    const seasonal = noise(3, 120).map((value, t) => value + 10 * Math.sin((2 * Math.PI * t) / 12));
    expect(differencing(seasonal, 12)).toEqual({ seasonal: 1, plain: 0 });
  });
});

describe('arima', () => {
  const forecastOf = async (history: Float64Array, period: number, horizon: number) => {
    const { forecast } = await arima.prepare([], { period, horizon, seed: 1 });
    return (await forecast([history]))[0]!;
  };

  it('carries a cycle on that no season explains, better than the last value does', async () => {
    const errors = noise(4, 220);
    const values = new Float64Array(220);
    for (let t = 0; t < 220; t += 1)
      values[t] = 1.6 * (values[t - 1] ?? 0) - 0.85 * (values[t - 2] ?? 0) + errors[t]! / 3;
    const ahead = await forecastOf(values.subarray(0, 212), 1, 8);
    const missed = (guess: (step: number) => number) =>
      [...values.subarray(212)].reduce((total, value, step) => total + Math.abs(value - guess(step)), 0);
    expect(missed((step) => ahead[step]!)).toBeLessThan(0.7 * missed(() => values[211]!));
  });

  it.each([1, 4, 12, 52])(
    'forecasts finite values of constant, short and huge series with period %d',
    async (period) => {
      const least = arima.minimumHistory({ period, horizon: 5, seed: 1 });
      for (const history of [
        new Float64Array(least).fill(3),
        noise(5, least),
        noise(6, least + 60).map((value) => value * 1e12),
        noise(7, least + 30).map((value) => (value > 0.8 ? 9 : 0)),
      ])
        expect((await forecastOf(history, period, 5)).every(Number.isFinite)).toBe(true);
    },
  );
});
