import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { forecastingLibrary } from '../../../src/delivered/artifact-host.ts';
import { linear } from '../../../src/training/series/methods/linear.ts';
import {
  logMstlEts as logMstlEtsOf,
  mstlEts as mstlEtsOf,
} from '../../../src/training/series/methods/mstl-ets.ts';
import { seasonalDrift, seasonalNaive } from '../../../src/training/series/methods/naive.ts';
import { theta } from '../../../src/training/series/methods/theta.ts';

const [mstlEts, logMstlEts] = [mstlEtsOf(forecastingLibrary), logMstlEtsOf(forecastingLibrary)];

const context = (period: number, horizon: number) => ({ period, horizon, seed: 1 });
const forecastOf = async (method: typeof theta, history: Float64Array, period: number, horizon: number) => {
  const { forecast } = await method.prepare([history], context(period, horizon));
  return (await forecast([history]))[0]!;
};
/** Trend and season without noise. */
const regular = (length: number, period: number) =>
  Float64Array.from({ length }, (_, t) => 20 + 0.5 * t + 8 * Math.sin((2 * Math.PI * t) / period));

describe('seasonalNaive', () => {
  it('repeats the last season, beyond one season too', async () => {
    const history = Float64Array.of(9, 9, 9, 1, 2, 3);
    expect([...(await forecastOf(seasonalNaive, history, 3, 5))]).toEqual([1, 2, 3, 1, 2]);
  });
});

describe('seasonalDrift', () => {
  it('adds the mean change a season', async () => {
    const history = Float64Array.of(0, 10, 20, 2, 12, 22, 4, 14, 24);
    const forecast = await forecastOf(seasonalDrift, history, 3, 4);
    // From history[2] = 20 to history[8] = 24 in 6 steps: 2 a season.
    expect([...forecast]).toEqual([6, 16, 26, 8]);
  });
});

describe('theta', () => {
  const fixture = z.object({
    cases: z.array(
      z.object({
        n: z.number(),
        period: z.number(),
        growth: z.number(),
        swing: z.number(),
        forecast: z.array(z.number()),
      }),
    ),
  });

  it('forecasts as statsmodels does, to 0.5 % (its smoothing weight is not on our grid of hundredths)', async () => {
    const file = new URL('./fixtures/theta.json', import.meta.url);
    const { cases } = fixture.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(cases.length).toBeGreaterThan(2);
    for (const { n, period, growth, swing, forecast } of cases) {
      const season = Math.max(period, 2);
      const history = Float64Array.from(
        { length: n },
        (_, t) =>
          (50 + growth * t) * (1 + swing * Math.sin((2 * Math.PI * t) / season)) + 2 * Math.sin(1.7 * t * t),
      );
      const ours = await forecastOf(theta, history, period, forecast.length);
      forecast.forEach((value, step) => {
        expect(Math.abs(ours[step]! / value - 1)).toBeLessThan(0.005);
      });
    }
  });
});

describe.each([mstlEts, logMstlEts])('$name', (method) => {
  it('follows trend and season', async () => {
    const truth = regular(108, 12);
    const forecast = await forecastOf(method, truth.subarray(0, 96), 12, 12);
    forecast.forEach((value, step) => {
      expect(Math.abs(value / truth[96 + step]! - 1)).toBeLessThan(0.1);
    });
  });

  it('forecasts a constant series as the constant', async () => {
    const forecast = await forecastOf(method, new Float64Array(40).fill(7), 1, 3);
    for (const value of forecast) expect(value).toBeCloseTo(7, 6);
  });
});

describe('linear', () => {
  it('learns season and trend from the series alone', async () => {
    const truth = regular(160, 12);
    const forecast = await forecastOf(linear, truth.subarray(0, 148), 12, 12);
    forecast.forEach((value, step) => {
      expect(Math.abs(value - truth[148 + step]!)).toBeLessThan(0.5);
    });
  });

  it('gives the same forecast after its state went through JSON', async () => {
    const history = regular(100, 12);
    const { forecast, state } = await linear.prepare([history], context(12, 6));
    const restored = await linear.restore(JSON.parse(JSON.stringify(state)), context(12, 6));
    expect(await restored([history])).toEqual(await forecast([history]));
  });
});
