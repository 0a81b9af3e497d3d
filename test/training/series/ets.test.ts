import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../../src/statistics/random.ts';
import { ets } from '../../../src/training/series/methods/ets/ets.ts';
import { fitEts } from '../../../src/training/series/methods/ets/fit-ets.ts';

const fixture = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      values: z.array(z.number()),
      period: z.number(),
      error: z.enum(['additive', 'multiplicative']),
      trend: z.enum(['none', 'additive', 'damped']),
      season: z.enum(['none', 'additive', 'multiplicative']),
      forecast: z.array(z.number()),
    }),
  ),
});
const { cases } = fixture.parse(
  JSON.parse(await readFile(new URL('./fixtures/ets.json', import.meta.url), 'utf8')),
);

const forecastOf = async (history: Float64Array, period: number, horizon: number) => {
  const { forecast } = await ets.prepare([], { period, horizon, seed: 1 });
  return (await forecast([history]))[0]!;
};

describe('fitEts', () => {
  it.each(cases)(
    'forecasts $name as statsmodels does',
    ({ values, period, error, trend, season, forecast }) => {
      const fitted = fitEts(Float64Array.from(values), { error, trend, season }, period);
      const ours = fitted.forecast(forecast.length);
      forecast.forEach((value, step) => {
        // Both stop their search near the top of a flat likelihood.
        expect(Math.abs(ours[step]! / value - 1)).toBeLessThan(0.005);
      });
    },
  );
});

describe('ets', () => {
  it('lets a season grow with the level', async () => {
    const truth = Float64Array.from(
      { length: 60 },
      (_, t) => 10 * 1.03 ** t * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 4)),
    );
    const ahead = await forecastOf(truth.subarray(0, 52), 4, 8);
    ahead.forEach((value, step) => {
      expect(Math.abs(value / truth[52 + step]! - 1)).toBeLessThan(0.05);
    });
  });

  it.each([1, 4, 12, 52])(
    'forecasts finite values of constant, short and odd series with period %d',
    async (period) => {
      const random = seededRandom(1);
      const least = ets.minimumHistory({ period, horizon: 5, seed: 1 });
      for (const history of [
        new Float64Array(least).fill(3),
        new Float64Array(least + 20),
        Float64Array.from({ length: least }, () => random.next() - 0.5),
        Float64Array.from({ length: least + 40 }, () => 1e-9 + 1e12 * random.next()),
        Float64Array.from({ length: least + 40 }, () => (random.next() > 0.8 ? 9 : 0)),
      ])
        expect((await forecastOf(history, period, 5)).every(Number.isFinite)).toBe(true);
    },
  );
});
