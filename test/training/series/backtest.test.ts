import { describe, expect, it } from 'vitest';
import { backtest, meanScore, scaleBefore } from '../../../src/training/series/backtest/backtest.ts';
import { applySpread, fitSpread } from '../../../src/training/series/backtest/intervals.ts';
import { coverage, mase, naiveScale, pinball, smape } from '../../../src/training/series/backtest/metrics.ts';
import { historyToKeep, rollingOrigins } from '../../../src/training/series/backtest/windows.ts';
import { fillGaps } from '../../../src/training/series/fill-gaps.ts';
import { linear } from '../../../src/training/series/methods/linear.ts';
import { seasonalNaive } from '../../../src/training/series/methods/naive.ts';
import { theta } from '../../../src/training/series/methods/theta.ts';
import { prepareEntry, race } from '../../../src/training/series/race.ts';

const f = (...values: number[]) => Float64Array.from(values);
/** Repeatable noise in [−1, 1). */
const noise = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
};
const seasonal = (length: number, period: number, seed: number) => {
  const random = noise(seed);
  return Float64Array.from(
    { length },
    (_, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / period) + 2 * random(),
  );
};

describe('metrics', () => {
  it('agree with values worked by hand', () => {
    expect(naiveScale(f(1, 2, 4, 3), 1)).toBeCloseTo((1 + 2 + 1) / 3, 12);
    expect(naiveScale(f(1, 5, 2, 8), 2)).toBeCloseTo((1 + 3) / 2, 12);
    expect(mase(f(3, 5), f(2, 7), 2)).toBeCloseTo(0.75, 12);
    expect(smape(f(100, 0), f(50, 0))).toBeCloseTo((200 * 50) / 150 / 2, 12);
    expect(pinball(f(10, 10), f(8, 12), 0.9)).toBeCloseTo((0.9 * 2 + 0.1 * 2) / 2, 12);
    expect(coverage(f(1, 5, 9), f(0, 6, 9), f(2, 8, 9))).toBeCloseTo(2 / 3, 12);
  });

  it('leave gaps out', () => {
    expect(mase(f(3, Number.NaN), f(2, 100), 1)).toBe(1);
    expect(coverage(f(Number.NaN, 1), f(0, 0), f(2, 2))).toBe(1);
  });

  it('have no scale for a constant history', () => {
    expect(naiveScale(f(4, 4, 4), 1)).toBeNaN();
  });
});

describe('fillGaps', () => {
  it('draws a line inside and holds the ends', () => {
    expect([...fillGaps(f(Number.NaN, 1, Number.NaN, Number.NaN, 4, Number.NaN))]).toEqual([
      1, 1, 2, 3, 4, 4,
    ]);
  });
});

describe('rollingOrigins', () => {
  it('puts the test at the end, validation before it, and never overlaps the training part', () => {
    const origins = rollingOrigins([new Float64Array(60)], { horizon: 6, minimumHistory: 24 });
    expect(origins.test).toEqual([{ series: 0, origin: 54 }]);
    expect(origins.validation.map(({ origin }) => origin)).toEqual([30, 32, 34, 36, 38, 40, 42, 44, 46, 48]);
    expect(origins.trainingEnd[0]).toBe(30);
    expect(origins.testStart[0]).toBe(54);
  });

  it('does not let windows overlap where there would be very many', () => {
    const many = Array.from({ length: 100 }, () => new Float64Array(60));
    const { validation } = rollingOrigins(many, { horizon: 6, minimumHistory: 24 });
    expect(validation.filter(({ series }) => series === 7).map(({ origin }) => origin)).toEqual([
      30, 36, 42, 48,
    ]);
  });

  it('lists series that are too short', () => {
    expect(rollingOrigins([new Float64Array(10)], { horizon: 6, minimumHistory: 8 }).short).toEqual([0]);
  });
});

describe('historyToKeep', () => {
  it('is three seasons, less where the series are short', () => {
    expect(historyToKeep(200, { period: 12, horizon: 6 })).toBe(36);
    expect(historyToKeep(48, { period: 12, horizon: 6 })).toBe(28);
    expect(historyToKeep(48, { period: 12, horizon: 12 })).toBe(24);
    expect(historyToKeep(30, { period: 1, horizon: 5 })).toBe(5);
  });

  it('leaves room to choose and to test for every horizon up to a third', () => {
    for (let longest = 3; longest <= 120; longest += 1)
      for (let horizon = 1; horizon <= Math.floor(longest / 3); horizon += 1)
        for (const period of [1, 4, 12, 52]) {
          const minimumHistory = historyToKeep(longest, { period, horizon });
          const { validation, test } = rollingOrigins([new Float64Array(longest)], {
            horizon,
            minimumHistory,
          });
          expect(Math.min(validation.length, test.length), `${longest} ${horizon} ${period}`).toBeGreaterThan(
            0,
          );
        }
  });
});

describe('race', () => {
  it('refuses series that never change, by which nothing can be judged', async () => {
    const constant = [new Float64Array(60).fill(5)];
    const refused = race({
      data: { actual: constant, filled: constant, period: 1, horizon: 6 },
      origins: rollingOrigins(constant, { horizon: 6, minimumHistory: 24 }),
      context: { period: 1, horizon: 6, seed: 1 },
      forecasters: [seasonalNaive, theta],
    });
    await expect(refused).rejects.toMatchObject({ code: 'nothing-to-forecast' });
  });

  const series = [1, 2, 3, 4].map((seed) => seasonal(120, 12, seed));
  const data = { actual: series, filled: series, period: 12, horizon: 6 };
  const origins = rollingOrigins(series, { horizon: 6, minimumHistory: 25 });
  const context = { period: 12, horizon: 6, seed: 1 };
  const run = () => race({ data, origins, context, forecasters: [seasonalNaive, theta, linear] });

  it('ranks methods and their means; the first is at least as good as every single one', async () => {
    const entries = await run();
    const singles = entries.filter(({ members }) => members.length === 1);
    expect(singles.map(({ id }) => id).sort()).toEqual(['linear', 'seasonal-naive', 'theta']);
    expect(entries.some(({ members }) => members.length > 1)).toBe(true);
    for (const single of singles)
      expect(entries[0]!.validationMase).toBeLessThanOrEqual(single.validationMase);
  });

  it('gives the same numbers twice', async () => {
    const [first, second] = [await run(), await run()];
    expect(second.map(({ id, validationMase }) => [id, validationMase])).toEqual(
      first.map(({ id, validationMase }) => [id, validationMase]),
    );
  });

  it('forecasts with intervals that cover about 80 % of the test', async () => {
    const best = (await run())[0]!;
    const training = series.map((values, index) => values.subarray(0, origins.testStart[index]));
    const { forecast } = await prepareEntry(best, training, context);
    const test = await backtest(data, origins.test, forecast);
    expect(meanScore(test)).toBeLessThan(0.9);
    const spread = fitSpread(data, best.validation);
    const covered = origins.test.map((window, index) => {
      const quantiles = applySpread(test.forecasts[index]!, spread, scaleBefore(data, window));
      const actual = series[window.series]!.subarray(window.origin, window.origin + 6);
      return coverage(actual, quantiles[0]!, quantiles.at(-1)!);
    });
    const mean = covered.reduce((sum, value) => sum + value, 0) / covered.length;
    expect(mean).toBeGreaterThan(0.55);
    expect(mean).toBeLessThanOrEqual(1);
  });
});
