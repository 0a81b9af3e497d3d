import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rollingOrigins } from '../../../src/training/series/backtest/windows.ts';
import { combinationWeights, combineForecasts } from '../../../src/training/series/combine.ts';
import { seasonalDrift, seasonalNaive } from '../../../src/training/series/methods/naive.ts';
import { forShortHistoriesToo } from '../../../src/training/series/methods/short-histories.ts';
import { theta } from '../../../src/training/series/methods/theta.ts';
import { openSeriesPipeline } from '../../../src/training/series/predict-series.ts';
import { race } from '../../../src/training/series/race.ts';

const f = (...values: number[]) => Float64Array.from(values);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

it('forecasts a series that is called as a property of every object is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-series-'));
  const member = (id: string) => ({ id, state: null, onnx: null });
  const pipeline = {
    version: 1,
    kind: 'series',
    period: 1,
    horizon: 2,
    seed: 1,
    nonNegative: false,
    members: [member('seasonal-naive'), member('theta')],
    weights: { overall: [1, 0], series: { north: [0, 1] } },
    spread: [[0, 0]],
  };
  await writeFile(join(folder, 'pipeline.json'), JSON.stringify(pipeline));
  const { forecast } = await openSeriesPipeline(folder);
  const history = f(1, 2, 3, 4, 5, 6, 7, 8);
  const answers = await forecast([history, history, history], ['constructor', '__proto__', 'north']);
  expect(answers.slice(0, 2).map(({ point }) => [...point])).toEqual([
    [8, 8],
    [8, 8],
  ]);
  expect(answers[2]!.point[0]).toBeGreaterThan(8);
  await rm(folder, { recursive: true });
});

describe('combinationWeights', () => {
  // Two methods, three series with three windows each; the third series has no score.
  const first = f(1, 1, 1, 2, 2, 2, Number.NaN, Number.NaN, Number.NaN);
  const second = f(2, 2, 2, 1, 1, 1, 1, 1, 1);
  const series = [0, 0, 0, 1, 1, 1, 2, 2, 2];
  const weights = combinationWeights([first, second], series, 3);

  it('sum to one and prefer, for each series, what did well on it', () => {
    for (const list of [weights.overall, ...weights.series]) expect(sum(list)).toBeCloseTo(1, 12);
    expect(weights.series[0]![0]).toBeGreaterThan(0.9);
    expect(weights.series[1]![1]).toBeGreaterThan(0.9);
  });

  it('are the overall ones where a series was not judged', () => {
    expect(weights.overall).toEqual([0.5, 0.5]);
    expect(weights.series[2]).toEqual(weights.overall);
  });

  it('are drawn towards the overall ones when a series has few windows', () => {
    const few = combinationWeights([f(1, 2, 2, 2), f(2, 1, 1, 1)], [0, 1, 1, 1], 2);
    expect(few.series[0]![0]).toBeLessThan(weights.series[0]![0]!);
  });

  it('survive forecasts without error', () => {
    const [perfect, other] = combinationWeights([f(0, 0), f(1, 1)], [0, 0], 1).series[0]!;
    expect(perfect).toBeCloseTo(1, 6);
    expect(other).toBeGreaterThanOrEqual(0);
  });
});

it('combineForecasts takes the weights of each window', () => {
  const forecasts = [
    [f(0, 0), f(0, 0)],
    [f(1, 2), f(1, 2)],
  ];
  const combined = combineForecasts(forecasts, (window) => (window === 0 ? [0.5, 0.5] : [0, 1]));
  expect(combined.map((one) => [...one])).toEqual([
    [0.5, 1],
    [1, 2],
  ]);
});

describe('a history that is too short for a method', () => {
  const context = { period: 4, horizon: 3, seed: 1 };
  const long = Float64Array.from({ length: 40 }, (_, t) => t + (t % 4));

  it('is forecast by Theta, the others as before', async () => {
    const { forecast } = await forShortHistoriesToo(seasonalDrift).prepare([long], context);
    const [short, own, again] = await forecast([f(1, 2, 3, 4, 5), long, f(5, 6, 7, 8, 9)]);
    const byTheta = (await theta.prepare([], context)).forecast;
    expect([...short!]).toEqual([...(await byTheta([f(1, 2, 3, 4, 5)]))[0]!]);
    expect([...again!]).toEqual([...(await byTheta([f(5, 6, 7, 8, 9)]))[0]!]);
    expect([...own!]).toEqual([...(await (await seasonalDrift.prepare([], context)).forecast([long]))[0]!]);
  });

  it('keeps no method out of the race', async () => {
    const series = [long, long.map((value) => 2 * value), long.slice(0, 16)];
    const entries = await race({
      data: { actual: series, filled: series, period: 4, horizon: 3 },
      origins: rollingOrigins(series, { horizon: 3, minimumHistory: 4 }),
      context,
      forecasters: [seasonalNaive, forShortHistoriesToo(seasonalDrift)],
    });
    expect(entries.map(({ id }) => id)).toContain('drift');
  });
});
