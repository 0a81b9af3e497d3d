import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/statistics/random.ts';
import type { Backtest, BacktestData } from '../../../src/training/series/backtest/backtest.ts';
import { fitSpread, refitSpread } from '../../../src/training/series/backtest/intervals.ts';
import { effectiveWindows, type ScaledErrors } from '../../../src/training/series/backtest/scaled-errors.ts';

const HORIZON = 5;

const normals = (seed: number) => {
  const random = seededRandom(seed);
  return () => Array.from({ length: 12 }, () => random.next()).reduce((sum, value) => sum + value) - 6;
};

/** Series that step up and down by 1, so that their scale is 1; forecasts err by `error(series, window)`. */
function backtested(
  count: number,
  windows: readonly number[],
  error: (series: number, window: number) => number,
) {
  const values = Float64Array.from({ length: 100 }, (_, t) => t % 2);
  const series = Array.from({ length: count }, () => values);
  const data: BacktestData = { actual: series, filled: series, period: 1, horizon: HORIZON };
  const places = windows.flatMap((origin) => series.map((_, index) => ({ series: index, origin })));
  const forecasts = places.map(({ series: index, origin }) => {
    const missed = error(index, origin);
    return values.slice(origin, origin + HORIZON).map((value) => value - missed);
  });
  const result: Backtest = { windows: places, forecasts, scores: new Float64Array(places.length) };
  return { data, result };
}

const ORIGINS = [75, 80, 85, 90];
const widthOf = (spread: readonly Float64Array[]) => spread.at(-1)![0]! - spread[0]![0]!;

describe('effectiveWindows', () => {
  const rows = (error: (series: number, age: number) => number): ScaledErrors[] =>
    [1, 2, 3, 4, 5].flatMap((age) =>
      Array.from({ length: 20 }, (_, series) => ({
        series,
        age,
        errors: new Float64Array(HORIZON).fill(error(series, age)),
      })),
    );

  it('counts series that err the same way at the same time as one', () => {
    const next = normals(1);
    const shocks = Array.from({ length: 6 }, next);
    expect(effectiveWindows(rows((_, age) => shocks[age]!))).toBeCloseTo(5, 6);
  });

  it('counts independent errors one by one', () => {
    expect(effectiveWindows(rows(normals(2)))).toBeGreaterThan(60);
  });

  it('counts overlapping windows of one series once', () => {
    const overlapping = [1, 1.3, 1.6, 2, 2.3].map((age) => ({ series: 0, age, errors: Float64Array.of(1) }));
    expect(effectiveWindows(overlapping)).toBe(2);
  });
});

describe('fitSpread', () => {
  it('holds about 80 % of what follows, also where all series share each shock', () => {
    let [inside, count] = [0, 0];
    for (let seed = 1; seed <= 60; seed += 1) {
      const next = normals(seed);
      const shocks = new Map(ORIGINS.map((origin) => [origin, next()]));
      const { data, result } = backtested(6, ORIGINS, (_, origin) => shocks.get(origin)!);
      const spread = fitSpread(data, result);
      for (let trial = 0; trial < 20; trial += 1) {
        const shock = next();
        inside += Number(shock >= spread[0]![0]! && shock <= spread.at(-1)![0]!);
        count += 1;
      }
    }
    // Four shocks seen: plain quantiles of them hold 60 % and less.
    expect(inside / count).toBeGreaterThan(0.7);
    expect(inside / count).toBeLessThan(0.9);
  });
});

describe('refitSpread', () => {
  const next = normals(3);
  const { data, result: validation } = backtested(8, ORIGINS, next);
  const before = fitSpread(data, validation);
  const widthAfter = (times: number) => {
    const later = normals(4);
    const { result: test } = backtested(8, [95], () => times * later());
    return widthOf(refitSpread(data, before, { validation, test }));
  };

  it('widens when the last windows err more than those before', () => {
    expect(widthAfter(3)).toBeGreaterThan(1.4 * widthOf(before));
  });

  it('stays about as wide when they err alike', () => {
    expect(widthAfter(1)).toBeGreaterThan(0.75 * widthOf(before));
    expect(widthAfter(1)).toBeLessThan(1.3 * widthOf(before));
  });

  it('takes a test without a known value for nothing', () => {
    const { result: test } = backtested(8, [95], () => Number.NaN);
    expect(widthOf(refitSpread(data, before, { validation, test }))).toBeCloseTo(widthOf(before), 6);
  });
});
