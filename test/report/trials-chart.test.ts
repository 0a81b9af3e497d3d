import { describe, expect, it } from 'vitest';
import { renderChart } from '../../src/report/charts/render-chart.ts';
import { trialsChart } from '../../src/report/charts/trials.ts';
import type { Trial } from '../../src/report/report.ts';
import { reportWords } from '../../src/text/words.ts';

const trial = (
  id: string,
  rung: number,
  validationScore: number | null,
  outcome: Trial['outcome'],
): Trial => ({
  id,
  stage: 'layers',
  settings: {},
  rung,
  epochs: 2 * rung,
  validationScore,
  logLoss: null,
  seconds: 1,
  outcome,
});

const TRIALS = [
  trial('a', 1, 0.6, 'kept'),
  trial('b', 1, 0.4, 'dropped'),
  trial('c', 1, null, 'out-of-time'),
  trial('a', 2, 0.7, 'chosen'),
];

describe('the chart of trials', () => {
  const chart = trialsChart({ trials: TRIALS, scoreName: 'accuracy' }, reportWords('en'));
  const series = [chart.option.series].flat();

  it('shows what was scored, and joins what went on from rung to rung', () => {
    expect(series).toHaveLength(2);
    const [path, points] = series.map((one) => one?.data as unknown[]);
    expect(points).toHaveLength(3);
    expect((path as [number, number][]).map(([, y]) => y)).toEqual([0.6, 0.7]);
  });

  it('can be drawn', async () => {
    const png = Buffer.from(await renderChart(chart));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });
});
